import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { useLinkMember, useMembers } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { CompactSelect } from '#client/ui/select-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import './person-link.css'

type PersonLinkProps = { rowId: string; rowName: string }

/**
 * Which member a person of the plan is: chosen by a coordinator, or "dit ben ik" by a member whom nobody linked. A name
 * alone never links. Renders nothing in a version and for anyone who sees parts of the plan.
 */
export function PersonLink(props: PersonLinkProps) {
  const { session, parts } = usePlanContext()
  return session.kind === 'whole' && parts === null ? <LiveLink {...props} /> : null
}

function LiveLink({ rowId, rowName }: PersonLinkProps) {
  const { planId, role, edit } = usePlanContext()
  const members = useMembers(planId).data
  const myId = useMe().data?.id
  const link = useLinkMember(planId)
  if (members === undefined) return null
  const linked = members.find((one) => one.person?.rowId === rowId)
  const me = members.find((one) => one.userId === myId)
  const save = (userId: string, row: string | null) =>
    link.mutate(
      { userId, rowId: row },
      {
        onSuccess: () =>
          showToast({ text: row === null ? 'Niet meer gekoppeld.' : `Gekoppeld aan ${rowName}.` }),
        onError: (error) => showToast({ text: error.message, tone: 'bad' }),
      },
    )
  if (can(role, 'manage') && edit !== null)
    return (
      <div className="person-link screen-only">
        <span aria-hidden="true">Lid van dit plan</span>
        <CompactSelect
          id={`member-of-${rowId}`}
          aria-label={`Welk lid is ${rowName}?`}
          value={linked?.userId ?? ''}
          isDisabled={link.isPending}
          choices={[
            { value: '', label: 'Nog geen lid gekoppeld' },
            ...members
              .filter((one) => one === linked || one.person === null)
              .map((one) => ({
                value: one.userId,
                label: one.userId === myId ? `${one.name} (dit ben ik)` : one.name,
              })),
          ]}
          onChange={(userId) =>
            userId === '' ? linked && save(linked.userId, null) : save(userId, rowId)
          }
        />
      </div>
    )
  if (linked !== undefined)
    return (
      <p className="person-link">
        Lid van dit plan: {linked.name}
        {linked.person?.isSelfLinked === true && ' (koppelde zichzelf)'}
      </p>
    )
  if (edit === null || me === undefined || me.person !== null) return null
  return (
    <div className="person-link screen-only">
      <Button
        kind="quiet"
        isPending={link.isPending}
        aria-label={`Dit ben ik: ${rowName}`}
        onPress={() => save(me.userId, rowId)}
      >
        Dit ben ik
      </Button>
    </div>
  )
}

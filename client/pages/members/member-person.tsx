import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { useLinkMember } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import { labelOf, type PlanPerson } from './plan-person.ts'
import './participant-row.css'

type MemberPersonProps = {
  planId: string
  member: Member
  people: readonly PlanPerson[]
  canManage: boolean
  isMe: boolean
  onChoose: () => void
}

/** The person of the plan that a member was linked to by hand; a record takes function and mandate from that person. */
export function MemberPerson({
  planId,
  member,
  people,
  canManage,
  isMe,
  onChoose,
}: MemberPersonProps) {
  const link = useLinkMember(planId)
  const { person } = member
  const found = people.find((one) => one.rowId === person?.rowId)
  const isSelfLinked = found !== undefined && person?.isSelfLinked === true
  const confirm = () =>
    link.mutate(
      { userId: member.userId, rowId: found?.rowId ?? null },
      {
        onSuccess: () => showToast({ text: `${member.name}: koppeling bevestigd.` }),
        onError: (error) => showToast({ text: error.message, tone: 'bad' }),
      },
    )
  return (
    <>
      {found !== undefined ? (
        <>
          <Link2 className="icon participant__linked" aria-hidden="true" />
          <span className="participant__person">{labelOf(found)}</span>
        </>
      ) : can(member.role, 'write') ? (
        <Chip tone="warn">
          {person === null ? '△ Nog niet gekoppeld' : '△ Niet meer in het plan'}
        </Chip>
      ) : (
        'Niet gekoppeld'
      )}
      {isSelfLinked && <Chip>Zelf gekoppeld</Chip>}
      {isSelfLinked && canManage && !isMe && (
        <Button
          kind="quiet"
          isSmall
          isPending={link.isPending}
          onPress={confirm}
          aria-label={`Koppeling van ${member.name} bevestigen`}
        >
          Bevestigen
        </Button>
      )}
      {found === undefined && (canManage || isMe) && (
        <Button
          kind="quiet"
          isSmall
          onPress={onChoose}
          aria-label={
            isMe && !canManage
              ? 'Kiezen wie u in het plan bent'
              : `Kiezen wie ${member.name} in het plan is`
          }
        >
          {isMe ? 'Dit ben ik…' : 'Kiezen'}
        </Button>
      )}
    </>
  )
}

type PersonDialogProps = {
  planId: string
  member: Member
  members: readonly Member[]
  people: readonly PlanPerson[]
  isMe: boolean
  mayChoose: boolean
  onClose: () => void
}

/** Links a member to a person of the plan, by hand. */
export function PersonDialog({
  planId,
  member,
  members,
  people,
  isMe,
  mayChoose,
  onClose,
}: PersonDialogProps) {
  const link = useLinkMember(planId)
  const current = people.find((one) => one.rowId === member.person?.rowId)
  const [rowId, setRowId] = useState(current?.rowId ?? '')
  const [isChecked, setChecked] = useState(false)
  const ownerOf = (id: string) =>
    members.find((one) => one.userId !== member.userId && one.person?.rowId === id)
  const taken = people.flatMap((one) => {
    const owner = ownerOf(one.rowId)
    return owner === undefined ? [] : [`${labelOf(one)} (${owner.name})`]
  })
  const free = people.filter((one) => ownerOf(one.rowId) === undefined)
  const save = (chosen: string | null) => {
    if (chosen === '') return setChecked(true)
    link.mutate(
      { userId: member.userId, rowId: chosen },
      {
        onSuccess: () => {
          onClose()
          showToast({
            text: `${member.name}: ${chosen === null ? 'niet meer gekoppeld' : 'gekoppeld'}.`,
          })
        },
      },
    )
  }
  return (
    <Dialog
      title={isMe ? 'Wie bent u in het plan?' : `Wie is ${member.name} in het plan?`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          {member.person !== null && (
            <Button isPending={link.isPending} onPress={() => save(null)}>
              Losmaken
            </Button>
          )}
          {mayChoose && free.length > 0 && (
            <Button kind="primary" isPending={link.isPending} onPress={() => save(rowId)}>
              Koppelen
            </Button>
          )}
        </>
      }
    >
      <p>
        {isMe ? 'Geeft u akkoord' : 'Geeft dit lid akkoord'}, dan worden functie, organisatie en
        mandaat van deze persoon vastgelegd. Alle leden zien wie aan wie is gekoppeld, en door wie.
      </p>
      {!mayChoose && current !== undefined && (
        <p>
          Nu: {labelOf(current)}. Klopt dat niet, maak de koppeling dan los of vraag de coördinator
          om een andere persoon te kiezen.
        </p>
      )}
      {mayChoose &&
        (free.length === 0 ? (
          <p>
            {people.length === 0
              ? 'Het plan noemt nog geen personen. Vul ze eerst in bij het plan.'
              : 'Alle personen in het plan zijn al gekoppeld.'}
          </p>
        ) : (
          <SelectField
            id="person-row"
            label="Persoon in het plan"
            isRequired
            value={rowId}
            onChange={setRowId}
            choices={[
              { value: '', label: 'Kies een persoon' },
              ...free.map((one) => ({ value: one.rowId, label: labelOf(one) })),
            ]}
            error={isChecked && rowId === '' ? 'Kies een persoon.' : undefined}
          />
        ))}
      {mayChoose && taken.length > 0 && <p className="muted">Al gekoppeld: {taken.join('; ')}.</p>}
      <RefusalText error={link.error} />
    </Dialog>
  )
}

import { Link2, UserX } from 'lucide-react'
import { formatRecent, formatUntil } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { can } from '#shared/access.ts'
import type { Invite } from '#shared/api/members.ts'
import type { Format } from '#shared/format/schema.ts'
import { partsText } from './member-parts.tsx'
import { Address, ParticipantRow } from './participant-row.tsx'
import { labelOf, type PlanPerson } from './plan-person.ts'
import { RowMenu } from './row-menu.tsx'
import './participant-row.css'

type InvitationRowProps = {
  name: string
  invite: Invite
  isExpired: boolean
  format: Format | null
  people: readonly PlanPerson[]
  now: Date
  isRenewing: boolean
  onRenew: () => void
  onWithdraw: () => void
}

/** Somebody who was invited and has not come yet. */
export function InvitationRow(props: InvitationRowProps) {
  const { name, invite, isExpired, format, people, now } = props
  const person = people.find(({ rowId }) => rowId === invite.personRow)
  const when = formatRecent(invite.mailedAt ?? invite.createdAt, now)
  return (
    <ParticipantRow
      name={name}
      memberRole={invite.role}
      discipline={invite.discipline}
      detail={
        <>
          {invite.name !== null && invite.email !== null && (
            <>
              <Address email={invite.email} />
              <br />
            </>
          )}
          {invite.mailedAt === null
            ? `uitgenodigd ${when}, niet gemaild`
            : `uitgenodigd per mail ${when}`}
        </>
      }
      inPlan={
        person === undefined ? (
          'Staat niet in het plan'
        ) : (
          <>
            <Link2 className="icon participant__linked" aria-hidden="true" />
            <span className="participant__person">{labelOf(person)}</span>
          </>
        )
      }
      lastHere={null}
      action={
        <>
          {isExpired ? (
            <Chip tone="warn">△ Verlopen</Chip>
          ) : (
            `geldig ${formatUntil(invite.expiresAt)}`
          )}
          <Button
            kind="quiet"
            isSmall
            isPending={props.isRenewing}
            onPress={props.onRenew}
            aria-label={`Opnieuw uitnodigen: ${name}`}
          >
            Opnieuw uitnodigen
          </Button>
        </>
      }
      menu={
        <RowMenu
          name={name}
          actions={[
            {
              id: 'withdraw',
              label: 'Uitnodiging intrekken…',
              icon: <UserX className="icon" aria-hidden="true" />,
              isDanger: true,
              onAction: props.onWithdraw,
            },
          ]}
        />
      }
      note={
        format !== null && invite.sections !== null && !can(invite.role, 'write')
          ? partsText(format, invite.sections)
          : undefined
      }
    />
  )
}

/** Somebody whom only the plan names. */
export function NamedRow({
  name,
  person,
  onInvite,
}: {
  name: string
  person: PlanPerson
  /** Null for anyone who may not invite. */
  onInvite: (() => void) | null
}) {
  const detail = [person.position, person.organisation].filter((part) => part.trim() !== '')
  return (
    <ParticipantRow
      name={name}
      memberRole={null}
      discipline={null}
      detail={detail.join(', ')}
      inPlan="Staat in het plan"
      lastHere={null}
      action={
        onInvite === null ? null : (
          <Button kind="quiet" isSmall onPress={onInvite} aria-label={`Uitnodigen: ${name}`}>
            Uitnodigen
          </Button>
        )
      }
      menu={null}
    />
  )
}

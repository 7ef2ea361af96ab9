import { useState } from 'react'
import { type InviteResult, useInviteTeam, useWithdrawInvite } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { ConfirmDialog, Dialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { roleLabels } from '#shared/access.ts'
import type { Invite, PastInvite } from '#shared/api/members.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatDay, formatRecent, formatUntil } from '#shared/text/moment.ts'
import { InviteResults } from './invite-results.tsx'
import { partsText } from './member-parts.tsx'
import { labelOf, type PlanPerson } from './plan-person.ts'
import './people.css'

type InviteListProps = {
  planId: string
  planTitle: string
  myName: string
  format: Format | null
  people: readonly PlanPerson[]
  invites: readonly Invite[]
  past: readonly PastInvite[]
}

/** The invited people and the state of each invitation: open, expired, or joined, with the resulting member. */
export function InviteList(props: InviteListProps) {
  const { planId, invites, past } = props
  const [withdrawing, setWithdrawing] = useState<Invite | null>(null)
  const [again, setAgain] = useState<InviteResult[] | null>(null)
  const withdraw = useWithdrawInvite(planId)
  const team = useInviteTeam(planId)
  const now = new Date()
  const renew = ({ id, name, email, role, discipline, personRow, sections }: Invite) =>
    team.mutate([{ name, email, role, discipline, personRow, sections, replaces: id }], {
      onSuccess: setAgain,
    })
  const isBusyWith = (id: string) => team.isPending && team.variables[0]?.replaces === id
  if (invites.length + past.length === 0)
    return <p className="muted">Er is nog niemand uitgenodigd. Begin hierboven.</p>
  return (
    <>
      <ul className="people" aria-labelledby="invites-title">
        {[...invites, ...past.filter((one) => one.acceptedAt === null)].map((invite) => {
          const isExpired = Date.parse(invite.expiresAt) <= now.getTime()
          return (
            <li key={invite.id} className="person person--invite">
              <InviteWho {...props} invite={invite} />
              <p className="person__detail person__when">
                {isExpired ? (
                  <Chip tone="warn">△ Verlopen</Chip>
                ) : (
                  <>
                    {invite.mailedAt === null
                      ? `Gemaakt ${formatRecent(invite.createdAt, now)}, niet gemaild`
                      : `Gemaild ${formatRecent(invite.mailedAt, now)}`}
                    <br />
                    Geldig {formatUntil(invite.expiresAt)}
                  </>
                )}
              </p>
              <div className="person__action">
                <Button
                  kind="quiet"
                  isPending={isBusyWith(invite.id)}
                  onPress={() => renew(invite)}
                  aria-label={`Opnieuw uitnodigen: ${nameOf(invite)}`}
                >
                  Opnieuw uitnodigen
                </Button>
                <Button
                  kind="quiet"
                  onPress={() => setWithdrawing(invite)}
                  aria-label={`Uitnodiging intrekken: ${nameOf(invite)}, ${roleLabels[invite.role]}`}
                >
                  Intrekken
                </Button>
              </div>
            </li>
          )
        })}
        {past
          .filter((one) => one.acceptedAt !== null)
          .map((invite) => (
            <li key={invite.id} className="person person--invite">
              <InviteWho {...props} invite={invite} />
              <p className="person__detail person__when">
                Doet mee sinds {formatDay(invite.acceptedAt ?? '')}
                {invite.acceptedBy !== null &&
                  invite.acceptedBy.name !== nameOf(invite) &&
                  `, als ${invite.acceptedBy.name}`}
              </p>
            </li>
          ))}
      </ul>
      <div role="alert">{team.isError && <p className="error-text">{team.error.message}</p>}</div>
      <Dialog
        title={`Opnieuw uitgenodigd: ${again?.[0] === undefined ? '' : (again[0].wanted.name ?? again[0].wanted.email ?? 'zonder naam')}`}
        isOpen={again !== null}
        isWide
        onClose={() => setAgain(null)}
        actions={<Button onPress={() => setAgain(null)}>Klaar</Button>}
      >
        {again !== null && (
          <>
            {again[0]?.outcome.kind === 'made' && <p>De eerdere link werkt niet meer.</p>}
            <InviteResults planTitle={props.planTitle} myName={props.myName} results={again} />
          </>
        )}
      </Dialog>
      <ConfirmDialog
        title="Uitnodiging intrekken?"
        isOpen={withdrawing !== null}
        onClose={() => setWithdrawing(null)}
        confirmLabel="Intrekken"
        onConfirm={async () => {
          if (withdrawing === null) return
          await withdraw.mutateAsync(withdrawing.id)
          focusHeadingWhenLost()
          showToast({ text: 'De uitnodiging is ingetrokken.' })
        }}
      >
        <p>De link werkt daarna niet meer. U kunt altijd een nieuwe uitnodiging maken.</p>
      </ConfirmDialog>
    </>
  )
}

function InviteWho({ invite, format, people }: InviteListProps & { invite: Invite }) {
  const person = people.find((one) => one.rowId === invite.personRow)
  return (
    <div>
      <p className="person__name">{nameOf(invite)}</p>
      <p className="person__detail">
        {[
          invite.name === null ? '' : (invite.email ?? ''),
          roleLabels[invite.role],
          invite.discipline === null ? '' : disciplines[invite.discipline].label,
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {person !== undefined && <p className="person__detail">In het plan: {labelOf(person)}</p>}
      {invite.sections !== null && format !== null && (
        <p className="person__detail">{partsText(format, invite.sections)}</p>
      )}
    </div>
  )
}

const nameOf = (invite: Invite | PastInvite): string =>
  invite.name ??
  invite.email ??
  ('acceptedBy' in invite ? invite.acceptedBy?.name : undefined) ??
  'Zonder naam'

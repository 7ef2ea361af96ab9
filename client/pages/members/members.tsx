import { useMailSettings } from '#client/hooks/use-mail.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { useInvites, useMembers, usePeople } from '#client/hooks/use-members.ts'
import { useFormat, usePlan, useUpdatePlan } from '#client/hooks/use-plans.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import { counted } from '#shared/counted.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { InviteTeam } from './invite-team.tsx'
import { ParticipantList } from './participant-list.tsx'
import { type Participant, participantsOf } from './participants.ts'
import { useInvitations } from './use-invitations.tsx'
import { useInviteDraft } from './use-invite-draft.ts'
import './members.css'

export function MembersPage({ planId }: { planId: string }) {
  const plan = usePlan(planId)
  const canManage = plan.data !== undefined && can(plan.data.role, 'manage')
  const isInParts = plan.data !== undefined && plan.data.sections !== null
  return (
    <Shell width="broad">
      <PageHeader
        title="Leden"
        back={{ href: `/plan/${planId}`, label: plan.data?.title ?? 'Terug naar het plan' }}
        lead={
          canManage
            ? 'Nodig uit, geef een rol en zeg wie iemand in het plan is.'
            : isInParts
              ? 'U ziet de coördinator, en iedereen die reageert in de delen die u ziet.'
              : 'U ziet wie meedoet en met welke rol. Alleen een coördinator kan dit wijzigen.'
        }
      />
      <QueryView query={plan} loadingLabel="Bezig met ophalen van de leden">
        {(known) => (
          <>
            <Participants plan={known} canManage={canManage} />
            {canManage && <ReadersSeeComments plan={known} />}
          </>
        )}
      </QueryView>
    </Shell>
  )
}

function Participants({ plan, canManage }: { plan: Plan; canManage: boolean }) {
  const planId = plan.id
  const me = useMe().data
  const members = useMembers(planId)
  const invites = useInvites(planId, { isEnabled: canManage })
  const people = usePeople(planId, { isEnabled: plan.sections === null }).data ?? null
  const format = useFormat(plan.format.id, plan.format.version).data ?? null
  const isMailConfigured = useMailSettings().data?.isMailConfigured ?? false
  const mayHandLinks = canManage && me != null && meetsNeed(me.reach, 'own')
  const myName = me?.name ?? ''
  const draft = useInviteDraft()
  const { dialogs, ...invitations } = useInvitations({ planId, planTitle: plan.title, myName })
  const { invites: open, past } = invites.data ?? { invites: [], past: [] }
  return (
    <QueryView query={members} loadingLabel="Bezig met ophalen van de leden">
      {(list) => {
        const now = new Date()
        const shown = participantsOf(
          { members: list, invites: open, past, people: people ?? [] },
          now.getTime(),
        )
        return (
          <>
            {canManage && (
              <InviteTeam
                planId={planId}
                planTitle={plan.title}
                format={format}
                members={list}
                invites={open}
                people={people ?? []}
                isMailConfigured={isMailConfigured}
                mayHandLinks={mayHandLinks}
                myName={myName}
                draft={draft}
              />
            )}
            <section className="card" aria-labelledby="members-title">
              <div className="members-heading">
                <h2 className="card__title" id="members-title">
                  Wie meedoet
                </h2>
                <p className="muted">{countText(shown)}</p>
              </div>
              {canManage && invites.data === undefined && (
                <QueryView query={invites} loadingLabel="Bezig met ophalen van de uitnodigingen">
                  {() => null}
                </QueryView>
              )}
              <ParticipantList
                planId={planId}
                format={format}
                members={list}
                people={people}
                canManage={canManage}
                mayHandLinks={mayHandLinks}
                myId={me?.id ?? null}
                now={now}
                participants={shown}
                actions={{ ...invitations, invite: draft.add }}
              />
              {dialogs}
            </section>
          </>
        )
      }}
    </QueryView>
  )
}

/** `4 leden, 2 uitnodigingen staan open, 1 verlopen` */
function countText(shown: readonly Participant[]): string {
  const invited = shown.flatMap((one) => (one.kind === 'invited' ? [one.isExpired] : []))
  const expired = invited.filter((isExpired) => isExpired).length
  const open = invited.length - expired
  return [
    counted(shown.filter(({ kind }) => kind === 'member').length, 'lid', 'leden'),
    open === 0 ? '' : counted(open, 'uitnodiging staat open', 'uitnodigingen staan open'),
    expired === 0 ? '' : counted(expired, 'uitnodiging is verlopen', 'uitnodigingen zijn verlopen'),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** Whether readers of the plan also see its comments; takes effect on their open screens at once. */
function ReadersSeeComments({ plan }: { plan: Plan }) {
  const update = useUpdatePlan(plan.id)
  const isOn = update.isPending ? update.variables.readersSeeComments : plan.readersSeeComments
  const change = (readersSeeComments: boolean) =>
    update.mutate(
      { readersSeeComments },
      {
        onSuccess: () =>
          showToast({
            text: readersSeeComments
              ? 'Lezers zien nu de reacties.'
              : 'Lezers zien de reacties niet meer.',
          }),
        onError: (error) => showToast({ text: error.message, tone: 'bad' }),
      },
    )
  return (
    <section className="card" aria-labelledby="readers-title">
      <h2 className="card__title" id="readers-title">
        Lezers en reacties
      </h2>
      <label className="check">
        <input type="checkbox" checked={isOn} onChange={(event) => change(event.target.checked)} />
        <span>
          Lezers mogen de reacties lezen
          <small>
            Staat dit uit, dan ziet een lezer alleen het plan. Wijkpartners en het kernteam zien de
            reacties altijd.
          </small>
        </span>
      </label>
    </section>
  )
}

import { useMailSettings } from '#client/hooks/use-mail.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { useInvites, useMembers, usePeople } from '#client/hooks/use-members.ts'
import { useFormat, usePlan, useUpdatePlan } from '#client/hooks/use-plans.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { InviteTeam } from './invite-team.tsx'
import { InviteList } from './members-invites.tsx'
import { MemberList } from './members-list.tsx'
import type { PlanPerson } from './plan-person.ts'

export function MembersPage({ planId }: { planId: string }) {
  const plan = usePlan(planId)
  const members = useMembers(planId)
  const canManage = plan.data !== undefined && can(plan.data.role, 'manage')
  const format = useFormat(plan.data?.format.id ?? null, plan.data?.format.version).data ?? null
  const me = useMe().data
  const mayHandLinks = canManage && me != null && meetsNeed(me.reach, 'own')
  const isInParts = plan.data !== undefined && plan.data.sections !== null
  const people =
    usePeople(planId, { isEnabled: plan.data !== undefined && !isInParts }).data ?? null
  return (
    <Shell>
      <PageHeader
        title="Leden van het plan"
        back={{ href: `/plan/${planId}`, label: plan.data?.title ?? 'Terug naar het plan' }}
        lead={
          canManage
            ? 'U ziet wie meedoet en met welke rol, wie iemand in het plan is, en wie nog een uitnodiging heeft.'
            : isInParts
              ? 'U ziet de coördinator, en iedereen die reageert in de delen die u ziet.'
              : 'U ziet wie meedoet en met welke rol. Alleen een coördinator kan dit wijzigen.'
        }
      />
      <QueryView query={plan} loadingLabel="Bezig met ophalen van de leden">
        {(known) => (
          <>
            {canManage && (
              <QueryView query={members} loadingLabel="Bezig met ophalen van de leden">
                {(list) => (
                  <Inviting
                    plan={known}
                    format={format}
                    members={list}
                    people={people ?? []}
                    mayHandLinks={mayHandLinks}
                    myName={me?.name ?? ''}
                  />
                )}
              </QueryView>
            )}
            <section className="card" aria-labelledby="members-title">
              <h2 className="card__title" id="members-title">
                Leden
              </h2>
              {mayHandLinks && (
                <p className="muted">
                  Kan iemand niet meer inloggen? Kies ‘Inloglink’ achter de naam: u krijgt een link
                  om door te geven, die één keer werkt en alleen uw plannen opent.
                </p>
              )}
              <QueryView query={members}>
                {(list) => (
                  <MemberList
                    planId={planId}
                    format={format}
                    members={list}
                    people={people}
                    canManage={canManage}
                    mayHandLinks={mayHandLinks}
                    myId={me?.id ?? null}
                  />
                )}
              </QueryView>
            </section>
            {canManage && (
              <Invitations
                plan={known}
                format={format}
                people={people ?? []}
                myName={me?.name ?? ''}
              />
            )}
            {canManage && <ReadersSeeComments plan={known} />}
          </>
        )}
      </QueryView>
    </Shell>
  )
}

type InvitingProps = {
  plan: Plan
  format: Format | null
  people: readonly PlanPerson[]
  myName: string
}

function Inviting({
  plan,
  ...rest
}: InvitingProps & { members: readonly Member[]; mayHandLinks: boolean }) {
  const invites = useInvites(plan.id, { isEnabled: true })
  const isMailConfigured = useMailSettings().data?.isMailConfigured ?? false
  return (
    <InviteTeam
      planId={plan.id}
      planTitle={plan.title}
      invites={invites.data?.invites ?? []}
      isMailConfigured={isMailConfigured}
      {...rest}
    />
  )
}

function Invitations({ plan, ...rest }: InvitingProps) {
  const invites = useInvites(plan.id, { isEnabled: true })
  return (
    <section className="card" aria-labelledby="invites-title">
      <h2 className="card__title" id="invites-title">
        Uitnodigingen
      </h2>
      <QueryView query={invites}>
        {({ invites: open, past }) => (
          <InviteList
            planId={plan.id}
            planTitle={plan.title}
            invites={open}
            past={past}
            {...rest}
          />
        )}
      </QueryView>
    </section>
  )
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

import { useMe } from '#client/hooks/use-me.ts'
import { useInvites, useMembers, usePeople } from '#client/hooks/use-members.ts'
import { useFormat, usePlan, useUpdatePlan } from '#client/hooks/use-plans.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { InviteForm } from './members-invite.tsx'
import { OpenInvites } from './members-invites.tsx'
import { MemberList } from './members-list.tsx'

export function MembersPage({ planId }: { planId: string }) {
  const plan = usePlan(planId)
  const members = useMembers(planId)
  const canManage = plan.data !== undefined && can(plan.data.role, 'manage')
  const format = useFormat(plan.data?.format.id ?? null, plan.data?.format.version).data ?? null
  const me = useMe().data
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
            ? 'Wie meedoet, met welke rol, wie iemand in het plan is, en wie nog een uitnodiging heeft.'
            : isInParts
              ? 'De coördinator, en wie reageert in de delen die u ziet.'
              : 'Wie meedoet en met welke rol. Alleen een coördinator kan dit wijzigen.'
        }
      />
      <QueryView query={plan} loadingLabel="Bezig met ophalen van de leden">
        {() => (
          <>
            <section className="card" aria-labelledby="members-title">
              <h2 className="card__title" id="members-title">
                Leden
              </h2>
              <QueryView query={members}>
                {(list) => (
                  <MemberList
                    planId={planId}
                    format={format}
                    members={list}
                    people={people}
                    canManage={canManage}
                    mayHandLinks={canManage && me != null && meetsNeed(me.reach, 'own')}
                    myId={me?.id ?? null}
                  />
                )}
              </QueryView>
            </section>
            {canManage && plan.data !== undefined && <ReadersSeeComments plan={plan.data} />}
            {canManage && <Invitations planId={planId} format={format} />}
          </>
        )}
      </QueryView>
    </Shell>
  )
}

function Invitations({ planId, format }: { planId: string; format: Format | null }) {
  const invites = useInvites(planId, { isEnabled: true })
  return (
    <>
      <section className="card" aria-labelledby="invite-title">
        <h2 className="card__title" id="invite-title">
          Iemand uitnodigen
        </h2>
        <InviteForm planId={planId} format={format} />
      </section>
      <section className="card" aria-labelledby="invites-title">
        <h2 className="card__title" id="invites-title">
          Open uitnodigingen
        </h2>
        <QueryView query={invites}>
          {(list) => <OpenInvites planId={planId} format={format} invites={list} />}
        </QueryView>
      </section>
    </>
  )
}

/** Whether who only reads the plan also reads what is said about it; takes effect on their open screens at once. */
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

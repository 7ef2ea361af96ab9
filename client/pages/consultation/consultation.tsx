import { useConsultation } from '#client/hooks/use-consultation.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import * as consultationText from '#client/text/consultation.ts'
import { consultationMessage } from '#client/text/message-texts.ts'
import { formatMoment, formatUntil } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { can, type Role } from '#shared/access.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Plan } from '#shared/api/plans.ts'
import { ConsultationControls } from './consultation-controls.tsx'
import { OpenConsultationForm } from './consultation-open.tsx'
import { AskedPeople } from './consultation-people.tsx'
import { ReadLinks } from './read-links.tsx'
import './consultation.css'

/** The consultation of a plan: opening it, the people asked and their answers, and the reading links. */
export function ConsultationPage({ planId }: { planId: string }) {
  const plan = usePlan(planId)
  const consultation = useConsultation(planId)
  return (
    <Shell>
      <PageHeader
        title={consultationText.title}
        back={{ href: `/plan/${planId}`, label: plan.data?.title ?? placeText.backToPlan }}
        lead={consultationText.lead}
      />
      <QueryView query={plan} loadingLabel={consultationText.loading}>
        {(known) => (
          <QueryView query={consultation}>
            {(last) => <Content plan={known} last={last} />}
          </QueryView>
        )}
      </QueryView>
    </Shell>
  )
}

function Content({ plan, last }: { plan: Plan; last: Consultation | null }) {
  const canManage = can(plan.role, 'manage')
  const isRunning = last !== null && last.closedAt === null
  return (
    <>
      {last !== null && isRunning && (
        <Running plan={plan} consultation={last} canManage={canManage} />
      )}
      {!isRunning && canManage && <OpenConsultationForm plan={plan} />}
      {last !== null && !isRunning && <Closed consultation={last} />}
      {last === null && !canManage && (
        <p className="notice notice--quiet">{consultationText.none}</p>
      )}
      {last?.people != null && (
        <PeopleCard plan={plan} consultation={last} people={last.people} isRunning={isRunning} />
      )}
      {isRunning && <ReadAlong planId={plan.id} role={plan.role} />}
    </>
  )
}

function Running({
  plan,
  consultation,
  canManage,
}: {
  plan: Plan
  consultation: Consultation
  canManage: boolean
}) {
  return (
    <section className="card stack" aria-labelledby="running">
      <h2 className="card__title" id="running">
        {consultationText.openUntil(formatUntil(consultation.deadline))}
      </h2>
      <p>
        {consultationText.openFacts(
          consultation.openedBy.name,
          formatMoment(consultation.openedAt),
          countText(consultation),
        )}
      </p>
      {consultation.message !== '' && (
        <blockquote className="consultation-message">{consultation.message}</blockquote>
      )}
      {canManage ? (
        <ConsultationControls
          key={consultation.deadline}
          planId={plan.id}
          consultation={consultation}
        />
      ) : (
        <p>{consultationText.replyInPlan}</p>
      )}
    </section>
  )
}

function Closed({ consultation }: { consultation: Consultation }) {
  return (
    <section className="card" aria-labelledby="closed">
      <h2 className="card__title" id="closed">
        {consultationText.previous}
      </h2>
      <p>
        {consultationText.closedFacts(
          formatMoment(consultation.closedAt ?? ''),
          countText(consultation),
        )}
      </p>
    </section>
  )
}

function countText({ asked, answered }: Consultation): string {
  return consultationText.replies(asked, answered)
}

function PeopleCard({
  plan,
  consultation,
  people,
  isRunning,
}: {
  plan: Plan
  consultation: Consultation
  people: NonNullable<Consultation['people']>
  isRunning: boolean
}) {
  const myName = useMe().data?.name ?? ''
  const unmailed = people.filter(({ getsMail, answer }) => !getsMail && answer === 'none')
  return (
    <section className="card" aria-labelledby="asked">
      <h2 className="card__title" id="asked">
        {consultationText.whoReplied}
      </h2>
      <AskedPeople planId={plan.id} people={people} isRunning={isRunning} />
      {isRunning && unmailed.length > 0 && (
        <CopyMessage
          id="consultation-message"
          label={consultationText.messageForUnmailed(unmailed.length)}
          {...consultationMessage({
            from: myName,
            planTitle: plan.title,
            message: consultation.message,
            deadline: formatUntil(consultation.deadline),
            url: `${window.location.origin}/plan/${plan.id}`,
          })}
        />
      )}
    </section>
  )
}

function ReadAlong({ planId, role }: { planId: string; role: Role }) {
  if (!can(role, 'write')) return null
  return (
    <section className="card" aria-labelledby="read-links">
      <h2 className="card__title" id="read-links">
        {consultationText.readLinks}
      </h2>
      <ReadLinks planId={planId} />
    </section>
  )
}

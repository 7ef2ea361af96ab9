import { useConsultation } from '#client/hooks/use-consultation.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import { consultationMessage } from '#client/text/message-texts.ts'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { can, type Role } from '#shared/access.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Plan } from '#shared/api/plans.ts'
import { formatMoment, formatUntil } from '#shared/text/moment.ts'
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
        title="Consultatie"
        back={{ href: `/plan/${planId}`, label: plan.data?.title ?? 'Terug naar het plan' }}
        lead="U vraagt iedereen die meedoet om te reageren, tot een moment dat u kiest."
      />
      <QueryView query={plan} loadingLabel="Bezig met ophalen van de consultatie">
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
        <p className="notice notice--quiet">
          Er loopt geen consultatie op dit plan. De coördinator kan er een beginnen.
        </p>
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
        Ter consultatie {formatUntil(consultation.deadline)}
      </h2>
      <p>
        {consultation.openedBy.name} heeft het plan op {formatMoment(consultation.openedAt)} ter
        consultatie gelegd. {countText(consultation)}
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
        <p>Reageren doet u in het plan zelf, bij de tekst of regel waar het over gaat.</p>
      )}
    </section>
  )
}

function Closed({ consultation }: { consultation: Consultation }) {
  return (
    <section className="card" aria-labelledby="closed">
      <h2 className="card__title" id="closed">
        Vorige consultatie
      </h2>
      <p>
        Gesloten op {formatMoment(consultation.closedAt ?? '')}. {countText(consultation)} Wat
        daarvoor is geschreven en later binnenkomt, staat bij de reacties als “na sluiting
        ontvangen”.
      </p>
    </section>
  )
}

function countText({ asked, answered }: Consultation): string {
  return `Van de ${asked} gevraagde mensen ${answered === 1 ? 'heeft er 1' : `hebben er ${answered}`} gereageerd.`
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
        Wie heeft gereageerd
      </h2>
      <AskedPeople planId={plan.id} people={people} isRunning={isRunning} />
      {isRunning && unmailed.length > 0 && (
        <CopyMessage
          id="consultation-message"
          label={`Bericht voor mensen zonder mail (${unmailed.length})`}
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
        Leeslinks voor uw achterban
      </h2>
      <ReadLinks planId={planId} />
    </section>
  )
}

import { useState } from 'react'
import { Link } from 'wouter'
import { useAgreement, useSubmission } from '#client/hooks/use-agreement.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { usePlanEvents } from '#client/hooks/use-plan-events.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import { EndedNotice } from '#client/panels/ending/ended-notice.tsx'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { SubmittedNotice } from '#client/panels/submitted/submitted-notice.tsx'
import * as agreementText from '#client/text/agreement.ts'
import { formatUntil } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import { Button } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { can } from '#shared/access.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Agreement, Asked } from '#shared/api/agreement.ts'
import type { Plan } from '#shared/api/plans.ts'
import { AdoptDialog } from './adopt-dialog.tsx'
import { AskedCard } from './asked-card.tsx'
import { EndingDialog } from './ending-dialog.tsx'
import { OutcomesCard } from './outcomes-card.tsx'
import { PresentDialog } from './present-dialog.tsx'
import { ReadinessCard } from './readiness-card.tsx'
import { RecallDialog } from './recall-dialog.tsx'
import { SeatsCard } from './seats-card.tsx'
import { SubmissionDialog } from './submission-dialog.tsx'
import { SubmittedCard } from './submitted-card.tsx'
import { VersionCard } from './version-card.tsx'
import './agreement-page.css'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'

/** The approval round of a plan: the version, the seats and their answers, and the steps left before submission. */
export function AgreementPage({ planId }: { planId: string }) {
  const plan = usePlan(planId)
  const agreement = useAgreement(planId)
  usePlanEvents(planId)
  return (
    <Shell>
      <QueryView query={plan} loadingLabel={agreementText.loadingPlan}>
        {(known) => (
          <>
            <PageHeader
              title={titleOf(agreement.data)}
              back={{ href: `/plan/${planId}`, label: known.title }}
              lead={
                <span className="agreement__status">
                  <PlanStatusChip
                    status={agreement.data?.status ?? known.status}
                    submitted={known.submitted}
                  />
                  {agreement.data?.status === 'approval' && agreement.data.current !== null && (
                    <span>
                      {agreementText.answersUntil(formatUntil(agreement.data.current.deadline))}
                    </span>
                  )}
                </span>
              }
            />
            <QueryView query={agreement} loadingLabel={agreementText.loadingAnswers}>
              {(found) => <Columns plan={known} agreement={found} />}
            </QueryView>
          </>
        )}
      </QueryView>
    </Shell>
  )
}

function titleOf(agreement: Agreement | undefined): string {
  const { current, status } = agreement ?? {}
  if (current === undefined || current === null) return agreementText.title
  return agreementText.titleOf(current.number, standings[status ?? 'adopted'])
}

const standings: Record<PlanStatus, string> = agreementText.standings

function Columns({ plan, agreement }: { plan: Plan; agreement: Agreement }) {
  const [open, setOpen] = useState<'present' | 'submit' | 'end' | 'recall' | 'adopt' | null>(null)
  const [asked, setAsked] = useState<{ asked: readonly Asked[]; isReminder: boolean } | null>(null)
  const me = useMe().data
  const { submission = null, earlier = [] } = useSubmission(plan.id).data ?? {}
  const canManage = can(plan.role, 'manage')
  const { status, current } = agreement
  const canPresent = current === null || (agreement.changedSince?.count ?? 0) > 0
  const missing = agreement.missing ?? []
  // Where the form asks nobody's akkoord, the coordinator may decide with the answers that there are.
  const canAdopt = status === 'approval' && !agreement.mustAllAgree && missing.length > 0
  const hasEnded = isEnded(status)
  const isDone = status === 'submitted' || hasEnded
  const isCorrection = submission !== null
  return (
    <div className="agreement">
      <div className="agreement__main">
        <EndedNotice planId={plan.id} status={status} />
        <SubmittedNotice plan={plan} isAtAgreement />
        {submission !== null &&
          [submission, ...earlier].map((one) => (
            <SubmittedCard key={one.id} planId={plan.id} submission={one} />
          ))}
        {asked !== null && current !== null && (
          <AskedCard
            key={asked.isReminder ? `reminder ${current.versionId}` : current.versionId}
            planId={plan.id}
            planTitle={plan.title}
            round={current}
            myName={me?.name ?? ''}
            isReminder={asked.isReminder}
            // A coordinator who answers too needs no message.
            asked={asked.asked.filter(({ user }) => user.id !== me?.id)}
            onClose={() => {
              setAsked(null)
              focusHeadingWhenLost()
            }}
          />
        )}
        <SeatsCard
          planId={plan.id}
          agreement={agreement}
          canManage={canManage}
          onAsked={(people) => setAsked({ asked: people, isReminder: true })}
        />
        {canManage && <OutcomesCard planId={plan.id} />}
        {canManage && <TrailCard planId={plan.id} />}
      </div>
      <div className="agreement__side">
        {canManage && !hasEnded && (canPresent || canAdopt || status === 'adopted') && (
          <section className="card agreement__actions" aria-label={agreementText.nextSteps}>
            {status === 'adopted' && (
              <Button kind="primary" isWide onPress={() => setOpen('submit')}>
                {isCorrection ? agreementText.submitCorrection : agreementText.submitPlan}
              </Button>
            )}
            {canAdopt && (
              <Button isWide onPress={() => setOpen('adopt')}>
                {agreementText.adoptMenu}
              </Button>
            )}
            {canPresent && (
              <Button
                kind={status === 'adopted' ? 'secondary' : 'primary'}
                isWide
                onPress={() => setOpen('present')}
              >
                {presentLabel(current === null, isCorrection)}
              </Button>
            )}
            {current !== null &&
              agreement.changedSince !== null &&
              agreement.changedSince.count > 0 && (
                <p className="muted">
                  <Sentence
                    parts={agreementText.changedSince(
                      (words) => (
                        <Link
                          className="link"
                          href={addressOfView(plan.id, {
                            kind: 'compare',
                            from: current.versionId,
                            to: null,
                          })}
                        >
                          {words}
                        </Link>
                      ),
                      current.number,
                      agreement.changedSince.text,
                    )}
                  />
                </p>
              )}
          </section>
        )}
        <ReadinessCard planId={plan.id} canManage={canManage} isOver={isDone} />
        {current !== null && (
          <VersionCard
            planId={plan.id}
            round={current}
            onRecall={canManage && !isDone ? () => setOpen('recall') : null}
          />
        )}
        {canManage && !hasEnded && (
          <EndCard onEnd={() => setOpen('end')} isSubmitted={status === 'submitted'} />
        )}
      </div>
      {open === 'present' && (
        <PresentDialog
          planId={plan.id}
          onClose={() => setOpen(null)}
          agreement={agreement}
          label={presentLabel(current === null, isCorrection)}
          onAsked={(people) => setAsked({ asked: people, isReminder: false })}
        />
      )}
      {open === 'recall' && current !== null && (
        <RecallDialog
          planId={plan.id}
          versionNumber={current.number}
          isCorrection={isCorrection}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'adopt' && current !== null && (
        <AdoptDialog
          planId={plan.id}
          round={current}
          missing={missing}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'end' && <EndingDialog plan={plan} onClose={() => setOpen(null)} />}
      {open === 'submit' && (
        <SubmissionDialog plan={plan} corrects={submission} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}

function presentLabel(isFirst: boolean, isCorrection: boolean): string {
  if (isCorrection) return agreementText.presentCorrection
  return isFirst ? agreementText.present : agreementText.presentNew
}

function EndCard({ onEnd, isSubmitted }: { onEnd: () => void; isSubmitted: boolean }) {
  return (
    <section className="card agreement__actions" aria-labelledby="end-title">
      <h2 className="card__title" id="end-title">
        {agreementText.endLead}
      </h2>
      <p className="muted">{isSubmitted ? agreementText.endSubmitted : agreementText.endOther}</p>
      <Button onPress={onEnd}>{agreementText.endMenu}</Button>
    </section>
  )
}

/** Links to the audit trail of this plan, for its coordinators. */
function TrailCard({ planId }: { planId: string }) {
  return (
    <section className="card" aria-labelledby="trail-title">
      <h2 className="card__title" id="trail-title">
        {placeText.audit}
      </h2>
      <p>{agreementText.auditLead}</p>
      <p>
        <Link className="link" href={`/plan/${planId}/logboek`}>
          {agreementText.auditOpen}
        </Link>
      </p>
    </section>
  )
}

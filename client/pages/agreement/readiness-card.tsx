import { useLocation } from 'wouter'
import { useServerProblems } from '#client/hooks/use-agreement.ts'
import { CheckList } from '#client/panels/readiness/check-list.tsx'
import { rememberTarget } from '#client/plan/focus/remembered-target.ts'
import * as agreementText from '#client/text/agreement.ts'
import { readinessHeadline } from '#client/text/problem-texts.ts'
import { QueryView } from '#client/ui/query-view.tsx'

type ReadinessCardProps = { planId: string; canManage: boolean; isOver: boolean }

export function ReadinessCard({ planId, canManage, isOver }: ReadinessCardProps) {
  const problems = useServerProblems(planId)
  const [, navigate] = useLocation()
  if (isOver) return null
  return (
    <section className="card" aria-labelledby="readiness-title">
      <QueryView query={problems} loadingLabel={agreementText.checking}>
        {({ problems: found }) => (
          <>
            <h2 className="card__title" id="readiness-title">
              {readinessHeadline(found)}
            </h2>
            <CheckList
              planId={planId}
              problems={found}
              canOverrule={canManage}
              onGo={(target) => {
                rememberTarget(planId, target)
                navigate(`/plan/${planId}`)
              }}
            />
          </>
        )}
      </QueryView>
    </section>
  )
}

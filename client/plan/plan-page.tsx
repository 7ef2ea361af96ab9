import { useMe } from '../hooks/use-me.ts'
import { useFormat, usePlan } from '../hooks/use-plans.ts'
import { signInPath } from '../session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Shell } from '../ui/shell.tsx'
import { OpenPlan } from './open-plan.tsx'

/** The screen of one plan: who I am, which plan and which form it follows, and then the plan itself. */
export function PlanPage({ planId }: { planId: string }) {
  const me = useMe()
  const plan = usePlan(planId)
  const format = useFormat(plan.data?.format.id ?? null, plan.data?.format.version)
  if (me.data === null) return <NotSignedIn />
  // What was loaded before stays usable while the network is away.
  if (me.data !== undefined && plan.data !== undefined && format.data !== undefined) return <OpenPlan me={me.data} plan={plan.data} format={format.data} />
  const failed = [me, plan, format].find((query) => query.isError)
  return (
    <Shell>
      {failed === undefined ? (
        <>
          <PageHeading title="Plan openen" className="visually-hidden" />
          <Loading label="Bezig met openen van het plan" lines={9} />
        </>
      ) : (
        <ErrorState isPage error={failed.error} isRetrying={failed.isFetching} onRetry={() => void failed.refetch()} />
      )}
    </Shell>
  )
}

function NotSignedIn() {
  const { pathname, search } = window.location
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title="U bent niet ingelogd"
        actions={
          <ButtonLink kind="primary" href={signInPath(pathname + search)}>
            Inloglink aanvragen
          </ButtonLink>
        }
      >
        Log in om dit plan te openen. Daarna komt u hier terug.
      </EmptyState>
    </Shell>
  )
}

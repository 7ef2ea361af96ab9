import { useEffect, useRef } from 'react'
import type { Me } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { isOffline } from '../api.ts'
import { useMe } from '../hooks/use-me.ts'
import { useFormat, usePlan } from '../hooks/use-plans.ts'
import { losesWork } from '../open-work.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { NotSignedIn } from '../ui/not-signed-in.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Shell } from '../ui/shell.tsx'
import { OpenPlan } from './open-plan.tsx'
import type { SheetId } from './sheets.ts'
import { useSettledForm } from './use-settled-form.ts'

/** The screen of one plan: loads the user, the plan and its form, and then opens the plan itself. */
export function PlanPage({ planId, sheet }: { planId: string; sheet: SheetId }) {
  const me = useMe()
  const plan = usePlan(planId)
  const format = useFormat(plan.data?.format.id ?? null, plan.data?.format.version)
  const shownForm = useSettledForm(format.data)
  const lastMe = useRef<Me | null>(null)
  useEffect(() => {
    lastMe.current = me.data ?? lastMe.current
  }, [me.data])
  // The end of a session must not unmount the page that holds the only copy of the user's work.
  const person = me.data ?? (me.data === null && losesWork() ? lastMe.current : null)
  if (me.data === null && person === null) {
    const { pathname, search } = window.location
    return (
      <NotSignedIn returnPath={pathname + search}>
        Log in om dit plan te openen. Daarna komt u hier terug.
      </NotSignedIn>
    )
  }
  // Loaded data stays usable while there is no network.
  if (person !== null && plan.data !== undefined && shownForm !== undefined)
    return (
      <OpenPlan
        me={person}
        plan={plan.data}
        format={shownForm}
        sheet={sheet}
        isRefused={isRefused(plan.error)}
      />
    )
  const failed = [me, plan, format].find((query) => query.isError)
  return (
    <Shell>
      {failed === undefined ? (
        <>
          <PageHeading title="Plan openen" className="visually-hidden" />
          <Loading label="Bezig met openen van het plan" lines={9} />
        </>
      ) : (
        <ErrorState
          isPage
          error={failed.error}
          isRetrying={failed.isFetching}
          onRetry={() => void failed.refetch()}
        >
          {isOffline(failed.error) && (
            <p>
              Dit plan staat niet op dit apparaat. Een plan dat u hier eerder opende, kunt u ook
              zonder verbinding openen.
            </p>
          )}
        </ErrorState>
      )}
    </Shell>
  )
}

function isRefused(error: unknown): boolean {
  return (
    error instanceof AppError && (error.code === 'no-access' || error.code === 'plan-not-found')
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followPlanEvents } from '../sync/session/plan-events.ts'
import { createEventRefresh } from './event-refresh.ts'
import { queryKeys } from './query-keys.ts'
import { syncUrl } from './sync-url.ts'

/** Keeps a page beside a plan up to date by the events of that plan: answers, a new version, edits. */
export function usePlanEvents(planId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = createEventRefresh({ client, planId })
    const stop = followPlanEvents({
      planId,
      url: syncUrl(window.location),
      onEvent: refresh.onEvent,
      // The differences from the version and the findings of the rules depend on the text.
      onWritten: () =>
        refresh.add(
          [queryKeys.agreement(planId), queryKeys.problems(planId)].map((queryKey) => ({
            queryKey,
            isExact: false,
          })),
        ),
      onGap: refresh.onGap,
    })
    return () => {
      stop()
      refresh.stop()
    }
  }, [client, planId])
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followPlanEvents } from '../sync/plan-events.ts'
import { invalidateForEvent, queryKeys } from './query-keys.ts'
import { syncUrl } from './sync-url.ts'

/** Keeps a page beside a plan up to date by what happens in that plan: answers, a new version, what is typed. */
export function usePlanEvents(planId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const lookAgain = () => void client.invalidateQueries({ queryKey: queryKeys.plan(planId) })
    return followPlanEvents({
      planId,
      url: syncUrl(window.location),
      onEvent: ({ event }) => invalidateForEvent(client, planId, event),
      // What differs from the version, and which rules still find something, follow from the text.
      onWritten: () => {
        for (const queryKey of [queryKeys.agreement(planId), queryKeys.problems(planId)])
          void client.invalidateQueries({ queryKey })
      },
      onGap: lookAgain,
    })
  }, [client, planId])
}

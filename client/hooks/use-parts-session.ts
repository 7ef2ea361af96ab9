import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Me } from '#shared/api/me.ts'
import { getParts } from '#shared/api/parts.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import { call } from '../api.ts'
import { browserClock } from '../sync/clock.ts'
import { removeWholeCopy } from '../sync/device/remove-local-copies.ts'
import { openPartsSession } from '../sync/session/parts-session.ts'
import { queryKeys } from './query-keys.ts'
import { useOpenedSession } from './use-opened-session.ts'

/** `format`: the form of these parts alone. */
type UsePartsSession = { plan: Plan; format: Format; me: Me }

/** The plan for a member who was invited to parts of it. */
export function usePartsSession({ plan, format, me: { id } }: UsePartsSession) {
  const queries = useQueryClient()
  const planId = plan.id
  // A new title of the same plan does not reopen it.
  const latest = useRef(plan)
  useEffect(() => {
    latest.current = plan
  })
  return useOpenedSession(
    useCallback(() => {
      forgetTheRest(queries, planId)
      void removeWholeCopy({ userId: id, plan: latest.current, at: browserClock.now() })
      const session = openPartsSession({
        planId,
        format,
        ask: (query, signal) => call(getParts, { params: { planId }, query, signal }),
        onTold: (parts, before) => {
          queries.setQueryData(queryKeys.plan(planId), parts.plan)
          if (before === null) return
          const stale = [
            ...(before.plan.status === parts.plan.status ? [] : [queryKeys.consultation(planId)]),
            ...(before.threadsTag === parts.threadsTag
              ? []
              : [queryKeys.threads(planId), queryKeys.members(planId)]),
          ]
          for (const queryKey of stale) void queries.invalidateQueries({ queryKey })
        },
      })
      return { session }
    }, [planId, format, id, queries]),
  )
}

/** The queries of the whole plan that this page had loaded. */
function forgetTheRest(queries: ReturnType<typeof useQueryClient>, planId: string): void {
  queries.removeQueries({
    predicate: ({ queryKey }) =>
      queryKey[0] === 'plan' && queryKey[1] === planId && queryKey.length > 2,
  })
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Me } from '#shared/api/me.ts'
import { getParts } from '#shared/api/parts.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import { call } from '../api.ts'
import { openPartsSession } from '../sync/parts-session.ts'
import { removeWholeCopy } from '../sync/remove-local-copies.ts'
import type { PlanSession } from '../sync/session.ts'
import { queryKeys } from './query-keys.ts'

type UsePartsSession = { plan: Plan /** Of these parts alone. */; format: Format; me: Me }

/** The plan as far as its person was invited to it, or null for the moment before it is opened. */
export function usePartsSession({ plan, format, me }: UsePartsSession): { session: PlanSession | null; reopen: () => void } {
  const queries = useQueryClient()
  const [session, setSession] = useState<PlanSession | null>(null)
  const [attempt, setAttempt] = useState(0)
  const { id, name } = me
  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt is what reopening changes; of the plan only what it is
  useEffect(() => {
    const planId = plan.id
    forgetTheRest(queries, planId)
    void removeWholeCopy({ userId: id, plan, at: Date.now() })
    const opened = openPartsSession({
      planId,
      format,
      me: { id, name },
      ask: (query, signal) => call(getParts, { params: { planId }, query, signal }),
      onTold: (parts, before) => {
        queries.setQueryData(queryKeys.plan(planId), parts.plan)
        if (before !== null && before.plan.status !== parts.plan.status) void queries.invalidateQueries({ queryKey: queryKeys.consultation(planId) })
        if (before !== null && before.threadsTag !== parts.threadsTag) void queries.invalidateQueries({ queryKey: queryKeys.threads(planId) })
        if (before !== null && before.threadsTag !== parts.threadsTag) void queries.invalidateQueries({ queryKey: queryKeys.members(planId) })
      },
    })
    const onOnline = () => opened.reconnect()
    window.addEventListener('online', onOnline)
    setSession(opened)
    return () => {
      window.removeEventListener('online', onOnline)
      setSession(null)
      opened.close()
    }
  }, [plan.id, format, id, name, attempt, queries])
  return { session, reopen: () => setAttempt((before) => before + 1) }
}

/** What this page had loaded of the whole plan. */
function forgetTheRest(queries: ReturnType<typeof useQueryClient>, planId: string): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'plan' && queryKey[1] === planId && queryKey.length > 2 })
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PlanSession } from '../sync/session.ts'
import { queryKeys } from './query-keys.ts'

/**
 * The text of a plan catches up by itself when the connection is back; its events do not, so what they would have made
 * stale is asked anew (EV2). The browser's own word that it is online is not enough: a wifi that dropped for a moment it
 * does not notice. Where nothing was missed nothing is asked: after a restart five hundred pages come back at once.
 */
export function useFreshAfterGap(session: PlanSession): void {
  const client = useQueryClient()
  useEffect(() => {
    let wasAway = session.connection.get().kind === 'waiting'
    return session.connection.subscribe(() => {
      const now = session.connection.get()
      if (now.kind === 'waiting') wasAway = true
      if (now.kind !== 'live' || !wasAway) return
      wasAway = false
      if (now.hasMissed) void client.invalidateQueries({ queryKey: queryKeys.plan(session.planId) })
    })
  }, [client, session])
}

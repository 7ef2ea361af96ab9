import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { editable, type FollowedPlan } from '../sync/session/session.ts'
import { createEventRefresh } from './event-refresh.ts'

/**
 * Keeps what this screen shows beside the text up to date by the events of the plan. The text catches up by itself when
 * the connection is back; events do not, so what they would have made stale is asked anew (EV2). The browser's own word
 * that it is online is not enough: a wifi that dropped for a moment it does not notice. Where nothing was missed nothing
 * is asked: after a restart five hundred pages come back at once.
 */
export function useFreshByEvents(session: FollowedPlan): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = createEventRefresh({ client, planId: session.planId })
    let wasAway = session.connection.get().kind === 'waiting'
    const stopEvents = editable(session)?.onEvent(refresh.onEvent)
    const stopConnection = session.connection.subscribe(() => {
      const now = session.connection.get()
      if (now.kind === 'waiting') wasAway = true
      if (now.kind !== 'live' || !wasAway) return
      wasAway = false
      if (now.hasMissed) refresh.onGap()
    })
    return () => {
      stopEvents?.()
      stopConnection()
      refresh.stop()
    }
  }, [client, session])
}

import { useCallback } from 'react'
import type { Format } from '#shared/format/schema.ts'
import { registerWork } from '../open-work.ts'
import { openPlanSession } from '../sync/plan-session.ts'
import type { PlanSession } from '../sync/session.ts'
import { syncUrl } from './sync-url.ts'
import { useOpenedSession } from './use-opened-session.ts'

export type UsePlanSession = { planId: string; format: Format; me: { id: string; name: string } }

/** The whole plan, over the synchronisation. */
export function usePlanSession({ planId, format, me: { id, name } }: UsePlanSession) {
  return useOpenedSession(
    useCallback(() => {
      const session = openPlanSession({ planId, format, me: { id, name }, url: syncUrl(window.location) })
      const stopFollowing = followPage(session)
      const release = registerWork({
        isSafe: () => !session.hasUnsaved.get() || session.isKept(),
        // Without a connection there is nothing to wait for.
        whenSaved: async () => (session.connection.get().kind === 'live' ? session.whenSaved() : undefined),
      })
      const close = () => {
        stopFollowing()
        release()
        session.close()
      }
      return { session, close }
    }, [planId, format, id, name]),
  )
}

/**
 * A page that is put aside leaves no ghost behind, and one that the browser brings back shows up again; when the network
 * comes back, nobody waits for the next attempt.
 */
function followPage(session: PlanSession): () => void {
  const { awareness } = session
  const listeners = {
    pagehide: () => awareness.setLocalState(null),
    pageshow: () => {
      if (awareness.getLocalState() === null) awareness.setLocalState({})
    },
    online: () => session.reconnect(),
  }
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener)
  }
}

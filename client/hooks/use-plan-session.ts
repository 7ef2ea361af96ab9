import { useCallback } from 'react'
import type { Format } from '#shared/format/schema.ts'
import { registerWork } from '../open-work.ts'
import { openPlanSession } from '../sync/session/plan-session.ts'
import type { WholeView } from '../sync/session/session.ts'
import { syncUrl } from './sync-url.ts'
import { useOpenedSession } from './use-opened-session.ts'

export type UsePlanSession = { planId: string; format: Format; me: { id: string; name: string } }

/** The whole plan, over the synchronisation. */
export function usePlanSession({ planId, format, me: { id, name } }: UsePlanSession) {
  return useOpenedSession(
    useCallback(() => {
      const session = openPlanSession({
        planId,
        format,
        me: { id, name },
        url: syncUrl(window.location),
      })
      const stopFollowing = followPage(session)
      const unregister = registerWork({
        isSafe: () => !session.hasUnsaved.get() || session.isKept(),
        // Without a connection no acknowledgement will come.
        whenSaved: async () =>
          session.connection.get().kind === 'live' ? session.whenSaved() : undefined,
      })
      return {
        session,
        release: () => {
          stopFollowing()
          unregister()
        },
      }
    }, [planId, format, id, name]),
  )
}

/** Removes the presence of a page that goes into the back/forward cache, and restores it when the page comes back. */
function followPage({ awareness }: WholeView): () => void {
  const listeners = {
    pagehide: () => awareness.setLocalState(null),
    pageshow: () => {
      if (awareness.getLocalState() === null) awareness.setLocalState({})
    },
  }
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      window.removeEventListener(name, listener)
  }
}

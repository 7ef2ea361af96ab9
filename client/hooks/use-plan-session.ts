import { useEffect, useState } from 'react'
import type { Format } from '#shared/format/schema.ts'
import { registerWork } from '../open-work.ts'
import { openPlanSession } from '../sync/plan-session.ts'
import type { PlanSession } from '../sync/session.ts'
import { syncUrl } from './sync-url.ts'

export type UsePlanSession = { planId: string; format: Format; me: { id: string; name: string } }

/**
 * The open plan, or null for the moment before it is opened. `reopen` starts anew: after a change of rights, or with
 * the server's plan after it was restored from a backup.
 */
export function usePlanSession({ planId, format, me }: UsePlanSession): { session: PlanSession | null; reopen: () => void } {
  const [session, setSession] = useState<PlanSession | null>(null)
  const [attempt, setAttempt] = useState(0)
  const { id, name } = me
  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt is what reopening changes
  useEffect(() => {
    const opened = openPlanSession({ planId, format, me: { id, name }, url: syncUrl(window.location) })
    setSession(opened)
    const stopFollowing = followPage(opened)
    const release = registerWork({
      isSafe: () => !opened.hasUnsaved.get() || opened.isKept(),
      // Without a connection there is nothing to wait for.
      whenSaved: async () => (opened.connection.get().kind === 'live' ? opened.whenSaved() : undefined),
    })
    return () => {
      stopFollowing()
      release()
      setSession(null)
      opened.close()
    }
  }, [planId, format, id, name, attempt])
  return { session, reopen: () => setAttempt((before) => before + 1) }
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

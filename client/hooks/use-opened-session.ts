import { useCallback, useEffect, useRef, useState } from 'react'
import type { PlanSession } from '../sync/session.ts'

export type OpenedSession = { session: PlanSession; close: () => void }

/**
 * What `open` opened, as long as the component is there: null for the moment before it. `reopen` closes it and opens anew,
 * after a change of rights, or with the server's plan after it was restored from a backup. Another `open` does so too, so
 * it is one of useCallback.
 */
export function useOpenedSession(open: () => OpenedSession): { session: PlanSession | null; reopen: () => void } {
  const [session, setSession] = useState<PlanSession | null>(null)
  const opened = useRef<OpenedSession | null>(null)
  const start = useCallback(() => {
    opened.current = open()
    setSession(opened.current.session)
  }, [open])
  useEffect(() => {
    start()
    return () => {
      setSession(null)
      opened.current?.close()
      opened.current = null
    }
  }, [start])
  const reopen = useCallback(() => {
    // What has left the screen stays closed.
    if (opened.current === null) return
    opened.current.close()
    start()
  }, [start])
  return { session, reopen }
}

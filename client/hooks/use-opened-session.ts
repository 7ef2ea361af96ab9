import { useCallback, useEffect, useRef, useState } from 'react'
import type { FollowedPlan } from '../sync/session/session.ts'

/** `release`: ends what was begun beside the session. */
export type OpenedSession<T extends FollowedPlan> = { session: T; release?: () => void }

/**
 * What `open` opened, as long as the component is there: null for the moment before it. `reopen` closes it and opens anew,
 * after a change of rights, or with the server's plan after it was restored from a backup. Another `open` does so too, so
 * it is one of useCallback.
 */
export function useOpenedSession<T extends FollowedPlan>(
  open: () => OpenedSession<T>,
): {
  session: T | null
  reopen: () => void
} {
  const [session, setSession] = useState<T | null>(null)
  const close = useRef<(() => void) | null>(null)
  const start = useCallback(() => {
    const opened = open()
    // When the network comes back, nobody waits for the next attempt.
    const onOnline = () => opened.session.reconnect()
    window.addEventListener('online', onOnline)
    setSession(opened.session)
    close.current = () => {
      window.removeEventListener('online', onOnline)
      opened.release?.()
      opened.session.close()
    }
  }, [open])
  useEffect(() => {
    start()
    return () => {
      setSession(null)
      close.current?.()
      close.current = null
    }
  }, [start])
  const reopen = useCallback(() => {
    // What has left the screen stays closed.
    if (close.current === null) return
    close.current()
    start()
  }, [start])
  return { session, reopen }
}

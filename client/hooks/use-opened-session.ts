import { useCallback, useEffect, useRef, useState } from 'react'
import type { FollowedPlan } from '../sync/session/session.ts'

/** `release`: ends what was begun beside the session. */
export type OpenedSession<T extends FollowedPlan> = { session: T; release?: () => void }

/**
 * The session that `open` returned, while the component is mounted; null before that. `reopen` closes it and opens a new
 * one, after a change of rights or after the plan was restored from a backup. A changed `open` does the same, so pass a
 * function from useCallback.
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
    // Reconnect as soon as the network is back, without waiting for the next attempt.
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
    // A session whose component unmounted stays closed.
    if (close.current === null) return
    close.current()
    start()
  }, [start])
  return { session, reopen }
}

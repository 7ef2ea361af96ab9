import { useEffect } from 'react'
import type { WholeView } from '../sync/session/session.ts'

/** The browser asks before leaving only while an edit is unacknowledged: users do not read a warning that always comes. */
export function useLeaveWarning(session: WholeView | null): void {
  useEffect(() => {
    if (session === null) return
    const warn = (event: BeforeUnloadEvent) => {
      if (session.hasUnsaved.get()) event.preventDefault()
    }
    // Only while it is needed: a page with such a listener is not kept in the browser's back/forward cache.
    const follow = () => {
      if (session.hasUnsaved.get()) window.addEventListener('beforeunload', warn)
      else window.removeEventListener('beforeunload', warn)
    }
    follow()
    const stop = session.hasUnsaved.subscribe(follow)
    return () => {
      stop()
      window.removeEventListener('beforeunload', warn)
    }
  }, [session])
}

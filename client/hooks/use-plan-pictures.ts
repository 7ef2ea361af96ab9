import { useEffect } from 'react'
import { browserClock } from '../sync/clock.ts'
import { pictures } from '../sync/session/pictures.ts'
import { type FollowedPlan, wholeView } from '../sync/session/session.ts'

/** Sends the pictures of this device when there is a connection, and fetches those that others sent. */
/** `onRefused` stays the same function: it is told of a picture that the server refuses. */
export function usePlanPictures(session: FollowedPlan, onRefused: (reason: string) => void): void {
  useEffect(() => pictures().onRefused(onRefused), [onRefused])
  useEffect(() => {
    const waits = new Set<() => void>()
    const retryIfLive = () => {
      if (session.connection.get().kind === 'live') pictures().retry()
    }
    retryIfLive()
    const stopConnection = session.connection.subscribe(retryIfLive)
    const stopEvents = wholeView(session)?.onEvent(({ event, spreadMs = 0 }) => {
      if (event.type !== 'file.added') return
      const { fileId } = event
      // All screens of the plan get the event at one moment (EV5).
      const cancel = browserClock.after(Math.random() * spreadMs, () => {
        waits.delete(cancel)
        pictures().arrived(fileId)
      })
      waits.add(cancel)
    })
    return () => {
      stopConnection()
      stopEvents?.()
      for (const cancel of waits) cancel()
    }
  }, [session])
}

import { keepAliveMs } from '#shared/protocol/http.ts'
import type { Clock } from '../clock.ts'

/** `live`: hints arrive. `slow`: they do not, or not yet; the list is to be asked for now and then. */
export type InboxMode = 'live' | 'slow'

type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

export type FollowInboxOptions = {
  open: () => Source
  clock: Clock
  random: () => number
  /** What waits may be something else now. Called too after each gap in the stream. */
  onChanged: () => void
  onMode: (mode: InboxMode) => void
}

/** A stream that says nothing for this long is held up by a proxy, or its line is gone. */
const silenceMs = 2.5 * keepAliveMs
/** The first words come with the answer itself. */
const beginWithinMs = 8_000
const longestRetryMs = 120_000
const closed = 2

/**
 * Follows the hints of the server about what waits for the signed-in user. A proxy that holds a stream up is found by its
 * silence: then the caller asks now and then, and a stream is tried again later. Returns a function that stops.
 */
export function followInbox({
  open,
  clock,
  random,
  onChanged,
  onMode,
}: FollowInboxOptions): () => void {
  let source: Source | null = null
  let cancel = () => {}
  let failures = 0
  let isStopped = false
  let wasLive = false

  function connect(): void {
    const own = open()
    source = own
    const during = (act: () => void) => () => {
      if (!isStopped && source === own) act()
    }
    own.addEventListener(
      'begun',
      during(() => {
        failures = 0
        hear()
        onMode('live')
        // Between two streams hints are lost.
        if (wasLive) onChanged()
        wasLive = true
      }),
    )
    own.addEventListener('alive', during(hear))
    own.addEventListener(
      'changed',
      during(() => {
        hear()
        onChanged()
      }),
    )
    // The session ended, or the server stops: the next request tells which.
    own.addEventListener(
      'ended',
      during(() => {
        onChanged()
        retry()
      }),
    )
    own.addEventListener(
      'error',
      // While it is not closed the browser connects again by itself, and `silenceMs` bounds that.
      during(() => (own.readyState === closed ? retry() : onMode('slow'))),
    )
    watch(beginWithinMs)
  }

  function hear(): void {
    watch(silenceMs)
  }

  function watch(ms: number): void {
    cancel()
    cancel = clock.after(ms, retry)
  }

  /** Full jitter, so that the screens of a team do not all come back at once. */
  function retry(): void {
    cancel()
    source?.close()
    source = null
    failures++
    onMode('slow')
    const waitMs = 1_000 + random() * Math.min(longestRetryMs, 2 ** failures * 1_000)
    cancel = clock.after(waitMs, connect)
  }

  connect()
  return () => {
    isStopped = true
    cancel()
    source?.close()
  }
}

import { createItemReader, type Item, keepAliveMs, longestWaitMs } from '#shared/protocol/http.ts'
import { endingOf, type HttpWorld, pause, retryDelaysMs } from './http-request.ts'
import { type Ending, lost } from './socket-shape.ts'

/** A stream without data for this long is buffered by a proxy on the way. */
const firstByteMs = 5_000
const longestSilenceMs = 2 * keepAliveMs + 5_000
const shortestWaitMs = 1_000
/** How long a response may take beyond the requested wait. */
const spareMs = 15_000
/** A response that lasted this long, or had an item, counts as a success. */
const goodAfterMs = 1_000

/** The properties of the network that this page found, so that the next connection does not probe again. */
export type NetworkHabits = { holdsStreamsBack: boolean; waitMs: number }

export function unknownHabits(): NetworkHabits {
  return { holdsStreamsBack: false, waitMs: longestWaitMs }
}

export type HttpReceiverOptions = HttpWorld & {
  url: string
  habits: NetworkHabits
  onItem: (item: Item) => void
  /** Data came, which may be a keep-alive. */
  onHeard: () => void
  onEnd: (ending: Ending) => void
}

type Outcome = { kind: 'finished' | 'broken'; hasBytes: boolean } | { kind: 'over'; ending: Ending }

/**
 * Receives messages over a stream, or, where a stream does not come through, over responses that each end after the first
 * items. Every request names the last received item, so a request that was cut off is repeated without loss.
 */
export class HttpReceiver {
  readonly #options: HttpReceiverOptions
  #mode: 'stream' | 'answers'
  #received = 0
  #abort = new AbortController()

  constructor(options: HttpReceiverOptions) {
    this.#options = options
    this.#mode = options.habits.holdsStreamsBack ? 'answers' : 'stream'
  }

  get received(): number {
    return this.#received
  }

  stop(): void {
    this.#abort.abort()
  }

  async run(): Promise<void> {
    const { clock, habits, onEnd } = this.#options
    const { signal } = this.#abort
    let failures = 0
    while (!signal.aborted) {
      const [startedAt, receivedBefore] = [clock.elapsed(), this.#received]
      const outcome = await this.#listen()
      if (signal.aborted) return
      if (outcome.kind === 'over') return onEnd(outcome.ending)
      const isLong = clock.elapsed() - startedAt >= goodAfterMs
      if (
        this.#received > receivedBefore ||
        (isLong && (outcome.kind === 'finished' || outcome.hasBytes))
      ) {
        failures = 0
        // Only now is it certain that a proxy buffers: a stream is also silent when the server is away.
        habits.holdsStreamsBack = this.#mode === 'answers'
      } else if (outcome.kind === 'broken' && this.#mode === 'stream' && !outcome.hasBytes)
        this.#mode = 'answers'
      else {
        // A proxy may have a shorter timeout than the requested wait.
        if (outcome.kind === 'broken' && isLong)
          habits.waitMs = Math.max(shortestWaitMs, habits.waitMs / 2)
        const delayMs = retryDelaysMs[failures++]
        if (delayMs === undefined) return onEnd(lost)
        await pause(delayMs, clock)
      }
    }
  }

  async #listen(): Promise<Outcome> {
    const { fetch, clock, habits, onHeard } = this.#options
    const isStream = this.#mode === 'stream'
    const url = `${this.#options.url}?after=${this.#received}${isStream ? '' : `&wait=${habits.waitMs}`}`
    const firstMs = isStream ? firstByteMs : habits.waitMs + spareMs
    const attempt = new AbortController()
    const stop = () => attempt.abort()
    this.#abort.signal.addEventListener('abort', stop)
    let cancelSilence = clock.after(firstMs, stop)
    let hasBytes = false
    try {
      const answer = await fetch(url, {
        cache: 'no-store',
        redirect: 'error',
        signal: attempt.signal,
        headers: { accept: 'text/event-stream' },
      })
      const ending = endingOf(answer.status)
      if (ending !== null) return { kind: 'over', ending }
      // Any other content type is the page of a proxy.
      if (
        answer.status !== 200 ||
        answer.headers.get('content-type')?.startsWith('text/event-stream') !== true
      )
        return { kind: 'broken', hasBytes }
      const read = createItemReader()
      const decoder = new TextDecoder()
      const body = answer.body?.getReader()
      for (
        let chunk = await body?.read();
        chunk !== undefined && !chunk.done;
        chunk = await body?.read()
      ) {
        hasBytes = true
        cancelSilence()
        cancelSilence = clock.after(longestSilenceMs, () => {
          hasBytes = false
          stop()
        })
        for (const item of read(decoder.decode(chunk.value, { stream: true }))) {
          if (this.#take(item))
            return { kind: 'over', ending: { code: item.code, reason: item.reason } }
        }
        onHeard()
      }
      return { kind: 'finished', hasBytes }
    } catch {
      return { kind: 'broken', hasBytes }
    } finally {
      cancelSilence()
      this.#abort.signal.removeEventListener('abort', stop)
      stop()
    }
  }

  /** True for the item that ends the connection. */
  #take(item: Item): item is Extract<Item, { kind: 'close' }> {
    // A repeated request returns an item again.
    if (item.number <= this.#received || this.#abort.signal.aborted) return false
    this.#received = item.number
    if (item.kind === 'close') return true
    this.#options.onItem(item)
    return false
  }
}

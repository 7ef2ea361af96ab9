import { encodeBatch, keepAliveMs } from '#shared/protocol/http.ts'
import { endingOf, type HttpWorld, pause, request, retryDelaysMs } from './http-request.ts'
import { type Ending, lost } from './socket-shape.ts'

/** Messages that wait for a batch in flight are sent together in the next one; proxies often refuse a body above a megabyte. */
const maxBatchBytes = 256 * 1024
/** The server accepts four times as many. */
const maxBatchFrames = 1_000
const timeoutMs = 15_000
/** The most bytes that a browser sends after its page is closed. */
const maxFarewellBytes = 48 * 1024

export type HttpSenderOptions = HttpWorld & {
  url: string
  /** Number of the last item received. */
  received: () => number
  onEnd: (ending: Ending) => void
}

/** Sends messages in numbered batches, one at a time; a batch is repeated under its number until the server has it. */
export class HttpSender {
  readonly #options: HttpSenderOptions
  #frames: Uint8Array[] = []
  #number = 0
  #sentAt: number
  #isDue = false
  #isBusy = false
  #state: 'open' | 'leaving' | 'stopped' = 'open'

  constructor(options: HttpSenderOptions) {
    this.#options = options
    this.#sentAt = options.clock.elapsed()
  }

  add(frame: Uint8Array): void {
    this.#frames.push(frame)
    void this.#run()
  }

  /**
   * Sends a keep-alive if one is due. Called on each incoming message and not by a timer, because browsers throttle the
   * timers of a background page.
   */
  stayKnown(): void {
    if (this.#options.clock.elapsed() - this.#sentAt < keepAliveMs) return
    this.confirm()
  }

  /** Confirms received items, so that the server drops them from its buffer. */
  confirm(): void {
    this.#isDue = true
    void this.#run()
  }

  /** Sends the waiting messages and closes the connection. */
  leave(): void {
    if (this.#state !== 'open') return
    this.#state = 'leaving'
    void this.#run()
  }

  stop(): void {
    this.#state = 'stopped'
  }

  async #run(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    // Messages of one task go into one batch.
    await Promise.resolve()
    while (
      this.#state !== 'stopped' &&
      (this.#frames.length > 0 || this.#isDue || this.#state === 'leaving')
    ) {
      this.#isDue = false
      const frames = this.#take()
      const isLast = this.#state === 'leaving' && this.#frames.length === 0
      this.#sentAt = this.#options.clock.elapsed()
      const ending = await this.#post(
        encodeBatch({ number: ++this.#number, received: this.#options.received(), isLast, frames }),
        isLast,
      )
      if (isLast) this.#state = 'stopped'
      else if (ending !== null && !this.#isStopped()) {
        this.stop()
        this.#options.onEnd(ending)
      }
    }
    this.#isBusy = false
  }

  async #post(body: Uint8Array<ArrayBuffer>, isLast: boolean): Promise<Ending | null> {
    const init: RequestInit = {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/octet-stream' },
      keepalive: isLast && body.byteLength <= maxFarewellBytes,
    }
    for (const delayMs of [...retryDelaysMs, null]) {
      const answer = await request(this.#options.url, init, this.#options, timeoutMs)
      if (answer?.status === 204) return null
      const ending = answer === null ? null : endingOf(answer.status)
      if (ending !== null || delayMs === null || isLast || this.#isStopped()) return ending ?? lost
      await pause(delayMs, this.#options.clock)
    }
    return lost
  }

  #isStopped(): boolean {
    return this.#state === 'stopped'
  }

  #take(): Uint8Array[] {
    let bytes = 0
    let count = 0
    for (const frame of this.#frames) {
      if (count > 0 && bytes + frame.byteLength > maxBatchBytes) break
      if (count >= maxBatchFrames) break
      bytes += frame.byteLength
      count++
    }
    return this.#frames.splice(0, count)
  }
}

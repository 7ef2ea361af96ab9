import { encodeItem, type Item } from '#shared/protocol/http.ts'
import type { MonotonicClock } from '../runtime.ts'
import type { Socket } from '../sync/room/connection.ts'

/**
 * A client asks again at once when an answer ends, even on a slow network; a client that does not
 * has left.
 */
const longestAbsenceMs = 8_000
/** Maximum that is encoded as text at a time. */
const maxPieceBytes = 1024 * 1024

export type StreamSocketOptions = {
  clock: MonotonicClock
  /** Called once: nothing more will be read from this socket. */
  onGone: () => void
}

/**
 * A socket over requests. Sent frames are buffered here, numbered, until the client acknowledges
 * them: an answer that a proxy cut off is requested again without loss. Streaming and separate
 * answers work the same here.
 */
export class StreamSocket implements Socket {
  readonly #options: StreamSocketOptions
  #items: Item[] = []
  #lastNumber = 0
  #bufferedBytes = 0
  #reading: Promise<void> = Promise.resolve()
  #resume: (() => void) | null = null
  #isClosed = false
  #isGone = false
  #reader: StreamReader | null = null
  #cancelAbsence: () => void = () => {}

  constructor(options: StreamSocketOptions) {
    this.#options = options
    this.#awaitReader()
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  send(frames: readonly Uint8Array[]): void {
    if (this.#isClosed) return
    for (const bytes of frames) {
      this.#bufferedBytes += bytes.byteLength
      this.#add({ number: ++this.#lastNumber, kind: 'frame', bytes })
    }
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#add({ number: ++this.#lastNumber, kind: 'close', code, reason })
  }

  terminate(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#isClosed = true
    this.#cancelAbsence()
    this.#reader?.release()
    this.#items = []
    this.#options.onGone()
  }

  /** Delays the answer to the current request, and with it the client's next request. */
  pause(): void {
    if (this.#resume !== null) return
    this.#reading = new Promise((resolve) => {
      this.#resume = resolve
    })
  }

  resume(): void {
    this.#resume?.()
    this.#resume = null
  }

  /** Resolves when more may be read. */
  get reading(): Promise<void> {
    return this.#reading
  }

  /**
   * A no-op: a stream is never silent for long, and the client answers each keep-alive with a
   * request.
   */
  ping(): void {}

  /** The client acknowledges all items up to this one. */
  confirm(number: number): void {
    const kept = this.#items.filter((item) => item.number > number)
    if (kept.length === this.#items.length) return
    this.#items = kept
    this.#bufferedBytes = kept.reduce((sum, item) => sum + sizeOf(item), 0)
  }

  /**
   * Starts reading after an item. There is one reader: an older reader, whose answer never arrived,
   * ends.
   */
  read(after: number): StreamReader {
    this.confirm(after)
    this.#cancelAbsence()
    const older = this.#reader
    const reader = new StreamReader({
      after,
      clock: this.#options.clock,
      itemsAfter: (number) => this.#items.filter((item) => item.number > number),
      isClosed: () => this.#isClosed,
      onReleased: () => {
        if (this.#reader !== reader) return
        this.#reader = null
        this.#awaitReader()
      },
    })
    this.#reader = reader
    older?.release()
    return reader
  }

  #add(item: Item): void {
    this.#items.push(item)
    this.#reader?.wake()
  }

  #awaitReader(): void {
    if (!this.#isGone)
      this.#cancelAbsence = this.#options.clock.after(longestAbsenceMs, () => this.terminate())
  }
}

type StreamReaderOptions = {
  after: number
  clock: MonotonicClock
  itemsAfter: (number: number) => Item[]
  isClosed: () => boolean
  onReleased: () => void
}

/** One answer that a client is reading. */
class StreamReader {
  readonly #options: StreamReaderOptions
  #after: number
  #isReleased = false
  #wake: () => void = () => {}

  constructor(options: StreamReaderOptions) {
    this.#options = options
    this.#after = options.after
  }

  wake(): void {
    this.#wake()
  }

  /** The next items as text; an empty text if none arrived in time; null if none will follow. */
  async next(waitMs: number): Promise<string | null> {
    const text = this.#take()
    if (text !== '' || this.#isReleased) return this.#isReleased ? null : text
    if (this.#options.isClosed()) return null
    await this.#wait(waitMs)
    return this.#isReleased ? null : this.#take()
  }

  /** This answer has no reader any more. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#wake()
    this.#options.onReleased()
  }

  #take(): string {
    let text = ''
    let bytes = 0
    for (const item of this.#options.itemsAfter(this.#after)) {
      if (bytes > 0 && bytes + sizeOf(item) > maxPieceBytes) break
      bytes += sizeOf(item)
      text += encodeItem(item)
      this.#after = item.number
    }
    return text
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }
}

function sizeOf(item: Item): number {
  return item.kind === 'frame' ? item.bytes.byteLength : 0
}

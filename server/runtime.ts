import { randomBytes, randomUUID } from 'node:crypto'

/**
 * The time of day, to be stored, shown, and compared with stored times. An operator or a time
 * server may set it forward and back, so nothing is measured with it: code that measures gets a
 * `MonotonicClock`, which has no time of day.
 */
export interface WallClock {
  /** Milliseconds since 1970. */
  now(): number
}

/** Elapsed time: for rates, budgets, timeouts and timers. Injected, so that no test sleeps. */
export interface MonotonicClock {
  /**
   * Milliseconds since an arbitrary moment: only differences have a meaning. Never goes back and
   * never jumps.
   */
  elapsed(): number
  /** Calls back once after `ms`; the returned function cancels. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void
}

export interface Clock extends WallClock, MonotonicClock {}

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface Ids {
  /** A fresh, unguessable id. */
  next(): string
  /** A secret for a link, 256 bits, URL-safe. */
  secret(): string
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export const systemIds: Ids = {
  next: () => randomUUID(),
  secret: () => randomBytes(32).toString('base64url'),
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Yields to other work: long work does one piece of it between two turns. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** A list in slices that fit a statement. */
export function* slicesOf<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size)
}

/** The same, with a turn of the event loop between two slices, so that other requests run too. */
export async function* slicesInTurns<T>(
  list: readonly T[],
  size: number,
): AsyncGenerator<readonly T[]> {
  let isFirst = true
  for (const slice of slicesOf(list, size)) {
    if (!isFirst) await nextTurn()
    isFirst = false
    yield slice
  }
}

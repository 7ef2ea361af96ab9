import { randomBytes, randomUUID } from 'node:crypto'

/**
 * The time of day, to be written down, shown, and compared with what was written down. An operator or a time server sets it
 * forward and back, so nothing is measured with it: whatever measures gets a `MonotonicClock`, which does not have it.
 */
export interface WallClock {
  /** Milliseconds since 1970. */
  now(): number
}

/** Time that passes: for paces, budgets, timeouts and timers. Injected like all of the world, so that nothing in tests sleeps. */
export interface MonotonicClock {
  /** Milliseconds since a moment that means nothing: only differences do. Never goes back and never leaps. */
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

/** Lets everyone else have a turn: what takes long in all does one piece of it between two turns. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

import { randomBytes, randomUUID } from 'node:crypto'

/** The world outside: injected, so that tests drive the clock by hand and nothing sleeps. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after `ms`; the returned function cancels. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void
}

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

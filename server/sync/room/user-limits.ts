import { assert } from '#server/invariant.ts'
import type { MonotonicClock } from '#server/runtime.ts'
import type { Units } from '#server/turns.ts'
import { type LimitName, limits } from '#shared/limits.ts'

const { messagesPerPerson, kibibytesPerPerson, workPerPerson, newClientsPerPerson } = limits
/**
 * The spent quantities, each with its rate. Bytes count in KiB and work in ms, as in the table of
 * limits.
 */
const rates = {
  messages: messagesPerPerson,
  kibibytes: kibibytesPerPerson,
  workMs: workPerPerson,
  clients: newClientsPerPerson,
}
type Currency = keyof typeof rates
const currencies = Object.keys(rates) as Currency[]

type Bucket = Record<Currency, number> & { at: number }

/**
 * The budget of each user over all connections: per user and not per address, because a whole
 * practice shares one address. Messages over the budget are read more slowly; nothing is dropped
 * and nobody is disconnected.
 */
export class UserBudgets {
  readonly #clock: MonotonicClock
  readonly #buckets = new Map<string, Bucket>()
  /** How often a user was slowed down, for the metrics. */
  slowed = 0

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** Takes one message. */
  take(userId: string, bytes: number): void {
    const bucket = this.#refilled(userId)
    bucket.messages -= 1
    bucket.kibibytes -= bytes / 1024
  }

  /**
   * Counts work for a user. The debt has a maximum: a connection paused for several rounds of pings
   * would count as gone.
   */
  spend(userId: string, units: Units): void {
    assert(units >= 0, 'units-counted')
    const bucket = this.#refilled(userId)
    bucket.workMs = Math.max(-workPerPerson.burst, bucket.workMs - units / 1000)
  }

  /** How many milliseconds to wait before reading the next message of a user. */
  waitMs(userId: string): number {
    const { messages, kibibytes, workMs } = this.#refilled(userId)
    if (messages >= 0 && kibibytes >= 0 && workMs >= 0) return 0
    return Math.ceil(
      Math.max(
        -messages * rates.messages.refillMs,
        -kibibytes * rates.kibibytes.refillMs,
        -workMs * rates.workMs.refillMs,
      ),
    )
  }

  /** Takes this many new client ids; false, and takes nothing, when fewer are left. */
  takesClients(userId: string, count: number): boolean {
    const bucket = this.#refilled(userId)
    if (bucket.clients < count) return false
    bucket.clients -= count
    return true
  }

  #refilled(userId: string): Bucket {
    const now = this.#clock.elapsed()
    const known = this.#buckets.get(userId)
    if (known === undefined) {
      this.#prune(now)
      const bucket = {
        messages: rates.messages.burst,
        kibibytes: rates.kibibytes.burst,
        workMs: rates.workMs.burst,
        clients: rates.clients.burst,
        at: now,
      }
      this.#buckets.set(userId, bucket)
      return bucket
    }
    // At most once per millisecond: each message asks several times.
    const passedMs = now - known.at
    if (passedMs < 1) return known
    for (const name of currencies)
      known[name] = Math.min(rates[name].burst, known[name] + passedMs / rates[name].refillMs)
    known.at = now
    return known
  }

  /** A full budget needs no bucket. */
  #prune(now: number): void {
    for (const [userId, bucket] of this.#buckets) {
      const isFull = currencies.every(
        (name) => bucket[name] + (now - bucket.at) / rates[name].refillMs >= rates[name].burst,
      )
      if (isFull) this.#buckets.delete(userId)
    }
  }
}

/** Why a user gets no seat at a plan. */
type NoSeat = Extract<
  LimitName,
  'connectionsPerPersonAndPlan' | 'connectionsPerPerson' | 'openPlansPerPerson'
>

/** A seat at a plan; to be given back once. */
export type Seat = { kind: 'seat'; leave: () => void } | { kind: 'none'; limit: NoSeat }

/**
 * Counts the connections of each user, so that one user can't take all of a plan or an
 * installation. The new connection is refused and not an older one closed: two devices would
 * otherwise disconnect each other for ever.
 */
export class Seats {
  /** Per user, the number of connections to each plan. */
  readonly #plans = new Map<string, Map<string, number>>()

  take(userId: string, planId: string): Seat {
    const plans = this.#plans.get(userId) ?? new Map<string, number>()
    const here = plans.get(planId) ?? 0
    if (here >= limits.connectionsPerPersonAndPlan.max)
      return { kind: 'none', limit: 'connectionsPerPersonAndPlan' }
    if (here === 0 && plans.size >= limits.openPlansPerPerson.max)
      return { kind: 'none', limit: 'openPlansPerPerson' }
    let all = 0
    for (const count of plans.values()) all += count
    if (all >= limits.connectionsPerPerson.max)
      return { kind: 'none', limit: 'connectionsPerPerson' }
    plans.set(planId, here + 1)
    this.#plans.set(userId, plans)
    return { kind: 'seat', leave: () => this.#leave(userId, planId) }
  }

  #leave(userId: string, planId: string): void {
    const plans = this.#plans.get(userId)
    const here = plans?.get(planId) ?? 0
    // Otherwise a user would get more connections than the limit, for as long as the process runs.
    assert(here > 0, 'seats-counted')
    if (here > 1) plans?.set(planId, here - 1)
    else plans?.delete(planId)
    if (plans?.size === 0) this.#plans.delete(userId)
  }
}

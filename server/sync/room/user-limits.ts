import type { MonotonicClock } from '#server/runtime.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { assert } from '../invariant.ts'
import type { Units } from '../turns.ts'

const { messagesPerPerson, kibibytesPerPerson, workPerPerson, newClientsPerPerson } = limits
/** What is spent, each with its rate. Bytes count in KiB and work in ms, as in the table of limits. */
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
 * What each person may send and have done for them, over all their connections: per person and not per address, because a
 * whole practice sits behind one. Whoever is over it is read more slowly; nothing is dropped and nobody is sent away.
 */
export class UserBudgets {
  readonly #clock: MonotonicClock
  readonly #buckets = new Map<string, Bucket>()
  /** How often someone was slowed down, for the metrics. */
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

  /** Counts what was done for someone; who is held for longer than some rounds of pings would be taken for gone. */
  spend(userId: string, units: Units): void {
    assert(units >= 0, 'units-counted')
    const bucket = this.#refilled(userId)
    bucket.workMs = Math.max(-workPerPerson.burst, bucket.workMs - units / 1000)
  }

  /** How many milliseconds to wait before reading the next message of someone. */
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

  /** Takes so many new client ids; false, and takes nothing, when there are not so many left. */
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
    // Once in a millisecond: this is asked some times for each message.
    const passedMs = now - known.at
    if (passedMs < 1) return known
    for (const name of currencies)
      known[name] = Math.min(rates[name].burst, known[name] + passedMs / rates[name].refillMs)
    known.at = now
    return known
  }

  /** Nothing needs keeping of someone whose budget is full again. */
  #prune(now: number): void {
    for (const [userId, bucket] of this.#buckets) {
      const isFull = currencies.every(
        (name) => bucket[name] + (now - bucket.at) / rates[name].refillMs >= rates[name].burst,
      )
      if (isFull) this.#buckets.delete(userId)
    }
  }
}

/** Why someone gets no place at a plan. */
type NoSeat = Extract<
  LimitName,
  'connectionsPerPersonAndPlan' | 'connectionsPerPerson' | 'openPlansPerPerson'
>

/** A place at a plan; to be given back once. */
export type Seat = { kind: 'seat'; leave: () => void } | { kind: 'none'; limit: NoSeat }

/**
 * Who holds how many connections, so that no one person takes all that a plan or the installation has. The next one is
 * turned away and not an older one: two devices would otherwise send each other away for ever.
 */
export class Seats {
  /** Of each person, how many connections to each plan. */
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
    if (here > 1) plans?.set(planId, here - 1)
    else plans?.delete(planId)
    if (plans?.size === 0) this.#plans.delete(userId)
  }
}

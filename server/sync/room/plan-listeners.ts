import { asInvariantError, type InvariantError } from '#server/invariant.ts'
import type { MonotonicClock } from '#server/runtime.ts'
import { mustBeUnder } from '#shared/limits.ts'
import type { PlanListener } from '../plan-rooms.ts'

/** The interval of signals during typing: all listeners then read the plan at the same number. */
const signalEveryMs = 500

type ListenedPlan = {
  planId: string
  listeners: Set<PlanListener>
  /** On the monotonic clock; null before the first signal. */
  signalledAt: number | null
  cancel: (() => void) | null
}

/**
 * The requests that wait for a change of a plan, without a connection to its room. The signal says
 * that the plan or its rights may have changed, not what. A first change is signalled at once, the
 * next ones after an interval, to all listeners of the plan together; a change of rights is
 * signalled at once.
 */
export class PlanListeners {
  readonly #clock: MonotonicClock
  readonly #onBroken: (planId: string, error: InvariantError) => void
  readonly #plans = new Map<string, ListenedPlan>()

  /** `onBroken`: a listener threw. */
  constructor(
    clock: MonotonicClock,
    onBroken: (planId: string, error: InvariantError) => void = () => {},
  ) {
    this.#clock = clock
    this.#onBroken = onBroken
  }

  /** Throws a `LimitError` when the plan has too many listeners. */
  add(planId: string, listener: PlanListener): () => void {
    const known = this.#plans.get(planId)
    mustBeUnder('listenersPerPlan', known?.listeners.size ?? 0)
    const plan = known ?? { planId, listeners: new Set(), signalledAt: null, cancel: null }
    this.#plans.set(planId, plan)
    plan.listeners.add(listener)
    return () => {
      plan.listeners.delete(listener)
      if (plan.listeners.size > 0 || this.#plans.get(planId) !== plan) return
      plan.cancel?.()
      this.#plans.delete(planId)
    }
  }

  get size(): number {
    let sum = 0
    for (const { listeners } of this.#plans.values()) sum += listeners.size
    return sum
  }

  has(planId: string): boolean {
    return this.#plans.has(planId)
  }

  /** The log of a plan has grown. */
  changed(planId: string): void {
    const plan = this.#plans.get(planId)
    if (plan === undefined || plan.cancel !== null) return
    const waitMs =
      plan.signalledAt === null ? 0 : signalEveryMs - (this.#clock.elapsed() - plan.signalledAt)
    if (waitMs <= 0) return this.#signal(plan)
    plan.cancel = this.#clock.after(waitMs, () => this.#signal(plan))
  }

  /** Rights in a plan may have changed, or the plan is closed. */
  accessChanged(planId: string): void {
    const plan = this.#plans.get(planId)
    if (plan !== undefined) this.#signal(plan)
  }

  allChanged(): void {
    for (const plan of this.#plans.values()) this.#signal(plan)
  }

  /** These sessions have ended. */
  endSessions(sessionIds: ReadonlySet<string>): void {
    for (const plan of this.#plans.values())
      for (const listener of [...plan.listeners])
        if (sessionIds.has(listener.sessionId)) this.#call(plan, listener)
  }

  /** The sessions of the listeners. */
  *sessions(): Iterable<string> {
    for (const { listeners } of this.#plans.values())
      for (const { sessionId } of listeners) yield sessionId
  }

  #signal(plan: ListenedPlan): void {
    plan.cancel?.()
    plan.cancel = null
    plan.signalledAt = this.#clock.elapsed()
    for (const listener of [...plan.listeners]) this.#call(plan, listener)
  }

  /**
   * A timer may call this, so no error may leave it. A listener that throws is removed, or it would
   * throw again.
   */
  #call({ planId, listeners }: ListenedPlan, listener: PlanListener): void {
    try {
      listener.onChanged()
    } catch (error) {
      listeners.delete(listener)
      this.#onBroken(planId, asInvariantError(error))
    }
  }
}

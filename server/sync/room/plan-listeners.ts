import type { MonotonicClock } from '#server/runtime.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { asInvariantError, type InvariantError } from '../invariant.ts'
import type { PlanListener } from '../plan-rooms.ts'

/** While a plan is being typed in, those who listen are told this often: each reads it then, all at the same number. */
const tellEveryMs = 500

type Told = {
  planId: string
  listeners: Set<PlanListener>
  /** By the clock that only measures; null before the first time. */
  toldAt: number | null
  cancel: (() => void) | null
}

/**
 * Who listens to which plan without being in its room: they are told that it changed or that rights may have, never what.
 * A change is told at once, one that follows it soon a moment later, to all of a plan together; rights are told at once.
 */
export class PlanListeners {
  readonly #clock: MonotonicClock
  readonly #onBroken: (planId: string, error: InvariantError) => void
  readonly #plans = new Map<string, Told>()

  /** `onBroken`: a listener threw. */
  constructor(
    clock: MonotonicClock,
    onBroken: (planId: string, error: InvariantError) => void = () => {},
  ) {
    this.#clock = clock
    this.#onBroken = onBroken
  }

  /** Throws a `LimitError` when a plan has as many listeners as it can have. */
  add(planId: string, listener: PlanListener): () => void {
    const known = this.#plans.get(planId)
    mustBeUnder('listenersPerPlan', known?.listeners.size ?? 0)
    const plan = known ?? { planId, listeners: new Set(), toldAt: null, cancel: null }
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
    const waitMs = plan.toldAt === null ? 0 : tellEveryMs - (this.#clock.elapsed() - plan.toldAt)
    if (waitMs <= 0) return this.#tell(plan)
    plan.cancel = this.#clock.after(waitMs, () => this.#tell(plan))
  }

  /** What anyone may do in a plan may have changed, or it is no longer open. */
  judge(planId: string): void {
    const plan = this.#plans.get(planId)
    if (plan !== undefined) this.#tell(plan)
  }

  judgeAll(): void {
    for (const plan of this.#plans.values()) this.#tell(plan)
  }

  /** These sessions have ended. */
  endSessions(sessionIds: ReadonlySet<string>): void {
    for (const plan of this.#plans.values())
      for (const listener of [...plan.listeners])
        if (sessionIds.has(listener.sessionId)) this.#call(plan, listener)
  }

  /** The sessions by which they were let in. */
  *sessions(): Iterable<string> {
    for (const { listeners } of this.#plans.values())
      for (const { sessionId } of listeners) yield sessionId
  }

  #tell(plan: Told): void {
    plan.cancel?.()
    plan.cancel = null
    plan.toldAt = this.#clock.elapsed()
    for (const listener of [...plan.listeners]) this.#call(plan, listener)
  }

  /** A timer may call this, so no error may leave it. A listener that throws is dropped, or it would throw again. */
  #call({ planId, listeners }: Told, listener: PlanListener): void {
    try {
      listener.onChanged()
    } catch (error) {
      listeners.delete(listener)
      this.#onBroken(planId, asInvariantError(error))
    }
  }
}

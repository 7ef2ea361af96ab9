import { type LimitName, limits } from '#shared/limits.ts'

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

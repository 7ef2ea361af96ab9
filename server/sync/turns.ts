import { LimitError, limits } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import { assert } from './invariant.ts'

/** What must stay short is counted in units and not timed: one is about a microsecond on a slow core. */
export type Units = number

/** Work that can be interrupted where it yields; what it needs stays as it is until it goes on. */
export type Sliced<T> = Generator<undefined, T, undefined>

/** In whose name a plan is read and kept: the installation's own, one slice after those of each person. */
export const installation = ''

/** One piece of work, between two of which others are served. */
const defaultSliceUnits: Units = 5_000

/** Steps of a plan's work as a part of such work. */
export function* inSlices<T>(steps: Steps<T>, meter: Meter): Sliced<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (meter.add(step.value)) yield
  }
}

/** Counts what a piece of work costs. */
export class Meter {
  #total: Units = 0
  #slice: Units = 0
  readonly #sliceUnits: Units

  constructor(sliceUnits: Units = defaultSliceUnits) {
    this.#sliceUnits = sliceUnits
  }

  /** Counts; true when the work should yield. */
  add(units: Units): boolean {
    this.#total += units
    this.#slice += units
    return this.#slice >= this.#sliceUnits
  }

  get total(): Units {
    return this.#total
  }

  /** The units since the last call: a new slice begins. */
  nextSlice(): Units {
    const units = this.#slice
    this.#slice = 0
    // With a number that is none, no slice would ever be over.
    assert(units >= 0, 'units-counted')
    return units
  }
}

type Task = { advance: () => boolean }

/**
 * Who works when. What is small is done at once. What is larger is done in slices, one person after the other, so that the
 * edit of someone else waits for a slice of each who works at that moment, and never for all that one person asked for.
 */
export class Turns {
  readonly #defer: (run: () => void) => void
  /** The first of each is next; people stand in the order in which they get a slice. */
  readonly #tasks = new Map<string, Task[]>()
  /** The number of unfinished tasks of each user. */
  readonly #waiting = new Map<string, number>()
  #spent: Units = 0
  #isScheduled = false
  /** Whose slice it is; what that asks for is a part of it. */
  #working: string | null = null

  readonly #sliceUnits: Units

  /** `defer` runs something in a later turn of the event loop. */
  constructor(defer: (run: () => void) => void = setImmediate, sliceUnits = defaultSliceUnits) {
    this.#defer = defer
    this.#sliceUnits = sliceUnits
  }

  /** Whether this turn has been long enough. */
  get isOver(): boolean {
    return this.#spent >= 2 * this.#sliceUnits
  }

  /**
   * Runs the work: at once when it is small and there is time, else in slices and in the order in which one user asks.
   * Rejects with a `LimitError`, before the work begins, when too much work of this user waits.
   */
  run<T>(userId: string, start: (meter: Meter) => Sliced<T>): T | Promise<T> {
    const limit = userId === installation ? 'waitingWork' : 'waitingWorkPerPerson'
    if (this.#waitingOf(userId) >= limits[limit].max) return Promise.reject(new LimitError(limit))
    const meter = new Meter(this.#sliceUnits)
    const work = start(meter)
    if (this.#mayBegin(userId)) {
      const first = this.#slice(userId, work, meter)
      if (first.done === true) return first.value
    }
    return new Promise((resolve, reject) => {
      this.#add(userId, {
        advance: () => {
          try {
            const next = this.#slice(userId, work, meter)
            if (next.done === true) resolve(next.value)
            return next.done === true
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
            return true
          }
        },
      })
    })
  }

  /** How much work of all users waits. */
  get waiting(): number {
    let sum = 0
    for (const count of this.#waiting.values()) sum += count
    return sum
  }

  #waitingOf(userId: string): number {
    return this.#waiting.get(userId) ?? 0
  }

  /** At once: when nobody waits and this turn is not yet long, or as a part of one's own slice. */
  #mayBegin(userId: string): boolean {
    return this.#working === userId || (this.#tasks.size === 0 && !this.isOver)
  }

  #slice<T>(userId: string, work: Sliced<T>, meter: Meter): IteratorResult<undefined, T> {
    const before = this.#working
    this.#working = userId
    try {
      return work.next()
    } finally {
      this.#working = before
      this.#spent += meter.nextSlice()
      // A turn that did little needs no end of its own.
      if (this.#spent > this.#sliceUnits / 5) this.#schedule()
    }
  }

  #add(userId: string, task: Task): void {
    const tasks = this.#tasks.get(userId)
    if (tasks === undefined) this.#tasks.set(userId, [task])
    else tasks.push(task)
    this.#waiting.set(userId, this.#waitingOf(userId) + 1)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#defer(() => {
      this.#isScheduled = false
      this.#spent = 0
      this.#takeTurn()
      if (this.#tasks.size > 0) this.#schedule()
    })
  }

  #finish(userId: string): void {
    const left = this.#waitingOf(userId) - 1
    if (left > 0) this.#waiting.set(userId, left)
    else this.#waiting.delete(userId)
  }

  #takeTurn(): void {
    for (const [userId, tasks] of this.#tasks) {
      if (this.isOver) return
      // To the end of the line, before the work: it may ask for more.
      this.#tasks.delete(userId)
      const isDone = tasks[0]?.advance() ?? true
      if (isDone) {
        tasks.shift()
        this.#finish(userId)
      }
      const added = this.#tasks.get(userId) ?? []
      if (tasks.length + added.length > 0) {
        this.#tasks.delete(userId)
        this.#tasks.set(userId, [...tasks, ...added])
      }
    }
  }
}

/** Does sliced work in one go, where nobody else waits. */
export function inOneGo<T>(start: (meter: Meter) => Sliced<T>, meter = new Meter()): T {
  const work = start(meter)
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
    meter.nextSlice()
  }
}

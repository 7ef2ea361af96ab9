import { LimitError, limits } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import { assert } from './invariant.ts'

/**
 * Work is counted in units instead of being timed, so that slices are the same on every machine.
 * One unit is about a microsecond on a slow core.
 */
export type Units = number

/** Work that can be interrupted at each `yield`; its input must not change until it continues. */
export type Sliced<T> = Generator<undefined, T, undefined>

/**
 * The user id for the server's own work, such as snapshots: it gets one slice after a slice of each
 * user.
 */
export const installation = ''

/** The size of one slice; other users are served between two slices. */
const defaultSliceUnits: Units = 5_000

/** Runs steps of work on a plan as a part of sliced work. */
export function* inSlices<T>(steps: Steps<T>, meter: Meter): Sliced<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (meter.add(step.value)) yield
  }
}

/** Counts the cost of a piece of work. */
export class Meter {
  #total: Units = 0
  #slice: Units = 0
  readonly #sliceUnits: Units

  constructor(sliceUnits: Units = defaultSliceUnits) {
    this.#sliceUnits = sliceUnits
  }

  /** Counts units; true when the work should yield. */
  add(units: Units): boolean {
    this.#total += units
    this.#slice += units
    return this.#slice >= this.#sliceUnits
  }

  get total(): Units {
    return this.#total
  }

  /** Returns the units since the last call, and begins a new slice. */
  nextSlice(): Units {
    const units = this.#slice
    this.#slice = 0
    // After NaN, no slice would ever end.
    assert(units >= 0, 'units-counted')
    return units
  }
}

type Task = { advance: () => boolean }

/**
 * Schedules work. Small work runs at once. Larger work runs in slices, one user after the other: an
 * edit waits for one slice of each user who has work at that moment, and never for all work of one
 * user.
 */
export class Turns {
  readonly #defer: (run: () => void) => void
  /**
   * The tasks of each user, in the order in which the users get a slice; the first task of each is
   * next.
   */
  readonly #tasks = new Map<string, Task[]>()
  /** The number of unfinished tasks of each user. */
  readonly #waiting = new Map<string, number>()
  #spent: Units = 0
  #isScheduled = false
  /** The user of the current slice; nested work of that user is part of the slice. */
  #working: string | null = null

  readonly #sliceUnits: Units

  /** `defer` runs a function in a later turn of the event loop. */
  constructor(defer: (run: () => void) => void = setImmediate, sliceUnits = defaultSliceUnits) {
    this.#defer = defer
    this.#sliceUnits = sliceUnits
  }

  /** Whether this turn has used its time. */
  get isOver(): boolean {
    return this.#spent >= 2 * this.#sliceUnits
  }

  /**
   * Runs the work: at once when it is small and there is time, else in slices, after the earlier
   * work of the same user. Rejects with a `LimitError`, before the work begins, when too much work
   * of this user waits.
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

  /** The number of unfinished tasks of all users. */
  get waiting(): number {
    let sum = 0
    for (const count of this.#waiting.values()) sum += count
    return sum
  }

  #waitingOf(userId: string): number {
    return this.#waiting.get(userId) ?? 0
  }

  /**
   * Whether work may start at once: when nobody waits and this turn has time left, or inside a
   * slice of the same user.
   */
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
      // A turn with little work needs no end of its own.
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
      // The user moves to the end of the line before the work runs, because the work may add tasks.
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

/** Runs sliced work without interruption, for callers with no other users to serve. */
export function inOneGo<T>(start: (meter: Meter) => Sliced<T>, meter = new Meter()): T {
  const work = start(meter)
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
    meter.nextSlice()
  }
}

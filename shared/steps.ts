/**
 * Work on a whole plan that others can be served in between. Each time it yields it says how many units it did since the
 * last time; a unit is about a microsecond on a slow core. A screen does it in one go, the server in slices.
 */
export type Steps<T> = Generator<number, T, undefined>

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** What is small enough to be done as one. */
export function* oneStep<T>(work: () => T): Steps<T> {
  yield 0
  return work()
}

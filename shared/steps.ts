/**
 * Work on a whole plan that can be interrupted to serve others. Each yield reports the number of
 * units done since the last one; a unit is about a microsecond on a slow core. A screen runs it at
 * once, the server in slices.
 */
export type Steps<T> = Generator<number, T, undefined>

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Runs small work in one step. */
export function* oneStep<T>(work: () => T): Steps<T> {
  yield 0
  return work()
}

/**
 * Counts the operations on JavaScript collections during a call, and so the work of Yjs without hooks in Yjs: each entry added
 * to a set or a map, and each array element moved or copied. Unlike time, the count is the same on every machine and in every
 * run.
 */
export async function countSteps(run: () => unknown): Promise<number> {
  let steps = 0
  const { add } = Set.prototype
  const { set } = Map.prototype
  const { splice, slice, concat } = Array.prototype
  // biome-ignore-start lint/suspicious/noExplicitAny: they are called with whatever they are called with
  const originals = { add, set, splice, slice, concat } as Record<string, (...args: any[]) => any>
  const counted = (name: string, cost: (self: any) => number) =>
    function (this: unknown, ...args: any[]) {
      steps += cost(this)
      return originals[name]?.apply(this, args)
    }
  // biome-ignore-end lint/suspicious/noExplicitAny: see above
  const one = () => 1
  // Moving a block of memory is some hundred times faster than inserting entries one by one.
  const moved = (self: { length: number }) => 1 + self.length / 400
  Object.assign(Set.prototype, { add: counted('add', one) })
  Object.assign(Map.prototype, { set: counted('set', one) })
  for (const name of ['splice', 'slice', 'concat'])
    Object.assign(Array.prototype, { [name]: counted(name, moved) })
  try {
    await run()
  } finally {
    Object.assign(Set.prototype, { add })
    Object.assign(Map.prototype, { set })
    Object.assign(Array.prototype, { splice, slice, concat })
  }
  return steps
}

/**
 * Runs a task and counts the turns of the event loop in which other requests could be served: none if the task never yields.
 * Unlike time, the count is the same on every machine.
 */
export async function turnsOf<T>(run: () => Promise<T>): Promise<{ turns: number; value: T }> {
  let [turns, isDone] = [0, false]
  const count = () => {
    turns++
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  try {
    const value = await run()
    return { turns, value }
  } finally {
    isDone = true
  }
}

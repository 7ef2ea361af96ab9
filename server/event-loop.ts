/** Lets everyone else have a turn: what takes long in all does one piece of it between two turns. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

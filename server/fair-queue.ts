/**
 * A queue that is fair per person. A person who was served moves to the end and is not served again
 * until released, so that one person with many jobs is served as often as one with a single job.
 */
export class FairQueue<Item> {
  /** People in the order in which they are served. */
  readonly #waiting = new Map<string, Item[]>()
  readonly #served = new Set<string>()
  #size = 0

  get size(): number {
    return this.#size
  }

  sizeOf(person: string): number {
    return this.#waiting.get(person)?.length ?? 0
  }

  add(person: string, item: Item): void {
    const own = this.#waiting.get(person)
    if (own === undefined) this.#waiting.set(person, [item])
    else own.push(item)
    this.#size += 1
  }

  /** The next job of a person who is not being served; null if there is none. */
  take(): Item | null {
    for (const [person, items] of this.#waiting) {
      if (this.#served.has(person)) continue
      const item = items.shift()
      if (item === undefined) continue
      if (items.length === 0) this.#waiting.delete(person)
      this.#served.add(person)
      this.#size -= 1
      return item
    }
    return null
  }

  /** Their other jobs come after everyone who waits now. */
  release(person: string): void {
    this.#served.delete(person)
    const own = this.#waiting.get(person)
    if (own === undefined) return
    this.#waiting.delete(person)
    this.#waiting.set(person, own)
  }

  /** False if it is not (or no longer) in the queue. */
  remove(person: string, item: Item): boolean {
    const own = this.#waiting.get(person) ?? []
    const at = own.indexOf(item)
    if (at === -1) return false
    own.splice(at, 1)
    if (own.length === 0) this.#waiting.delete(person)
    this.#size -= 1
    return true
  }

  clear(): Item[] {
    const items = [...this.#waiting.values()].flat()
    this.#waiting.clear()
    this.#size = 0
    return items
  }
}

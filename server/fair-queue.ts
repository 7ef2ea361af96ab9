/**
 * What waits, by person. Whoever was served goes to the end of the row and is not served again until it is released, so that
 * one person with many things waiting is served as often as one with a single thing.
 */
export class FairQueue<Item> {
  /** In the order in which they are served. */
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

  /** The next one of somebody who is not being served; null when there is none. */
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

  /** What else they wait for comes after what everybody else waits for now. */
  release(person: string): void {
    this.#served.delete(person)
    const own = this.#waiting.get(person)
    if (own === undefined) return
    this.#waiting.delete(person)
    this.#waiting.set(person, own)
  }

  /** False when it does not wait (any more). */
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

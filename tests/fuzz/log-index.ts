import * as Y from 'yjs'
import type { Change } from '#server/sync/plan-log.ts'

type Range = readonly [client: number, from: number, to: number]
/** The operations of an update, inserted and deleted, by Yjs id. */
export type Content = { inserted: Range[]; deleted: Range[] }

export function contentOf(update: Uint8Array): Content {
  const { structs, ds } = Y.decodeUpdate(update)
  const inserted: Range[] = []
  for (const struct of structs)
    if (!(struct instanceof Y.Skip))
      inserted.push([struct.id.client, struct.id.clock, struct.id.clock + struct.length])
  const deleted: Range[] = []
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) deleted.push([client, clock, clock + len])
  return { inserted, deleted }
}

/** Ranges per client, merged where they touch. */
class Ranges {
  readonly #of = new Map<number, [number, number][]>()

  add([client, from, to]: Range): void {
    const before: [number, number][] = []
    const after: [number, number][] = []
    let joined: [number, number] = [from, to]
    for (const range of this.#of.get(client) ?? []) {
      if (range[1] < joined[0]) before.push(range)
      else if (range[0] > joined[1]) after.push(range)
      else joined = [Math.min(joined[0], range[0]), Math.max(joined[1], range[1])]
    }
    this.#of.set(client, [...before, joined, ...after])
  }

  holds([client, from, to]: Range): boolean {
    return (
      from === to ||
      (this.#of.get(client) ?? []).some((range) => range[0] <= from && to <= range[1])
    )
  }

  /** The clock after the operations of a client; 0 when there are none. */
  end(client: number): number {
    return this.#of.get(client)?.at(-1)?.[1] ?? 0
  }
}

/**
 * All committed operations, by Yjs id. Insertions come from the bytes of the log and not from a document, so that this index
 * does not share the mistakes of the code that it judges. Deletions come from a replay as well: an overwritten cell is
 * deleted by the insertion of the winner, without a deletion in the log.
 */
export class LogIndex {
  readonly #inserted = new Ranges()
  readonly #deleted = new Ranges()
  readonly #replay: Y.Doc

  constructor(replay: Y.Doc) {
    this.#replay = replay
  }

  add(change: Change): void {
    if (change.body.kind !== 'update') return
    const content = contentOf(change.body.update)
    for (const range of content.inserted) this.#inserted.add(range)
    for (const range of content.deleted) this.#deleted.add(range)
    Y.applyUpdate(this.#replay, change.body.update)
  }

  holds(content: Content): boolean {
    return (
      content.inserted.every((range) => this.#inserted.holds(range)) &&
      content.deleted.every((range) => this.#deleted.holds(range) || this.#isDeleted(range))
    )
  }

  holdsInserted(range: Range): boolean {
    return this.#inserted.holds(range)
  }

  #isDeleted([client, from, to]: Range): boolean {
    let at = from
    for (const struct of this.#replay.store.clients.get(client) ?? []) {
      const end = struct.id.clock + struct.length
      if (end <= at || struct.id.clock >= to) continue
      if (!struct.deleted) return false
      at = end
    }
    return at >= to
  }

  end(client: number): number {
    return this.#inserted.end(client)
  }
}

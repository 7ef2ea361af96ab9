import * as Y from 'yjs'

/** The operations of a document that are not deleted, by Yjs id, independent of their order. */
export function standingOf(doc: Y.Doc): [client: number, ranges: [from: number, to: number][]][] {
  const standing: [number, [number, number][]][] = []
  for (const [client, structs] of doc.store.clients) {
    const ranges: [number, number][] = []
    for (const struct of structs) {
      if (struct.deleted || struct instanceof Y.GC) continue
      const last = ranges.at(-1)
      if (last !== undefined && last[1] === struct.id.clock) last[1] += struct.length
      else ranges.push([struct.id.clock, struct.id.clock + struct.length])
    }
    if (ranges.length > 0) standing.push([client, ranges])
  }
  return standing.sort(([a], [b]) => a - b)
}

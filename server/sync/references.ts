import * as Y from 'yjs'
import { type Decoded, isAllDeleted } from './update-check.ts'

/** Deeper than any text or table of a plan; Yjs recurses through nested types when one is deleted. */
const maxTypeDepth = 64

type Id = { client: number; clock: number }
type Struct = Y.Item | Y.GC

/**
 * Whether all that an update refers to is there: in the document, or in the update itself. `early` when something has
 * yet to come; `bad` when an item refers to itself or to what comes after it.
 */
export function checkReferences(
  { structs, ds }: Decoded,
  doc: Y.Doc,
): 'complete' | 'early' | 'bad' {
  const ends = new Map<number, number>()
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    if (clock > end(client)) return 'early'
    ends.set(client, Math.max(end(client), clock + struct.length))
  }
  let isComplete = true
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    for (const id of [struct.origin, struct.rightOrigin, struct.parent as unknown]) {
      if (!isId(id)) continue
      if (id.client === struct.id.client && id.clock >= struct.id.clock) return 'bad'
      if (id.clock >= end(id.client)) isComplete = false
    }
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) if (clock + len > end(client)) isComplete = false
  return isComplete ? 'complete' : 'early'
}

/** Whether some struct is known for a part only. */
export function isPartlyKnown({ structs }: Decoded, doc: Y.Doc): boolean {
  return structs.some(({ id, length }) => {
    const known = Y.getState(doc.store, id.client)
    return id.clock < known && known < id.clock + length
  })
}

function isId(value: unknown): value is Id {
  return typeof value === 'object' && value !== null && 'client' in value && 'clock' in value
}

/**
 * Whether an update, once applied, holds together: all of it came in, and what it inserted lies under one parent with its
 * neighbours. `before` tells how far each client was. In which order the neighbours stand is not looked at: Yjs' own undo
 * makes items that name a later one as the one before them, so such items can't be refused.
 */
export function isWellPlaced(
  { structs }: Decoded,
  doc: Y.Doc,
  before: ReadonlyMap<number, number>,
): boolean {
  for (const struct of structs) {
    const end = struct.id.clock + struct.length
    // Two items that wait for each other wait for ever.
    if (!(struct instanceof Y.Skip) && end > Y.getState(doc.store, struct.id.client)) return false
    if (
      struct instanceof Y.Item &&
      end > (before.get(struct.id.client) ?? 0) &&
      !isItemWellPlaced(struct, doc)
    )
      return false
  }
  return true
}

function isItemWellPlaced(sent: Y.Item, doc: Y.Doc): boolean {
  const [left, right] = [find(doc, sent.origin), find(doc, sent.rightOrigin)]
  // What lay in a deleted type is gone for good, all of it: a neighbour from elsewhere would decide by the moment of reading.
  if (left !== null && right !== null && left instanceof Y.Item !== right instanceof Y.Item)
    return false
  const placed = find(doc, { client: sent.id.client, clock: sent.id.clock + sent.length - 1 })
  for (const neighbour of [left, right]) {
    if (
      placed instanceof Y.Item &&
      neighbour instanceof Y.Item &&
      (neighbour.parent !== placed.parent || neighbour.parentSub !== placed.parentSub)
    )
      return false
  }
  // Under a key stands one value, and only the last: two halves of one would both stand until someone reads anew.
  if (
    placed instanceof Y.Item &&
    placed.parentSub !== null &&
    (right !== null ||
      (sent.length > 1 && !isAllDeleted(doc, sent.id.client, sent.id.clock, sent.length)))
  )
    return false
  const parent: unknown = sent.parent
  if (isId(parent)) {
    const holder = find(doc, parent)
    if (
      holder instanceof Y.Item &&
      !(holder.content instanceof Y.ContentType) &&
      !(holder.content instanceof Y.ContentDeleted)
    )
      return false
  }
  return (
    !(placed instanceof Y.Item) ||
    !(placed.content instanceof Y.ContentType) ||
    depthOf(placed) <= maxTypeDepth
  )
}

function find(doc: Y.Doc, id: Id | null): Struct | null {
  const structs = id === null ? undefined : doc.store.clients.get(id.client)
  return id === null || structs === undefined
    ? null
    : (structs[Y.findIndexSS(structs, id.clock)] ?? null)
}

function depthOf(item: Y.Item): number {
  let depth = 0
  for (let current: Y.Item | null = item; current !== null && depth <= maxTypeDepth; depth++) {
    const parent: unknown = current.parent
    current = parent instanceof Y.AbstractType ? parent._item : null
  }
  return depth
}

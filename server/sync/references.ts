import * as Y from 'yjs'
import type { Meter, Sliced } from './turns.ts'
import { type Decoded, isAllDeleted } from './update-check.ts'

/** Looking at one struct. */
const lookUnits = 1

type Id = { client: number; clock: number }
type Struct = Y.Item | Y.GC

/**
 * Whether all that an update refers to is there: in the document, or in the update itself. `early` when something has
 * yet to come; `bad` when an item refers to itself or to what comes after it.
 */
export function* checkReferences(
  { clients, deletes }: Decoded,
  doc: Y.Doc,
  meter: Meter,
): Sliced<'complete' | 'early' | 'bad'> {
  const ends = new Map<number, number>()
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  for (const [client, structs] of clients) {
    let reached = Y.getState(doc.store, client)
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue
      if (struct.id.clock > reached) return 'early'
      reached = Math.max(reached, struct.id.clock + struct.length)
      if (meter.add(0.1)) yield
    }
    ends.set(client, reached)
  }
  let isComplete = true
  for (const structs of clients.values())
    for (const struct of structs) {
      if (meter.add(lookUnits)) yield
      if (!(struct instanceof Y.Item)) continue
      for (const id of [struct.origin, struct.rightOrigin, struct.parent as unknown]) {
        if (!isId(id)) continue
        if (id.client === struct.id.client && id.clock >= struct.id.clock) return 'bad'
        if (id.clock >= end(id.client)) isComplete = false
      }
    }
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1)
    if (last !== undefined && last.clock + last.len > end(client)) isComplete = false
  }
  return isComplete ? 'complete' : 'early'
}

/** Whether some struct is known for a part only. */
export function isPartlyKnown({ clients }: Decoded, doc: Y.Doc): boolean {
  for (const [client, structs] of clients) {
    const known = Y.getState(doc.store, client)
    // They are in order: what comes after the known end is new.
    for (const { id, length } of structs) {
      if (id.clock >= known) break
      if (known < id.clock + length) return true
    }
  }
  return false
}

function isId(value: unknown): value is Id {
  return typeof value === 'object' && value !== null && 'client' in value && 'clock' in value
}

/**
 * Whether an update, once applied, holds together: all of it came in, and what it inserted lies under one parent with its
 * neighbours. `before` tells how far each client was. In which order the neighbours stand is not looked at: Yjs' own undo
 * makes items that name a later one as the one before them, so such items can't be refused.
 */
export function* isWellPlaced(
  { clients }: Decoded,
  doc: Y.Doc,
  { before, meter }: { before: ReadonlyMap<number, number>; meter: Meter },
): Sliced<boolean> {
  for (const [client, structs] of clients) {
    const known = before.get(client) ?? 0
    const reached = Y.getState(doc.store, client)
    for (const struct of structs) {
      const end = struct.id.clock + struct.length
      // Two items that wait for each other wait for ever.
      if (!(struct instanceof Y.Skip) && end > reached) return false
      if (struct instanceof Y.Item && end > known) {
        if (!isItemWellPlaced(struct, doc)) return false
        // Two halves of the value of a key would both stand until someone reads anew.
        if (
          struct.length > 1 &&
          isUnderKey(struct, doc) &&
          !(yield* isAllDeleted(doc, client, { clock: struct.id.clock, len: struct.length }, meter))
        )
          return false
      }
      if (meter.add(3 * lookUnits)) yield
    }
  }
  return true
}

function isItemWellPlaced(sent: Y.Item, doc: Y.Doc): boolean {
  const [left, right] = [find(doc, sent.origin), find(doc, sent.rightOrigin)]
  // What lay in a deleted type is gone for good, all of it: a neighbour from elsewhere would decide by the moment of reading.
  if (left !== null && right !== null && left instanceof Y.Item !== right instanceof Y.Item)
    return false
  const placed = placedOf(sent, doc)
  for (const neighbour of [left, right]) {
    if (
      placed instanceof Y.Item &&
      neighbour instanceof Y.Item &&
      (neighbour.parent !== placed.parent || neighbour.parentSub !== placed.parentSub)
    )
      return false
  }
  // Under a key stands one value, and only the last.
  if (placed instanceof Y.Item && placed.parentSub !== null && right !== null) return false
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
  return true
}

/** The last part of it, as it lies in the document. */
function placedOf({ id, length }: Y.Item, doc: Y.Doc): Struct | null {
  return find(doc, { client: id.client, clock: id.clock + length - 1 })
}

function isUnderKey(sent: Y.Item, doc: Y.Doc): boolean {
  const placed = placedOf(sent, doc)
  return placed instanceof Y.Item && placed.parentSub !== null
}

function find(doc: Y.Doc, id: Id | null): Struct | null {
  const structs = id === null ? undefined : doc.store.clients.get(id.client)
  return id === null || structs === undefined
    ? null
    : (structs[Y.findIndexSS(structs, id.clock)] ?? null)
}

import * as Y from 'yjs'
import type { Meter, Sliced, Units } from '../turns.ts'

export type DeleteSet = Parameters<typeof Y.mergeDeleteSets>[0][number]
type Structs = (Y.Item | Y.GC)[]

/** The number of structs per part. */
const clearedAtOnce = 500
const structUnits: Units = 0.5
/** Removing a struct from a list moves the structs behind it: the cost of each. */
export const moveUnits: Units = 0.0005

/**
 * Does what Yjs does with deleted items at the end of a transaction: drops their content and merges
 * neighbours. Yjs moves the rest of the list for each removed struct, which is quadratic for rows
 * in a long list (a plan of 20,000 rows blocked the event loop for half a second); here the list
 * moves once per part.
 */
export function* clearUp(doc: Y.Doc, deleted: readonly DeleteSet[], meter: Meter): Sliced<void> {
  for (const [client, ranges] of Y.mergeDeleteSets([...deleted]).clients) {
    const structs = doc.store.clients.get(client) ?? []
    for (const { clock, len } of ranges) {
      const end = clock + len
      // Searched again after each part: structs before it were merged, and others may have written.
      for (let at = clock; at < end; ) {
        const first = Y.findIndexSS(structs, at)
        const last = forget(doc, structs, { first, end })
        at = endOf(structs[last])
        const units = (last - first + 1) * structUnits + structs.length * moveUnits
        putTogether(structs, Math.max(0, first - 1), Math.min(structs.length - 1, last + 1))
        if (meter.add(units)) yield
      }
    }
  }
}

/** Returns the index of the last visited struct. */
function forget(
  { store, gcFilter }: Y.Doc,
  structs: Structs,
  { first, end }: { first: number; end: number },
): number {
  let last = first
  for (let index = first; index < first + clearedAtOnce; index++) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= end) break
    if (struct instanceof Y.Item && struct.deleted && !struct.keep && gcFilter(struct))
      struct.gc(store, false)
    last = index
  }
  return last
}

function putTogether(structs: Structs, from: number, to: number): void {
  let kept = from
  for (let index = from + 1; index <= to; index++) {
    const [left, right] = [structs[kept], structs[index]]
    if (left === undefined || right === undefined || isJoined(left, right)) continue
    structs[++kept] = right
  }
  if (kept < to) structs.splice(kept + 1, to - kept)
}

/** Whether the right struct is now part of the left one. */
function isJoined(left: Y.Item | Y.GC, right: Y.Item | Y.GC): boolean {
  if (left.deleted !== right.deleted) return false
  if (left instanceof Y.GC) return right instanceof Y.GC && left.mergeWith(right)
  if (!(right instanceof Y.Item) || !left.mergeWith(right)) return false
  const { parent, parentSub } = right
  if (
    parentSub !== null &&
    parent instanceof Y.AbstractType &&
    parent._map.get(parentSub) === right
  )
    parent._map.set(parentSub, left)
  return true
}

const endOf = (struct: Y.Item | Y.GC | undefined): number =>
  struct === undefined ? Number.POSITIVE_INFINITY : struct.id.clock + struct.length

import * as Y from 'yjs'
import type { Units } from '../turns.ts'

/** Comparing with one item that was put at the same place at the same time: here, and then by Yjs. */
const compareUnits = 1
/** Moving one entry of a list to make room for another; and copying one value of an array. */
const moveUnits = 0.000_4
const copyUnits = 0.02

type Store = Y.Doc['store']
type Id = { client: number; clock: number }

/**
 * What Yjs does to find the place of an item among those that others put between the same neighbours: it walks over them,
 * and keeps each. The same walk without a change, so that it can be refused before it is done; it ends beyond `max`.
 */
export function conflictUnits(item: Y.Item, store: Store, max: Units): Units {
  const { left, right } = item
  const parent: unknown = item.parent
  if (!(parent instanceof Y.AbstractType)) return 0
  if (left === null ? right !== null && right.left === null : left.right === right) return 0
  let units: Units = 0
  let other = left === null ? null : left.right
  if (left === null) {
    const first = firstOf(parent, item.parentSub, max)
    units += first.units
    other = first.item
  }
  const before = new Set<Y.Item | Y.GC>()
  for (; other !== null && other !== right && units <= max; other = other.right) {
    units += compareUnits
    before.add(other)
    if (isSame(item.origin, other.origin)) {
      if (other.id.client >= item.id.client && isSame(item.rightOrigin, other.rightOrigin)) break
    } else if (other.origin === null || !before.has(Y.getItem(store, other.origin))) break
  }
  return units
}

/** The first item of a list; of a key, whose last value is known, the first of all that it ever had. */
function firstOf(
  parent: Y.AbstractType<unknown>,
  key: string | null,
  max: Units,
): { item: Y.Item | null; units: Units } {
  if (key === null) return { item: parent._start, units: 0 }
  let units: Units = 0
  let item = parent._map.get(key) ?? null
  for (; item !== null && item.left !== null && units <= max; item = item.left)
    units += compareUnits
  // Yjs goes that way twice.
  return { item, units: units * 2 }
}

/** What it costs to cut in two what an item is put between. */
export function neighbourUnits(item: Y.Item, store: Store): Units {
  const { origin, rightOrigin } = item
  return (
    (origin === null ? 0 : cutUnits(store, { ...origin, clock: origin.clock + 1 })) +
    (rightOrigin === null ? 0 : cutUnits(store, rightOrigin))
  )
}

/** What it costs that an item begins at this id; nothing where one does. */
export function cutUnits(store: Store, { client, clock }: Id): Units {
  const structs = store.clients.get(client)
  if (structs === undefined || clock >= Y.getState(store, client)) return 0
  const struct = structs[Y.findIndexSS(structs, clock)]
  if (!(struct instanceof Y.Item) || struct.id.clock === clock) return 0
  const values =
    struct.content instanceof Y.ContentAny || struct.content instanceof Y.ContentJSON
      ? struct.length
      : 0
  // Cut now, and put together again or looked at once more when it is cleared up.
  return 2 * structs.length * moveUnits + values * copyUnits + 1
}

/** How many items lie in a type, at any depth; it ends beyond `max`. */
export function countWithin(type: Y.AbstractType<unknown>, max: number): number {
  let count = 0
  const types = [type]
  for (let one = types.pop(); one !== undefined && count <= max; one = types.pop()) {
    const lists = [one._start, ...one._map.values()]
    for (const first of lists)
      for (let item = first; item !== null && count <= max; item = item.right) {
        count++
        if (item.content instanceof Y.ContentType) types.push(item.content.type)
      }
  }
  return count
}

function isSame(a: Id | null, b: Id | null): boolean {
  return a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)
}

import * as Y from 'yjs'
import type { SharedNode } from './copied-text.ts'

/** Larger updates are not looked through while a user types; they count as a change. */
const maxStructs = 2_000

/**
 * Whether an update changes a shared type or something inside it. `doc` does not have the update yet. An update that
 * depends on unknown content counts as a change: the document may integrate more than this update holds.
 */
export function reaches(update: Uint8Array, doc: Y.Doc, type: SharedNode): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  if (structs.length > maxStructs) return true
  const root = type._item === null ? Y.findRootTypeKey(type) : null
  const known = (id: Y.ID) => id.clock < Y.getState(doc.store, id.client)
  /** The new items so far: others of the same update hang on them. */
  const inside = new Map<number, { from: number; to: number; isInside: boolean }[]>()

  const isIdInside = (id: Y.ID): boolean => {
    const own = inside.get(id.client)?.findLast(({ from, to }) => from <= id.clock && id.clock < to)
    if (own !== undefined) return own.isInside
    if (!known(id)) return true
    const found = Y.getItem(doc.store, id)
    // Collected content has no place any more; new content under it is collected as well.
    return found instanceof Y.Item && isItemInside(found, type)
  }

  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const isInside = isNewInside(struct)
    if (
      isInside &&
      !known({ client: struct.id.client, clock: struct.id.clock + struct.length - 1 })
    )
      return true
    const spans = inside.get(struct.id.client) ?? []
    spans.push({ from: struct.id.clock, to: struct.id.clock + struct.length, isInside })
    inside.set(struct.id.client, spans)
  }

  function isNewInside({ parent, origin, rightOrigin }: Y.Item): boolean {
    if (typeof parent === 'string') return parent === root
    if (parent instanceof Y.ID) return sameId(parent, type._item?.id) || isIdInside(parent)
    const beside = origin ?? rightOrigin
    return beside === null || isIdInside(beside)
  }

  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges)
      for (let at = clock; at < clock + len; ) {
        const id = Y.createID(client, at)
        if (!known(id)) break
        const found = Y.getItem(doc.store, id)
        if (
          found instanceof Y.Item &&
          !found.deleted &&
          (isItemInside(found, type) || holds(found, type))
        )
          return true
        at = found.id.clock + found.length
      }
  return false
}

function isItemInside(item: Y.Item, type: SharedNode): boolean {
  for (
    let parent = item.parent;
    parent instanceof Y.AbstractType;
    parent = parent._item?.parent ?? null
  )
    if (parent === type) return true
  return false
}

/** Whether an item is the type itself or something around it. */
function holds(item: Y.Item, type: SharedNode): boolean {
  for (let around = type._item; around !== null; around = parentItem(around))
    if (around === item) return true
  return false
}

function parentItem(item: Y.Item): Y.Item | null {
  return item.parent instanceof Y.AbstractType ? item.parent._item : null
}

function sameId(a: Y.ID, b: Y.ID | undefined): boolean {
  return b !== undefined && Y.compareIDs(a, b)
}

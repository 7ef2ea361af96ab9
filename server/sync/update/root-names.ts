import * as Y from 'yjs'
import type { Meter, Sliced } from '../turns.ts'
import type { Decoded } from './update-validation.ts'

/** Looking at one struct. */
const lookUnits = 0.1

/**
 * How many names the maps of a document would hold with an update taken in; null when it brings none. In a plan these are the rows
 * of its tables and some single values. Known before the update is tried: what sets a new name says in which map.
 */
export function* rootNamesWith(
  { clients }: Decoded,
  doc: Y.Doc,
  meter: Meter,
): Sliced<number | null> {
  const fresh = new Map<string, Set<string>>()
  let brought = 0
  for (const structs of clients.values())
    for (const struct of structs) {
      if (meter.add(lookUnits)) yield
      if (!(struct instanceof Y.Item) || struct.parentSub === null) continue
      const root: unknown = struct.parent
      if (typeof root !== 'string' || doc.share.get(root)?._map.has(struct.parentSub)) continue
      const names = fresh.get(root) ?? new Set()
      fresh.set(root, names.add(struct.parentSub))
    }
  for (const names of fresh.values()) brought += names.size
  if (brought === 0) return null
  let there = 0
  for (const { _map } of doc.share.values()) there += _map.size
  if (meter.add(doc.share.size * lookUnits)) yield
  return there + brought
}

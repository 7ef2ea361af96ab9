import * as Y from 'yjs'
import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import { isRowId } from '#shared/ids.ts'
import { type PlanPart, partOfRoot } from '#shared/plan/layout.ts'

/**
 * A part that an update changed: a text, a single value, a row as such (added, removed, moved) or a
 * cell.
 */
export type TouchedPlace = Pick<PlanActivityTable, 'kind' | 'part' | 'row' | 'column' | 'old_value'>

type Changed = Y.Transaction['changed'] extends Map<infer Type, unknown> ? Type : never

/**
 * The parts of a plan that a transaction touched. Valid only inside the transaction's observer:
 * afterwards the document no longer has the old values. Ids come from clients; an id that can't be
 * ours is left out.
 */
export function touchedPlaces(transaction: Y.Transaction): TouchedPlace[] {
  const [only] = transaction.changed.size === 1 ? transaction.changed.keys() : []
  const text = only === undefined ? undefined : texts.get(only)
  if (text !== undefined) return text
  const parts = new Map<string, TouchedPlace>()
  for (const [type, keys] of transaction.changed) {
    for (const part of partsOf(type, keys, transaction)) {
      if ([part.part, part.row, part.column].every((id) => id === '' || isRowId(id)))
        parts.set([part.kind, part.part, part.row, part.column].join('/'), part)
    }
  }
  return [...parts.values()]
}

/** A keystroke changes one text, and a text keeps its place: the place is looked up once. */
const texts = new WeakMap<Changed, TouchedPlace[]>()

function partsOf(
  type: Changed,
  keys: ReadonlySet<string | null>,
  transaction: Y.Transaction,
): TouchedPlace[] {
  // From the changed type up to its root.
  const chain = [type]
  for (let top = type; top._item !== null; ) {
    top = top._item.parent as Changed
    chain.push(top)
  }
  const root = chain.at(-1)
  const place = root === undefined ? null : placeOf(root)
  const names = [...keys].filter((key) => key !== null)
  if (place === null) return []
  if (place.kind === 'field') return asText(type, [touched({ kind: 'field', part: place.id })])
  // One pass over all keys that changed in this map. A value that lost against a concurrent write
  // is not included: for every reader
  // it never changed.
  const changes = new Y.YEvent(type, transaction).keys
  if (place.kind === 'values')
    return type === root
      ? names
          .filter((name) => changes.has(name))
          .map((part) => touched({ kind: 'value', part, old_value: oldAmount(changes.get(part)) }))
      : []
  if (type === root) return names.map((row) => touched({ kind: 'row', part: place.id, row }))
  const row = chain.at(-2)?._item?.parentSub ?? ''
  // Inside a cell, which is a text then.
  if (chain.length > 2)
    return asText(type, [
      touched({ kind: 'cell', part: place.id, row, column: chain.at(-3)?._item?.parentSub ?? '' }),
    ])
  return names.flatMap((column) => {
    if (!changes.has(column)) return []
    if (column === 'order' || column === 'removed')
      return [touched({ kind: 'row', part: place.id, row, column })]
    return [
      touched({
        kind: 'cell',
        part: place.id,
        row,
        column,
        old_value: oldAmount(changes.get(column)),
      }),
    ]
  })
}

/**
 * The name is searched among the names of all roots; a hostile update may create thousands of
 * roots.
 */
function placeOf(root: Changed): PlanPart | null {
  let place = places.get(root)
  if (place === undefined) {
    place = partOfRoot(Y.findRootTypeKey(root))
    places.set(root, place)
  }
  return place
}

const places = new WeakMap<Changed, PlanPart | null>()

function asText(type: Changed, parts: TouchedPlace[]): TouchedPlace[] {
  if (
    parts.every((part) =>
      [part.part, part.row, part.column].every((id) => id === '' || isRowId(id)),
    )
  )
    texts.set(type, parts)
  return parts
}

function touched(part: Pick<TouchedPlace, 'kind' | 'part'> & Partial<TouchedPlace>): TouchedPlace {
  return { row: '', column: '', old_value: null, ...part }
}

/** The previous amount as JSON; null for a text, because typed text is not stored a second time. */
function oldAmount(change: { oldValue: unknown } | undefined): string | null {
  const old: unknown = change?.oldValue ?? null
  return old === null || old === notApplicable || Number.isInteger(old) ? JSON.stringify(old) : null
}

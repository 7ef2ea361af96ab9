import type { Row } from './content.ts'

const known = new WeakMap<readonly Row[], ReadonlyMap<string, number>>()

/**
 * The position of each row in its table. Computed once per immutable list: otherwise thousands of
 * lines that each look for their row would each scan the whole table.
 */
export function placesOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const kept = known.get(rows)
  if (kept !== undefined) return kept
  const places = new Map<string, number>()
  rows.forEach((row, index) => {
    if (!places.has(row.id)) places.set(row.id, index)
  })
  known.set(rows, places)
  return places
}

/** The row with this id; undefined when it is not in the table. */
export function rowOf(rows: readonly Row[] | undefined, id: unknown): Row | undefined {
  if (rows === undefined || typeof id !== 'string') return undefined
  const place = placesOf(rows).get(id)
  return place === undefined ? undefined : rows[place]
}

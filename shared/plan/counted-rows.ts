import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'
import { rowOf } from './row-places.ts'

/**
 * Why a row is left out of the totals: it names nobody, the party does not take part, it is not
 * known whether the party does, or another row counts for that party.
 */
export type NotCounted = 'nobody' | 'not-connected' | 'unknown' | 'twice'

type Tables = Readonly<Record<string, readonly Row[]>>

/** Rows that do not count in the totals of a table (`countedBy`), by id. Empty for most tables. */
export function uncountedRows(
  table: Table,
  rows: readonly Row[],
  tables: Tables,
): ReadonlyMap<string, NotCounted> {
  const { countedBy } = table
  const found = new Map<string, NotCounted>()
  if (countedBy === undefined) return found
  const referred = table.columns.find(({ id }) => id === countedBy.via)
  // A member of parts does not see the other table, and can't tell which rows count.
  if (referred === undefined) return found
  const among = referred.kind === 'reference' ? referred.tables : []
  const seen = new Set<string>()
  for (const row of rows) {
    const id = row[countedBy.via]
    const party = among.map((name) => rowOf(tables[name], id)).find((one) => one !== undefined)
    if (party === undefined) {
      if (typeof row[countedBy.quantity] === 'number') found.set(row.id, 'nobody')
      continue
    }
    const answer = party[countedBy.column] ?? ''
    if (answer === '') found.set(row.id, 'unknown')
    else if (answer !== countedBy.is) found.set(row.id, 'not-connected')
    else if (seen.has(party.id)) found.set(row.id, 'twice')
    seen.add(party.id)
  }
  return found
}

/** The same for a plan that is not computed yet, one row at a time. */
export function isCounted(table: Table, row: Row, tables: Tables): boolean {
  return !uncountedOf(table, tables).has(row.id)
}

const known = new WeakMap<
  readonly Row[],
  { tables: Tables; found: ReadonlyMap<string, NotCounted> }
>()

/** `uncountedRows` of the table's own rows, computed once for each state of a plan. */
export function uncountedOf(table: Table, tables: Tables): ReadonlyMap<string, NotCounted> {
  const rows = tables[table.id] ?? []
  const kept = known.get(rows)
  if (kept?.tables === tables) return kept.found
  const found = uncountedRows(table, rows, tables)
  known.set(rows, { tables, found })
  return found
}

import { isReference } from '#shared/format/columns.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { type Group, groupsOf, otherGroup } from '#shared/plan/groups.ts'
import { titleOf } from '#shared/plan/row-title.ts'

/** The groups under which the rows of a table are shown, and the column that says in which one a row is. */
export type RowGroups = { column: string; groups: readonly Group[] }

/**
 * A table with groups has those of its form; cards that refer to a numbered table, such as activities to themes, are shown
 * under its rows. No groups otherwise, or as long as no row is in one.
 */
export function rowGroupsOf(
  table: Table,
  format: Format,
  tables: PlanContent['tables'],
): RowGroups {
  if (table.layout !== 'cards') return { column: 'group', groups: groupsOf(table, tables) }
  const column = table.columns.filter(isReference).find((candidate) => parentOf(candidate) !== null)
  const parent = column === undefined ? null : parentOf(column)
  if (column === undefined || parent === null) return { column: 'group', groups: [] }
  const groups = (tables[parent.id] ?? []).map(
    (row, index): Group => ({
      id: row.id,
      label: `${index + 1} ${titleOf(parent, row)}`,
      entry: 'either',
    }),
  )
  const rows = tables[table.id] ?? []
  const isKnown = (row: Row) => groups.some(({ id }) => id === row[column.id])
  if (!rows.some(isKnown)) return { column: column.id, groups: [] }
  const rest: Group = { id: otherGroup, label: `Zonder ${parent.item.one}`, entry: 'either' }
  return { column: column.id, groups: rows.every(isKnown) ? groups : [...groups, rest] }

  function parentOf({ tables: [only, ...more] }: { tables: readonly string[] }): Table | null {
    const found = only === undefined || more.length > 0 ? undefined : tableOf(format, only)
    return found?.numbering === undefined || found.id === table.id ? null : found
  }
}

/** The group that a row is shown in; the empty string if the table has no groups. */
export function groupIn({ column, groups }: RowGroups, row: Row): string {
  if (groups.length === 0) return ''
  const id = row[column]
  return groups.some((group) => group.id === id) ? String(id) : otherGroup
}

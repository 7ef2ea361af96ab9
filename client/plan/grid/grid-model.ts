import {
  type ByColumnKind,
  byColumnKind,
  type Column,
  columnKinds,
  isReference,
} from '#shared/format/columns.ts'
import { isOurs } from '#shared/format/official-form.ts'
import type { Table } from '#shared/format/schema.ts'
import { productColumn } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import { type Group, groupIdOf } from '#shared/plan/groups.ts'

/** `plan`: the budget. `actual`: the budget beside the actual costs (M16), in place of hours and rates, on the sheet of the year. */
type GridView = 'plan' | 'actual'

/** The columns of a table that belong to the year and not to the form (`yearColumns`). */
type OfYear = ReadonlySet<string>

/** Whether the lines of a budget have actual costs beside them. */
export function hasActuals(table: Table, ofYear: OfYear): boolean {
  return productColumn(table) !== undefined && ofYear.size > 0
}

export function visibleColumns(table: Table, view: GridView, ofYear: OfYear): Column[] {
  // The group is the heading above the lines.
  const columns = table.columns.filter(
    (column) => table.groups === undefined || column.id !== 'group',
  )
  const product = productColumn(table)
  if (product === undefined || !hasActuals(table, ofYear)) return columns
  return view === 'plan'
    ? columns.filter(({ id }) => !ofYear.has(id))
    : columns.filter((column) => column.isTitle || column === product || ofYear.has(column.id))
}

/**
 * Columns of ours that refer to rows of which there are none yet, such as the rates of professions:
 * nothing can be chosen in them, and they would take width from the form's own columns.
 */
export function columnsWithoutChoice(
  table: Table,
  tables: Readonly<Record<string, readonly Row[]>>,
): string[] {
  return table.columns
    .filter(isReference)
    .filter(
      (column) =>
        isOurs(column) &&
        column.tables.every((name) => (tables[name] ?? []).length === 0) &&
        (tables[table.id] ?? []).every((row) => (row[column.id] ?? '') === ''),
    )
    .map(({ id }) => id)
}

export type GroupedRows = { group: Group | null; rows: Row[] }

/** Rows under their group; a table without groups is one group without a name. */
export function groupRows(
  rows: readonly Row[],
  groups: readonly Group[],
  hasGroups: boolean,
): GroupedRows[] {
  if (!hasGroups) return [{ group: null, rows: [...rows] }]
  return groups.map((group) => ({
    group,
    rows: rows.filter((row) => groupIdOf(row, groups) === group.id),
  }))
}

export function isNumeric(column: Column): boolean {
  return columnKinds[column.kind].unit !== null
}

type Width = { rem: number } | { share: number }

/** Width of a column: a fixed width for numbers, or a share of the rest. */
export function columnWidth(column: Column): Width {
  return byColumnKind(widths, column)
}

/** Not in proportion: the name of an organisation beside a long description must stay readable. */
const shared = ({ width }: Column): Width => ({ share: Math.sqrt(width) })

const widths: ByColumnKind<Width> = {
  line: shared,
  richText: shared,
  choice: shared,
  date: () => ({ rem: 9 }),
  count: () => ({ rem: 5.5 }),
  quantity: () => ({ rem: 5.5 }),
  money: ({ isRate }) => ({ rem: isRate ? 5.75 : 6.75 }),
  reference: shared,
  computed: () => ({ rem: 6.75 }),
}

/** The minimum width at which the text columns are readable; a narrower table scrolls. */
export function minimumWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => {
    const width = columnWidth(column)
    return sum + ('rem' in width ? width.rem : column.isTitle ? 11 : 7.5)
  }, 2.5)
}

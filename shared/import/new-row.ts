import { type ByStorage, byStorage, defaultOf } from '../format/columns.ts'
import type { Table } from '../format/schema.ts'
import type { CellValue, Row } from '../plan/content.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { ImportedRow } from './import-result.ts'

/** A row of the plan for a row from outside, before it has the cells of that row. */
export function newRow(table: Table, { id, cells }: Pick<ImportedRow, 'id' | 'cells'>): Row {
  const row: Row = { id }
  for (const column of table.columns) {
    const cell = byStorage(newCells, column, column.id in cells)
    if (cell !== undefined) row[column.id] = cell
  }
  return row
}

/**
 * The initial content of a new cell: the text printed by the form, unless the file has that cell.
 */
const newCells: ByStorage<CellValue | undefined, [isFound: boolean]> = {
  plain: (column, isFound) => (isFound ? null : (defaultOf(column) ?? null)),
  richText: () => emptyDoc(),
  computed: () => undefined,
}

import { type Doc, XmlFragment } from 'yjs'
import type { Table } from '#shared/format/schema.ts'
import type { CellValue } from '#shared/plan/content.ts'
import { otherGroup } from '#shared/plan/groups.ts'
import { rowCells } from '#shared/plan/layout.ts'
import { addRow, orderedRows, setCell } from '#shared/plan/rows.ts'
import { writeFragment } from '#shared/richtext/fragment.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'
import type { PastedLine } from './plan-paste.ts'

/** Writes a planned paste, inside one `doc.transact` of the caller: it is one step for undo. */
export function applyPaste(doc: Doc, table: Table, lines: readonly PastedLine[]): void {
  for (const line of lines)
    if (line.added === null) writeCells(doc, table, line)
    else
      addRow(doc, table, {
        id: line.row,
        index: indexAfter(doc, table, line.added.afterId),
        cells: {
          ...line.writes,
          ...(line.group === null || line.group === otherGroup ? {} : { group: line.group }),
        },
      })
}

function indexAfter(doc: Doc, table: Table, afterId: string | null): number {
  const rows = orderedRows(doc, table.id)
  const after = rows.findIndex(({ id }) => id === afterId)
  return after === -1 ? rows.length : after + 1
}

function writeCells(doc: Doc, table: Table, { row, writes }: PastedLine): void {
  for (const [column, value] of Object.entries(writes)) {
    if (typeof value !== 'object' || value === null) setCell(doc, table.id, row, column, value)
    else {
      const fragment = rowCells(doc, table.id, row)?.get(column)
      // Filled by somebody else meanwhile: their words stay.
      if (fragment instanceof XmlFragment && fragment.length === 0)
        writeFragment(fragment, value as CellValue as RichDoc)
    }
  }
}

import { withoutGuard } from '#shared/formula-guard.ts'
import type { SourceCell } from '#shared/import/table/source-cell.ts'
import type { FileBlock, FileSheet, FileTable } from '../file.ts'
import { blocksText } from '../file-text.ts'

/** Wider than any table of a form; a file may declare any width. */
const maxColumns = 60

/** A table cell of a file of any kind: its text, and the further data that the file has. */
export type GridCell = SourceCell & { blocks: readonly FileBlock[] | null; at: string }
export type GridRow = { cells: GridCell[] }

const emptyCell: GridCell = { text: '', blocks: null, isFormula: false, at: '' }

/**
 * A table of a document in which each row has a cell for each column: a merged cell becomes a cell
 * and empty ones.
 */
export function gridOfTable(table: FileTable): GridRow[] {
  const rows = table.rows.map((): GridCell[] => [])
  table.rows.forEach((row, y) => {
    let x = 0
    for (const cell of row.cells) {
      while (rows[y]?.[x] !== undefined) x += 1
      if (x >= maxColumns) break
      const text = blocksText(cell.blocks)
      for (let down = 0; down < Math.min(cell.rowspan, table.rows.length - y); down += 1)
        for (let right = 0; right < Math.min(cell.colspan, maxColumns - x); right += 1) {
          const into = rows[y + down]
          if (into !== undefined)
            into[x + right] =
              right > 0
                ? emptyCell
                : down === 0
                  ? { text, blocks: cell.blocks, isFormula: false, at: '' }
                  : { ...emptyCell, shared: text }
        }
      x += cell.colspan
    }
  })
  return rows.map((cells) => ({ cells: Array.from(cells, (cell) => cell ?? emptyCell) }))
}

export function gridOfSheet(sheet: FileSheet): GridRow[] {
  const width = Math.max(
    0,
    ...sheet.rows.flatMap((row) => row.cells.map((cell) => cell.column + 1)),
  )
  return sheet.rows.map((row) => {
    const cells = Array.from({ length: width }, (): GridCell => emptyCell)
    for (const { column, ...cell } of row.cells)
      cells[column] = { ...cell, text: withoutGuard(cell.text), blocks: null }
    return { cells }
  })
}

/** The text of a row, for the list of unplaced content. */
export function rowText(row: GridRow): string {
  return row.cells
    .map((cell) => cell.text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
    .join(' | ')
}

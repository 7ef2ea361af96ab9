import type { FileSheet, FileTable } from './file.ts'
import { blocksText } from './file-text.ts'
import { emptyGridCell, type GridCell, type GridRow } from './read-cell.ts'

/** Wider than any table of a form; a file may say anything. */
const maxColumns = 60

/** A table of a document in which each row has a cell for each column: a merged cell is a cell and empty ones. */
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
                ? emptyGridCell('')
                : down === 0
                  ? { text, blocks: cell.blocks, isFormula: false, at: '' }
                  : { ...emptyGridCell(''), shared: text }
        }
      x += cell.colspan
    }
  })
  return rows.map((cells) => ({ cells: Array.from(cells, (cell) => cell ?? emptyGridCell('')) }))
}

export function gridOfSheet(sheet: FileSheet): GridRow[] {
  const width = Math.max(
    0,
    ...sheet.rows.flatMap((row) => row.cells.map((cell) => cell.column + 1)),
  )
  return sheet.rows.map((row) => {
    const cells = Array.from({ length: width }, (): GridCell => emptyGridCell(''))
    for (const { column, ...cell } of row.cells)
      cells[column] = { ...cell, text: withoutGuard(cell.text), blocks: null }
    return { cells }
  })
}

/** What our own CSV puts before a text that a spreadsheet would take for a formula. */
function withoutGuard(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}

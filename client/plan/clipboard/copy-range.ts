import type { Doc } from 'yjs'
import { type Column, columnKinds, isPlain } from '#shared/format/columns.ts'
import type { NumberUnit } from '#shared/format/kinds/column-kind.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { guardFormula } from '#shared/formula-guard.ts'
import { writeTabSeparated } from '#shared/import/paste/tab-separated.ts'
import { formatHundredths } from '#shared/money.ts'
import { isAmountRow, isProduct } from '#shared/plan/computed.ts'
import type { CellValue, PlanContent } from '#shared/plan/content.ts'
import { setCell } from '#shared/plan/rows.ts'
import { cellWords } from '#shared/plan/words.ts'
import type { CellGrid } from '../grid/cell-range.ts'

type CopiedCell = { text: string; number: number | null }

/**
 * A range as spreadsheets take it: numbers as numbers, without € and thousand points, and in the
 * HTML also in the notation that holds in any language.
 */
export function copyOf(
  table: Table,
  { rows, columns }: CellGrid,
  content: PlanContent,
): { text: string; html: string } {
  const shown = columns.flatMap((id) => table.columns.filter((column) => column.id === id))
  const cells = rows.map((id) => {
    const row = content.tables[table.id]?.find((one) => one.id === id)
    return shown.map((column) => cellOf(row?.[column.id] ?? null, column, content))
  })
  return {
    text: writeTabSeparated(cells.map((row) => row.map(({ text }) => text))),
    html: htmlOf(cells),
  }
}

function cellOf(value: CellValue, column: Column, content: PlanContent): CopiedCell {
  const { unit } = columnKinds[column.kind]
  if (typeof value === 'number' && unit !== null) return numberCells[unit](value)
  if (column.kind === 'date' && typeof value === 'string')
    return { text: value.split('-').reverse().map(Number).join('-'), number: null }
  return { text: guardFormula(cellWords(value, column, content)), number: null }
}

const numberCells: Readonly<Record<NumberUnit, (value: number) => CopiedCell>> = {
  count: (value) => ({ text: String(value), number: value }),
  hundredths: (value) => ({ text: plain(formatHundredths(value)), number: value / 100 }),
  cents: (value) => ({
    text: plain(formatHundredths(value, { decimals: 'two' })),
    number: value / 100,
  }),
}

const plain = (text: string) => text.replaceAll('.', '')

function htmlOf(rows: readonly (readonly CopiedCell[])[]): string {
  const body = document.createElement('tbody')
  for (const cells of rows) {
    const row = body.insertRow()
    for (const { text, number } of cells) {
      const cell = row.insertCell()
      cell.textContent = text
      // Excel reads x:num, LibreOffice sdval. Text stays text: no date or formula is made of it.
      if (number === null) cell.setAttribute('style', "mso-number-format:'\\@'")
      else {
        cell.setAttribute('x:num', String(number))
        cell.setAttribute('sdval', String(number))
      }
    }
  }
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><table>${body.outerHTML}</table></html>`
}

/** Empties the cells that are filled in by hand, inside one `doc.transact` of the caller. */
export function emptyCells(
  doc: Doc,
  { table, cells, content }: { table: Table; cells: CellGrid; content: PlanContent },
): void {
  for (const id of cells.rows) {
    const row = content.tables[table.id]?.find((one) => one.id === id)
    for (const column of table.columns) {
      if (row === undefined || !cells.columns.includes(column.id) || !isPlain(column)) continue
      // The amount of a line with hours is computed, and "nvt" says that the line is an amount.
      const isComputedHere = isProduct(column) && !isAmountRow(table, row)
      if (!isComputedHere && row[column.id] !== notApplicable)
        setCell(doc, table.id, id, column.id, null)
    }
  }
}

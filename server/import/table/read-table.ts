import type { Table } from '#shared/format/schema.ts'
import type {
  ImportedRow,
  ImportedTable,
  PrintedSum,
  Unplaced,
} from '#shared/import/import-result.ts'
import {
  afterLine,
  afterSum,
  atNewTable,
  emptyLedger,
  isNameless,
  type Ledger,
  type RowSum,
  readSums,
  type SumKind,
  sumKindOf,
  withLinesBelow,
} from '#shared/import/table/sum-rows.ts'
import { type Columns, titleIndex } from '#shared/import/table/table-columns.ts'
import { type GridRow, rowText } from './grid.ts'
import { formulaCells, type LineReading, readLine } from './read-line.ts'
import { isLineNumber, segmentsOf, type TablePart, type TableSegment } from './table-segments.ts'

export type TableReading = ImportedTable & {
  unplaced: Unplaced[]
  /** Addresses of the cells whose value is what their formula showed last. */
  formulas: string[]
}

/**
 * Reads one table of the form from one or more tables of a file. `where`: the file's name for it,
 * so that a user can find it.
 */
export function readTable(
  table: Table,
  parts: readonly TablePart[],
  { newRowId, where }: { newRowId: () => string; where: string },
): TableReading {
  const rows: ImportedRow[] = []
  const sums: PrintedSum[] = []
  const unplaced: Unplaced[] = []
  const lineNumbers: string[] = []
  const formulas: string[] = []
  let ledger = emptyLedger
  let group: string | null = null
  let isWhole = true
  for (const segment of segmentsOf(table, parts)) {
    if (segment.isStart) ledger = atNewTable(ledger)
    group = segment.group ?? group
    for (const row of segment.rows) {
      const place = placeOf(row, segment.columns, where)
      const reading = readRow(row, { table, segment, above: ledger })
      switch (reading.kind) {
        case 'left':
          isWhole = false
          unplaced.push({ text: rowText(row), where: place, why: reading.why })
          break
        case 'group':
          group = reading.name
          break
        case 'sums':
          sums.push(...reading.sums.map((sum) => ({ ...sum, where: place })))
          for (const text of reading.others)
            unplaced.push({ text, where: place, why: 'Dit staat op de regel van een totaal.' })
          ledger = afterSum(ledger, reading.of)
          break
        case 'line': {
          const { cells, names, remarks, group: own = group } = reading.line
          unplaced.push(...remarks.map((remark) => ({ ...remark, where: place })))
          lineNumbers.push(...reading.line.lineNumbers)
          formulas.push(...reading.formulas)
          if (Object.keys(cells).length + Object.keys(names).length === 0) break
          rows.push({ id: newRowId(), cells, names, group: own, where: place })
          ledger = afterLine(ledger, cells, table)
          break
        }
      }
    }
  }
  if (lineNumbers.length > 0)
    unplaced.push({
      text: lineNumbers.join(', '),
      where,
      why: 'Dit zijn nummers van regels. In het plan staan de regels op volgorde, zonder nummer.',
    })
  return { rows, isWhole, unplaced, formulas, sums: withLinesBelow(sums, ledger.lines) }
}

type RowReading =
  | { kind: 'left'; why: string }
  | { kind: 'sums'; of: SumKind; sums: readonly RowSum[]; others: readonly string[] }
  /** The row is the heading of the lines below it. */
  | { kind: 'group'; name: string }
  | { kind: 'line'; line: LineReading; formulas: readonly string[] }

type RowContext = { table: Table; segment: TableSegment; above: Ledger }

function readRow(row: GridRow, { table, segment, above }: RowContext): RowReading {
  const { columns, ordinals } = segment
  if (columns === null) return { kind: 'left', why: 'Staat boven de namen van de kolommen.' }
  const at = { table, row, columns }
  const of = sumKindOf(at, above)
  if (of !== null) return { kind: 'sums', of, ...readSums(at, of, above) }
  const formulas = formulaCells(at)
  // A program that computes nothing writes the formula alone.
  const unknown = formulas.filter((cell) => cell.text.trim() === '')
  if (unknown.length > 0) return { kind: 'left', why: formulaWords(unknown.map((cell) => cell.at)) }
  const name = groupHeading(row, table, segment)
  if (name !== null) return { kind: 'group', name }
  if (isNameless(at))
    return {
      kind: 'left',
      why: 'Bij dit bedrag staat geen omschrijving. Is het een totaal? Dat rekenen wij zelf uit.',
    }
  return { kind: 'line', line: readLine(at, ordinals), formulas: formulas.map((cell) => cell.at) }
}

/**
 * Text without numbers is the heading of the lines below it, if lines have text in or before their
 * title column.
 */
function groupHeading(
  row: GridRow,
  table: Table,
  { columns, ordinals }: TableSegment,
): string | null {
  if (
    table.groups === undefined ||
    columns === null ||
    columns.some((meaning) => meaning?.kind === 'group' || meaning?.kind === 'rowKind')
  )
    return null
  const filled = row.cells.flatMap((cell, x) =>
    cell.text.trim() === '' || (ordinals.has(x) && isLineNumber(cell)) ? [] : [x],
  )
  const [at] = filled
  return filled.length === 1 && at !== undefined && at <= Math.max(0, titleIndex(columns))
    ? (row.cells[at]?.text.trim() ?? null)
    : null
}

function formulaWords(cells: readonly string[]): string {
  const what =
    cells.length === 1
      ? `cel ${cells[0]} staat een formule`
      : `de cellen ${cells.join(', ')} staan formules`
  return `In ${what} waarvan het bestand de uitkomst niet kent. Open het in Excel, sla het op en importeer het opnieuw.`
}

function placeOf(row: GridRow, columns: Columns | null, where: string): string {
  const named = columns === null ? '' : (row.cells[titleIndex(columns)]?.text.trim() ?? '')
  const title = (
    named === '' ? (row.cells.find((cell) => cell.text.trim() !== '')?.text ?? '') : named
  ).replace(/\s+/g, ' ')
  return `${where}: ${title.length > 60 ? `${title.slice(0, 60)}…` : title}`
}

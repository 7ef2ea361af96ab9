import { type Column, columnKinds } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { productColumn, productOf } from '#shared/plan/computed.ts'
import type { ImportedRow, PrintedSum } from '../import-result.ts'
import { labelKey } from '../label-key.ts'
import { hundredthsOf, readHundredths } from './read-number.ts'
import type { SourceCell, SourceRow } from './source-cell.ts'
import { type Columns, indexOf, titleIndex } from './table-columns.ts'

export type SumKind = PrintedSum['kind']

/**
 * Kinds of row in our own CSV. A row that the user added has another word there or none, and is a
 * line.
 */
const ownKinds: Readonly<Record<string, SumKind>> = {
  subtotaal: 'subtotal',
  totaal: 'total',
  saldo: 'balance',
}
/** The sum of lines may exceed the maximum of a line. */
const anySum = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
const totalNames = ['totaal', 'eindtotaal', 'totaal generaal', 'totalen']
// Not \b, which sees the end of a word before an accented letter: "Soméér" is not a sum.
const totalWords =
  /^(?:(?:eind|groot)?-?totaal|generaal totaal|totale|totaalbedrag|som)(?![\p{L}\p{N}])/u
/** The labels that we write below a total (server/export/sheet/sheets.ts). */
const balanceWords = /^(?:inkomsten|saldo|nog te verdelen|beschikbaar.*)$/

/**
 * The lines above a row, as far as the row may be their sum. Amounts are those of the main total,
 * in its own unit.
 */
export type Ledger = {
  lines: number
  cents: number
  /** The lines below the last sum and below the last total: the first line, and their sum. */
  sinceSum: { from: number; cents: number }
  sinceTotal: { from: number; cents: number }
  /** Only within one table of the file. */
  isAfterTotal: boolean
}

export const emptyLedger: Ledger = {
  lines: 0,
  cents: 0,
  sinceSum: { from: 0, cents: 0 },
  sinceTotal: { from: 0, cents: 0 },
  isAfterTotal: false,
}

export function afterLine(ledger: Ledger, cells: ImportedRow['cells'], table: Table): Ledger {
  const main = table.totals[0]?.column ?? ''
  const amount =
    productColumn(table)?.id === main
      ? (productOf(table, { ...cells, id: '' }) ?? cells[main])
      : cells[main]
  const cents = typeof amount === 'number' ? amount : 0
  const { sinceSum, sinceTotal } = ledger
  return {
    ...ledger,
    lines: ledger.lines + 1,
    cents: ledger.cents + cents,
    sinceSum: { ...sinceSum, cents: sinceSum.cents + cents },
    sinceTotal: { ...sinceTotal, cents: sinceTotal.cents + cents },
  }
}

export function afterSum(ledger: Ledger, kind: SumKind): Ledger {
  const here = { from: ledger.lines, cents: 0 }
  switch (kind) {
    case 'balance':
      return ledger
    case 'subtotal':
      return { ...ledger, sinceSum: here }
    case 'total':
      return { ...ledger, sinceSum: here, sinceTotal: here, isAfterTotal: true }
  }
}

/** Another table of the file begins. */
export function atNewTable(ledger: Ledger): Ledger {
  return { ...ledger, isAfterTotal: false }
}

/** A printed sum, before its place in the file is added. */
export type RowSum = Omit<PrintedSum, 'where'>

/** A row below the header of a table of the form. */
export type RowInTable = { table: Table; row: SourceRow; columns: Columns }

/**
 * Finds the rows that add up others, by their content in any column: their words, or a number that
 * equals the sum of the lines above. The sums are compared with the imported rows
 * (shared/import/compare-sums.ts), so a line that was mistaken for a sum, or a sum for a line,
 * shows as a difference.
 */
export function sumKindOf(at: RowInTable, above: Ledger): SumKind | null {
  const { table, row, columns } = at
  const own = columns.findIndex((meaning) => meaning?.kind === 'rowKind')
  if (own !== -1) return ownKinds[labelKey(row.cells[own]?.text ?? '')] ?? null
  const labels = labelsOf(at)
  if (labels.some((label) => label.startsWith('subtotaal'))) return 'subtotal'
  if (table.totals.length === 0) return null
  if (labels.some((label) => isTotalName(label, table))) return 'total'
  if (hasFactors(at)) return null
  if (labels.some((label) => totalWords.test(label))) return 'total'
  if (above.isAfterTotal && labels.some((label) => balanceWords.test(label))) return 'balance'
  const main = mainCell(at)
  const isSilent = labels.length === 0 && !row.cells.some(isNotApplicable)
  return main !== null && (isSilent || main.cell.isFormula) && addsUp(main.value, above)
    ? 'total'
    : null
}

/** True if a row has a number but no description: a line can't be told from a wrong total. */
export function isNameless(at: RowInTable): boolean {
  return (
    productColumn(at.table) !== undefined &&
    labelsOf(at).length === 0 &&
    !at.row.cells.some(isNotApplicable) &&
    !hasFactors(at) &&
    mainCell(at) !== null
  )
}

/** The printed sums of a row, and its cells with other content. */
export function readSums(
  at: RowInTable,
  kind: SumKind,
  above: Ledger,
): { sums: RowSum[]; others: string[] } {
  const { table, row, columns } = at
  const sums = table.totals.flatMap(({ column }, index) => {
    const main = index === 0 ? mainCell(at) : null
    const cell = main?.cell ?? row.cells[indexOf(columns, column)]
    const value = main?.value ?? (cell === undefined ? null : numberOf(cell))
    return cell === undefined || value === null ? [] : [{ column, cell, value }]
  })
  const label = wordsOf(at)
  const lines = linesOf(kind, above)
  const counted = new Set(sums.map(({ cell }) => cell))
  return {
    sums: sums.map(({ column, value }) => ({
      kind,
      column,
      label,
      printed: isCount(table, column) ? Math.round(value / 100) : value,
      lines,
    })),
    others: columns.some((meaning) => meaning?.kind === 'rowKind') ? [] : otherWords(row, counted),
  }
}

/** Lines below the last total count towards it; otherwise no total would cover them. */
export function withLinesBelow(printed: readonly PrintedSum[], count: number): PrintedSum[] {
  const last = printed.findLast((sum) => sum.kind === 'total')
  return printed.map((sum) =>
    sum.kind === 'total' &&
    last !== undefined &&
    sum.where === last.where &&
    sum.label === last.label
      ? { ...sum, lines: sum.lines.map(([from]) => [from, count] as [number, number]) }
      : sum,
  )
}

function linesOf(kind: SumKind, { lines, sinceSum, sinceTotal }: Ledger): [number, number][] {
  switch (kind) {
    case 'balance':
      return []
    case 'subtotal':
      return [[sinceSum.from, lines]]
    case 'total':
      return [
        [0, lines],
        [sinceTotal.from, lines],
        [sinceSum.from, lines],
      ]
  }
}

/** Cells that are neither the label of the sum, nor a sum, nor a number. */
function otherWords(row: SourceRow, sums: ReadonlySet<SourceCell>): string[] {
  const label = row.cells.find((cell) => isWords(cell.text))
  return row.cells.flatMap((cell) => {
    const isSaid =
      cell === label ||
      sums.has(cell) ||
      cell.text.trim() === '' ||
      isNotApplicable(cell) ||
      numberOf(cell) !== null
    return isSaid ? [] : [cell.text.trim()]
  })
}

function addsUp(value: number, { lines, cents, sinceSum, sinceTotal }: Ledger): boolean {
  return lines > 0 && value !== 0 && [cents, sinceTotal.cents, sinceSum.cents].includes(value)
}

/** The number of the main total, in its column, or elsewhere if that is empty. */
function mainCell({ table, row, columns }: RowInTable): { cell: SourceCell; value: number } | null {
  const own = row.cells[indexOf(columns, table.totals[0]?.column)]
  const value = own === undefined ? null : numberOf(own)
  if (own !== undefined && value !== null) return { cell: own, value }
  if (own !== undefined && own.text.trim() !== '') return null
  const loose = row.cells.findLast(
    (cell, x) => columns[x] === null && x > 0 && numberOf(cell) !== null,
  )
  const looseValue = loose === undefined ? null : numberOf(loose)
  return loose === undefined || looseValue === null ? null : { cell: loose, value: looseValue }
}

function hasFactors({ table, row, columns }: RowInTable): boolean {
  const product = productColumn(table)?.product ?? []
  return (
    product.length > 0 &&
    product.every((id) => /\d/.test(row.cells[indexOf(columns, id)]?.text ?? ''))
  )
}

function isCount(table: Table, columnId: Column['id']): boolean {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  return column !== undefined && columnKinds[column.kind].unit === 'count'
}

function isTotalName(label: string, table: Table): boolean {
  return totalNames.includes(label) || table.totals.some((total) => labelKey(total.label) === label)
}

/** The possible names of a row: the texts up to its title column, or else the first text. */
function labelsOf({ row, columns }: RowInTable): string[] {
  const atTitle = row.cells.slice(0, titleIndex(columns) + 1).filter((cell) => isWords(cell.text))
  const found =
    atTitle.length > 0 ? atTitle : row.cells.filter((cell) => isWords(cell.text)).slice(0, 1)
  return found.map((cell) => labelKey(cell.text))
}

function isWords(text: string): boolean {
  return /\p{L}/u.test(text) && labelKey(text) !== notApplicable
}

const isNotApplicable = (cell: SourceCell) => /^n\.?v\.?t\.?$/i.test(cell.text.trim())

function wordsOf({ row, columns }: RowInTable): string {
  return (
    row.cells
      .find((cell, x) => columns[x]?.kind !== 'rowKind' && isWords(cell.text))
      ?.text.replace(/\s+/g, ' ')
      .trim() ?? ''
  )
}

/** Hundredths; null if it is not a number. */
function numberOf(cell: SourceCell): number | null {
  if (cell.date !== undefined || cell.text.trim() === '') return null
  const read =
    cell.number === undefined
      ? readHundredths(cell.text, anySum)
      : hundredthsOf(cell.number, anySum)
  return read.kind === 'ok' && typeof read.value === 'number' ? read.value : null
}

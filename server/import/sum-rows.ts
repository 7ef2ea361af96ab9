import { type Column, columnKinds } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import type { FoundRow, PrintedSum } from '#shared/import/found.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { productColumn, productOf } from '#shared/plan/computed.ts'
import type { GridCell, GridRow } from './read-cell.ts'
import { hundredthsOf, readHundredths } from './read-number.ts'
import type { Columns } from './table-columns.ts'

export type SumKind = PrintedSum['kind']

/** What our own CSV calls its rows. A row that someone added has another word there or none, and is a line. */
const ownKinds: Readonly<Record<string, SumKind>> = {
  subtotaal: 'subtotal',
  totaal: 'total',
  saldo: 'balance',
}
/** The sum of lines may be more than any line can be. */
const anySum = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
const totalNames = ['totaal', 'eindtotaal', 'totaal generaal', 'totalen']
// Not \b, for which a word ends before an accent: "Soméér" is no sum.
const totalWords =
  /^(?:(?:eind|groot)?-?totaal|generaal totaal|totale|totaalbedrag|som)(?![\p{L}\p{N}])/u
/** What we write below a total (server/export/sheets.ts). */
const balanceWords = /^(?:inkomsten|saldo|nog te verdelen|beschikbaar.*)$/

/**
 * Which rows of a table add up others, and what they say. By what stands in them, in whatever column: their words, or
 * that they hold nothing but what the lines above come to. What they say is compared with what comes in
 * (shared/import/compare-sums.ts): a line that was taken for a sum, or a sum for a line, shows as a difference.
 */
export class SumRows {
  readonly printed: PrintedSum[] = []
  private readonly table: Table
  private readonly names: ReadonlySet<string>
  /** Of the main total, per line that was read. */
  private readonly amounts: number[] = []
  private sinceSum = 0
  private sinceTotal = 0
  private isAfterTotal = false

  constructor(table: Table) {
    this.table = table
    this.names = new Set([...totalNames, ...table.totals.map((total) => labelKey(total.label))])
  }

  /** Another table of the file begins. */
  startTable(): void {
    this.isAfterTotal = false
  }

  addLine(row: FoundRow): void {
    const main = this.table.totals[0]?.column ?? ''
    const amount =
      productColumn(this.table)?.id === main
        ? (productOf(this.table, { ...row.cells, id: row.id }) ?? row.cells[main])
        : row.cells[main]
    this.amounts.push(typeof amount === 'number' ? amount : 0)
  }

  kindOf(row: GridRow, columns: Columns | null): SumKind | null {
    const own = columns?.findIndex((meaning) => meaning?.kind === 'rowKind') ?? -1
    if (own !== -1) return ownKinds[labelKey(row.cells[own]?.text ?? '')] ?? null
    const labels = labelsOf(row, columns)
    if (labels.some((label) => label.startsWith('subtotaal'))) return 'subtotal'
    if (this.table.totals.length === 0) return null
    if (labels.some((label) => this.names.has(label))) return 'total'
    if (columns === null || this.hasFactors(row, columns)) return null
    if (labels.some((label) => totalWords.test(label))) return 'total'
    if (this.isAfterTotal && labels.some((label) => balanceWords.test(label))) return 'balance'
    const main = this.mainCell(row, columns)
    const isSilent = labels.length === 0 && !row.cells.some(isNotApplicable)
    return main !== null && (isSilent || main.cell.isFormula) && this.addsUpTo(main.value)
      ? 'total'
      : null
  }

  /** Whether a row has a number and nothing that says of what: nobody can tell a line of it from a wrong total. */
  isNameless(row: GridRow, columns: Columns): boolean {
    return (
      productColumn(this.table) !== undefined &&
      labelsOf(row, columns).length === 0 &&
      !row.cells.some(isNotApplicable) &&
      !this.hasFactors(row, columns) &&
      this.mainCell(row, columns) !== null
    )
  }

  /** Keeps what a sum says. Answers the cells that say something else. */
  keep(
    row: GridRow,
    kind: SumKind,
    { columns, where }: { columns: Columns; where: string },
  ): string[] {
    const count = this.amounts.length
    const found = new Set<GridCell>()
    for (const { column } of this.table.totals) {
      const at = columns.findIndex(
        (meaning) => meaning?.kind === 'column' && meaning.column.id === column,
      )
      const read = column === this.table.totals[0]?.column ? this.mainCell(row, columns) : null
      const cell = read?.cell ?? row.cells[at]
      const value = read?.value ?? (cell === undefined ? null : numberOf(cell))
      if (cell === undefined || value === null) continue
      found.add(cell)
      this.printed.push({
        kind,
        column,
        label: wordsOf(row, columns),
        where,
        printed: this.isCount(column) ? Math.round(value / 100) : value,
        lines:
          kind === 'balance'
            ? []
            : kind === 'subtotal'
              ? [[this.sinceSum, count]]
              : [
                  [0, count],
                  [this.sinceTotal, count],
                  [this.sinceSum, count],
                ],
      })
    }
    if (kind !== 'balance') this.sinceSum = count
    if (kind === 'total') {
      this.sinceTotal = count
      this.isAfterTotal = true
    }
    const isOwn = columns.some((meaning) => meaning?.kind === 'rowKind')
    const [label] = row.cells.filter((cell) => isWords(cell.text))
    return isOwn
      ? []
      : row.cells.flatMap((cell) => {
          const isSaid =
            cell === label ||
            found.has(cell) ||
            cell.text.trim() === '' ||
            isNotApplicable(cell) ||
            numberOf(cell) !== null
          return isSaid ? [] : [cell.text.trim()]
        })
  }

  /** What was printed, when all is read: lines below the last total count for it, or it would say nothing of them. */
  result(): PrintedSum[] {
    const last = this.printed.findLast((sum) => sum.kind === 'total')
    const count = this.amounts.length
    return this.printed.map((sum) =>
      sum.kind === 'total' &&
      last !== undefined &&
      sum.where === last.where &&
      sum.label === last.label
        ? { ...sum, lines: sum.lines.map(([from]) => [from, count] as [number, number]) }
        : sum,
    )
  }

  private addsUpTo(value: number): boolean {
    const sum = (from: number) =>
      this.amounts.slice(from).reduce((total, cents) => total + cents, 0)
    return (
      this.amounts.length > 0 &&
      value !== 0 &&
      [sum(0), sum(this.sinceTotal), sum(this.sinceSum)].includes(value)
    )
  }

  /** The number of the main total, in its column; elsewhere when that is empty. */
  private mainCell(row: GridRow, columns: Columns): { cell: GridCell; value: number } | null {
    const main = this.table.totals[0]?.column
    const at = columns.findIndex(
      (meaning) => meaning?.kind === 'column' && meaning.column.id === main,
    )
    const own = row.cells[at]
    const value = own === undefined ? null : numberOf(own)
    if (own !== undefined && value !== null) return { cell: own, value }
    if (own !== undefined && own.text.trim() !== '') return null
    const loose = row.cells.findLast(
      (cell, x) => columns[x] === null && x > 0 && numberOf(cell) !== null,
    )
    const looseValue = loose === undefined ? null : numberOf(loose)
    return loose === undefined || looseValue === null ? null : { cell: loose, value: looseValue }
  }

  private hasFactors(row: GridRow, columns: Columns): boolean {
    const product = productColumn(this.table)?.product ?? []
    return (
      product.length > 0 &&
      product.every((id) =>
        columns.some(
          (meaning, x) =>
            meaning?.kind === 'column' &&
            meaning.column.id === id &&
            /\d/.test(row.cells[x]?.text ?? ''),
        ),
      )
    )
  }

  private isCount(column: Column['id']): boolean {
    const found = this.table.columns.find((candidate) => candidate.id === column)
    return found !== undefined && columnKinds[found.kind].unit === 'count'
  }
}

/** The words that a row may be known by: those of its title and what stands before that; else the first there are. */
function labelsOf(row: GridRow, columns: Columns | null): string[] {
  const title =
    columns?.findIndex((meaning) => meaning?.kind === 'column' && meaning.column.isTitle) ?? -1
  const atTitle = row.cells.slice(0, title + 1).filter((cell) => isWords(cell.text))
  const found =
    atTitle.length > 0 ? atTitle : row.cells.filter((cell) => isWords(cell.text)).slice(0, 1)
  return found.map((cell) => labelKey(cell.text))
}

function isWords(text: string): boolean {
  return /\p{L}/u.test(text) && labelKey(text) !== notApplicable
}

const isNotApplicable = (cell: GridCell) => /^n\.?v\.?t\.?$/i.test(cell.text.trim())

function wordsOf(row: GridRow, columns: Columns): string {
  return (
    row.cells
      .find((cell, x) => columns[x]?.kind !== 'rowKind' && isWords(cell.text))
      ?.text.replace(/\s+/g, ' ')
      .trim() ?? ''
  )
}

/** Hundredths; null for what is no number. */
function numberOf(cell: GridCell): number | null {
  if (cell.date !== undefined || cell.text.trim() === '') return null
  const read =
    cell.number === undefined
      ? readHundredths(cell.text, anySum)
      : hundredthsOf(cell.number, anySum)
  return read.kind === 'ok' && typeof read.value === 'number' ? read.value : null
}

import { type Column, type ColumnKind, isComputed, isReference } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import type { FoundRow, FoundTable, Unplaced } from '#shared/import/found.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { formatEuro, limits } from '#shared/money.ts'
import { productColumn, productOf } from '#shared/plan/computed.ts'
import { amountWords } from '#shared/plan/words.ts'
import { type GridCell, type GridRow, readCellAs } from './read-cell.ts'
import { readFolded } from './read-folded.ts'
import { amountRange, readHundredths } from './read-number.ts'
import { type SumKind, SumRows } from './sum-rows.ts'
import { type Columns, foldedColumns } from './table-columns.ts'
import { headerOf, isOrdinalName } from './table-header.ts'

export type TableReading = FoundTable & { unplaced: Unplaced[] }

const isSharable: Readonly<Record<ColumnKind, boolean>> = {
  line: true,
  richText: false,
  choice: true,
  date: true,
  count: false,
  quantity: false,
  money: false,
  reference: true,
  computed: false,
}

type Around = {
  newRowId: () => string /** What the file calls this table, for anyone who looks it up. */
  where: string
}

/**
 * Reads the rows of one table of the form out of one or more tables of a file: a form may print a header for each group,
 * and our own Word export prints each group as a table of its own.
 */
export class TableReader {
  readonly table: Table
  private readonly reading: Omit<TableReading, 'sums'> = { rows: [], isWhole: true, unplaced: [] }
  private readonly sums: SumRows
  private columns: Columns | null = null
  private ordinals: ReadonlySet<number> = new Set()
  private readonly lineNumbers: string[] = []
  private group: string | null = null
  private readonly around: Around

  constructor(table: Table, around: Around) {
    this.table = table
    this.around = around
    this.sums = new SumRows(table)
  }

  /** Whether this row names columns of the table: how a table of a file is recognised. */
  names(row: GridRow, least = 2): boolean {
    return headerOf(row, { table: this.table, known: this.columns, least }) !== null
  }

  /** `least`: how many names the first row has at least; a table that nobody filled in may print one. */
  read(rows: readonly GridRow[], least = 2): void {
    this.sums.startTable()
    rows.forEach((row, index) => {
      this.readRow(row, index === 0 ? least : 2)
    })
  }

  result(): TableReading {
    const unplaced = [...this.reading.unplaced]
    if (this.lineNumbers.length > 0)
      unplaced.push({
        text: this.lineNumbers.join(', '),
        where: this.around.where,
        why: 'Dit zijn nummers van regels. In het plan staan de regels op volgorde, zonder nummer.',
      })
    return { ...this.reading, unplaced, sums: this.sums.result() }
  }

  private readRow(row: GridRow, least: number): void {
    const filled = row.cells.filter((cell) => cell.text.trim() !== '')
    if (filled.length === 0) return
    const header = headerOf(row, { table: this.table, known: this.columns, least })
    if (header !== null) {
      this.columns = header.columns
      this.ordinals = ordinalsOf(row, header.columns)
      this.group = header.group ?? (this.table.groups === undefined ? null : this.group)
      return
    }
    if (this.columns === null) return this.leave(row, 'Staat boven de namen van de kolommen.')
    const kind = this.sums.kindOf(row, this.columns)
    if (kind !== null) return this.readSum(row, kind, this.columns)
    const group = this.groupIn(row, this.columns)
    if (group !== null) {
      this.group = group
      return
    }
    if (this.sums.isNameless(row, this.columns))
      return this.leave(
        row,
        'Bij dit bedrag staat geen omschrijving. Is het een totaal? Dat rekenen wij zelf uit.',
      )
    this.readBody(row, this.columns)
  }

  private readSum(row: GridRow, kind: SumKind, columns: Columns): void {
    const where = this.whereOf(row)
    for (const text of this.sums.keep(row, kind, { columns, where }))
      this.reading.unplaced.push({ text, where, why: 'Dit staat op de regel van een totaal.' })
  }

  /** Words alone, where lines have their title or before that, head the lines below them. */
  private groupIn(row: GridRow, columns: Columns): string | null {
    if (
      this.table.groups === undefined ||
      columns.some((meaning) => meaning?.kind === 'group' || meaning?.kind === 'rowKind')
    )
      return null
    const filled = row.cells.flatMap((cell, x) =>
      cell.text.trim() === '' || (this.ordinals.has(x) && isLineNumber(cell)) ? [] : [x],
    )
    const title = columns.findIndex(
      (meaning) => meaning?.kind === 'column' && meaning.column.isTitle,
    )
    const [at] = filled
    return filled.length === 1 && at !== undefined && at <= Math.max(0, title)
      ? (row.cells[at]?.text.trim() ?? null)
      : null
  }

  private readBody(row: GridRow, columns: Columns): void {
    const formula = columns.flatMap((meaning, x) =>
      meaning?.kind === 'column' &&
      this.isInput(meaning.column, row, columns) &&
      row.cells[x]?.isFormula === true
        ? [row.cells[x]?.at ?? '']
        : [],
    )
    if (formula.length > 0) {
      const cells =
        formula.length === 1
          ? `cel ${formula[0]} staat een formule`
          : `de cellen ${formula.join(', ')} staan formules`
      return this.leave(
        row,
        `In ${cells}. Wij nemen alleen getypte waarden over: kopieer in Excel de cellen, kies Plakken speciaal, Waarden, en importeer opnieuw.`,
      )
    }
    const found: FoundRow = {
      id: this.around.newRowId(),
      cells: {},
      names: {},
      group: this.group,
      where: this.whereOf(row),
    }
    columns.forEach((meaning, x) => {
      const cell = row.cells[x]
      if (cell === undefined || (meaning === null && cell.text.trim() === '')) return
      if (meaning === null) {
        if (this.ordinals.has(x) && isLineNumber(cell)) this.lineNumbers.push(cell.text.trim())
        else if (labelKey(cell.text) !== notApplicable)
          this.complain(found, cell.text, 'De kolom waarin dit staat kent het formulier niet.')
      } else if (meaning.kind === 'group')
        found.group = cell.text.trim() === '' ? null : cell.text.trim()
      else if (meaning.kind === 'folded')
        for (const part of readFolded(cell, meaning.head, foldedColumns(columns, this.table)))
          this.readCell(found, part.column, part.cell)
      // A name or a choice that runs on goes for both rows; an amount that did would be counted twice.
      else if (meaning.kind === 'column')
        this.readCell(
          found,
          meaning.column,
          cell.shared !== undefined && isSharable[meaning.column.kind]
            ? { ...cell, text: cell.shared }
            : cell,
        )
    })
    this.settleProduct(found)
    if (Object.keys(found.cells).length + Object.keys(found.names).length === 0) return
    this.reading.rows.push(found)
    this.sums.addLine(found)
  }

  private readCell(found: FoundRow, column: Column, cell: GridCell): void {
    if (isComputed(column)) {
      // A sum is computed; words in its place are somebody's.
      if (
        !cell.isFormula &&
        cell.number === undefined &&
        readHundredths(cell.text, amountRange).kind === 'bad'
      )
        this.complain(
          found,
          `${column.label}: ${cell.text.trim()}`,
          'Deze kolom rekenen wij zelf uit.',
        )
      return
    }
    if (isReference(column)) {
      found.names[column.id] = cell.text.trim()
      return
    }
    const read = readCellAs(column, cell)
    if (read.kind === 'ok') found.cells[column.id] = read.value
    else this.complain(found, `${column.label.replace(/:$/, '')}: ${cell.text.trim()}`, read.why)
  }

  /** What a person types: not the amount of a line that has a quantity and a rate. */
  private isInput(column: Column, row: GridRow, columns: Columns): boolean {
    if (isComputed(column)) return false
    const product = productColumn(this.table)
    if (product === undefined || column.id !== product.id) return true
    return !product.product.every((id) =>
      /\d/.test(
        row.cells[
          columns.findIndex((meaning) => meaning?.kind === 'column' && meaning.column.id === id)
        ]?.text ?? '',
      ),
    )
  }

  /**
   * A line has a quantity and a rate, or an amount, whatever its group asks. What it has besides is shown, not taken: an
   * amount that does not follow from the other two, or the one of them that stands beside an amount.
   */
  private settleProduct(found: FoundRow): void {
    const product = productColumn(this.table)
    if (product === undefined) return
    const amount = found.cells[product.id]
    const [quantity] = product.product
    // Anyone who types an amount beside the 0 that the form prints means the amount.
    if (found.cells[quantity] === 0 && typeof amount === 'number' && amount !== 0)
      found.cells[quantity] = null
    const computed = productOf(this.table, { ...found.cells, id: found.id })
    if (computed !== null && computed > limits.amountCents) {
      const factors = product.product.map((id) =>
        amountWords(Number(found.cells[id]), this.kindOf(id)),
      )
      this.complain(
        found,
        factors.join(' × '),
        `Een regel is hoogstens ${formatEuro(limits.amountCents)}. Splits de regel op.`,
      )
      for (const id of [product.id, ...product.product]) delete found.cells[id]
      return
    }
    if (computed !== null) {
      delete found.cells[product.id]
      if (typeof amount === 'number' && amount !== computed)
        this.complain(
          found,
          `${product.label}: ${formatEuro(amount)}`,
          'Dit bedrag is niet aantal keer tarief. Wij rekenen het bedrag uit: controleer aantal en tarief.',
        )
      return
    }
    const factors = product.product.map((id) => found.cells[id])
    if (typeof amount !== 'number') delete found.cells[product.id]
    if (typeof amount !== 'number' && !factors.includes(notApplicable)) return
    for (const id of product.product) {
      const factor = found.cells[id]
      if (!(id in found.cells)) continue
      if (typeof factor === 'number')
        this.complain(
          found,
          `${this.table.columns.find((column) => column.id === id)?.label ?? id}: ${amountWords(factor, this.kindOf(id))}`,
          'Een regel heeft een aantal en een tarief, of een bedrag. Wij nemen het bedrag over.',
        )
      found.cells[id] = notApplicable
    }
  }

  private kindOf(columnId: string): ColumnKind {
    return this.table.columns.find((column) => column.id === columnId)?.kind ?? 'quantity'
  }

  private leave(row: GridRow, why: string): void {
    this.reading.isWhole = false
    this.reading.unplaced.push({ text: rowText(row), where: this.whereOf(row), why })
  }

  private complain(found: FoundRow, text: string, why: string): void {
    this.reading.unplaced.push({ text, where: found.where, why })
  }

  private whereOf(row: GridRow): string {
    const at =
      this.columns?.findIndex((meaning) => meaning?.kind === 'column' && meaning.column.isTitle) ??
      -1
    const named = row.cells[at]?.text.trim() ?? ''
    const title = (
      named === '' ? (row.cells.find((cell) => cell.text.trim() !== '')?.text ?? '') : named
    ).replace(/\s+/g, ' ')
    return `${this.around.where}: ${title.length > 60 ? `${title.slice(0, 60)}…` : title}`
  }
}

/** Columns that count the lines: named so, or without a name before the titles and with nothing else in them. */
function ordinalsOf(row: GridRow, columns: Columns): ReadonlySet<number> {
  const title = columns.findIndex((meaning) => meaning?.kind === 'column' && meaning.column.isTitle)
  return new Set(
    row.cells.flatMap((cell, x) =>
      columns[x] === null && (isOrdinalName(cell.text) || (cell.text.trim() === '' && x < title))
        ? [x]
        : [],
    ),
  )
}

const isLineNumber = (cell: GridCell) => /^\d{1,4}(?:\.\d{1,3})*[.)]?$/.test(cell.text.trim())

export function rowText(row: GridRow): string {
  return row.cells
    .map((cell) => cell.text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
    .join(' | ')
}

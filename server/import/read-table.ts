import type { Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import type { FoundRow, FoundTable, Unplaced } from '#shared/import/found.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { formatEuro } from '#shared/money.ts'
import { productColumn } from '#shared/plan/computed.ts'
import { notApplicable } from '#shared/plan/content.ts'
import { type GridCell, type GridRow, readCellAs } from './read-cell.ts'
import { readFolded } from './read-folded.ts'
import { amountRange, isProductOf, readHundredths } from './read-number.ts'
import { type Columns, columnsOf, foldedColumns, withFolded } from './table-columns.ts'

export type TableReading = FoundTable & { unplaced: Unplaced[] }

/** What we write below a total (server/export/sheets.ts). */
const balances: ReadonlySet<string> = new Set(['inkomsten', 'saldo', 'nog te verdelen'])

const sharable: ReadonlySet<Column['kind']> = new Set(['line', 'choice', 'reference', 'date'])

type Around = {
  newRowId: () => string /** What the file calls this table, for who looks it up. */
  where: string
}

/**
 * Reads the rows of one table of the form out of one or more tables of a file: a form may print a header for each group,
 * and our own Word export prints each group as a table of its own.
 */
export class TableReader {
  readonly table: Table
  readonly reading: TableReading = { rows: [], isWhole: true, unplaced: [] }
  private columns: Columns | null = null
  private group: string | null = null
  private isAfterTotal = false
  private readonly around: Around
  private readonly totals: ReadonlySet<string>

  constructor(table: Table, around: Around) {
    this.table = table
    this.around = around
    this.totals = new Set([
      'totaal',
      'eindtotaal',
      'totaal generaal',
      'totalen',
      ...table.totals.map((total) => labelKey(total.label)),
    ])
  }

  /** Whether this row names columns of the table: how a table of a file is recognised. */
  names(row: GridRow, least = 2): boolean {
    return this.headerOf(row, least) !== null
  }

  /** `least`: how many names the first row has at least; a table that nobody filled in may print one. */
  read(rows: readonly GridRow[], least = 2): void {
    this.isAfterTotal = false
    rows.forEach((row, index) => {
      this.readRow(row, index === 0 ? least : 2)
    })
  }

  private readRow(row: GridRow, least: number): void {
    const filled = row.cells.filter((cell) => cell.text.trim() !== '')
    const first = filled[0]
    if (first === undefined) return
    const header = this.headerOf(row, least)
    if (header !== null) {
      this.columns = header.columns
      this.group = header.group ?? (this.table.groups === undefined ? null : this.group)
      return
    }
    const key = labelKey(row.cells[0]?.text ?? '')
    if (this.isSum(row, key)) {
      if (this.totals.has(key)) this.isAfterTotal = true
      return
    }
    if (this.isAfterTotal && this.isBalance(row, filled)) return
    if (this.columns === null) return this.leave(row, 'Staat boven de namen van de kolommen.')
    if (
      this.table.groups !== undefined &&
      filled.length === 1 &&
      first === row.cells[0] &&
      !this.columns.some((meaning) => meaning?.kind === 'group')
    ) {
      this.group = first.text.trim()
      return
    }
    this.readBody(row, this.columns)
  }

  /** A row of names; in a table with groups the first of them may be the group that the rows below belong to. */
  private headerOf(row: GridRow, least: number): { columns: Columns; group: string | null } | null {
    const whole = columnsOf(row, this.table, least)
    if (whole !== null) {
      const title = this.table.columns.find((column) => column.isTitle)
      const hasTitle = whole.some(
        (meaning) =>
          (meaning?.kind === 'column' && meaning.column === title) || meaning?.kind === 'group',
      )
      if (hasTitle || this.table.groups === undefined || title === undefined || whole[0] !== null)
        return { columns: withFolded(whole, this.table), group: null }
      return {
        columns: [{ kind: 'column', column: title }, ...whole.slice(1)],
        group: row.cells[0]?.text.trim() ?? null,
      }
    }
    return this.groupHeader(row)
  }

  /** Where a group asks an amount only, its header names nothing but that (`Kosten bijeenkomsten | | | bedrag`). */
  private groupHeader(row: GridRow): { columns: Columns; group: string } | null {
    const name = row.cells[0]?.text.trim() ?? ''
    const isGroup =
      this.table.groups?.some((group) =>
        group.kind === 'fixed'
          ? labelKey(group.label) === labelKey(name)
          : looksLike(name, group.label),
      ) === true
    const title = this.table.columns.find((column) => column.isTitle)
    const product = productColumn(this.table)
    if (!isGroup || title === undefined || product === undefined) return null
    const at = row.cells.findIndex(
      (cell, x) =>
        x > 0 && [labelKey(product.label), 'bedrag', 'begroot'].includes(labelKey(cell.text)),
    )
    if (at === -1) return null
    const known =
      this.columns?.length === row.cells.length ? this.columns : row.cells.map((): null => null)
    return {
      columns: known.map((meaning, x) =>
        x === 0
          ? { kind: 'column', column: title }
          : x === at
            ? { kind: 'column', column: product }
            : meaning,
      ),
      group: name,
    }
  }

  private isSum(row: GridRow, key: string): boolean {
    const at = this.columns?.findIndex((meaning) => meaning?.kind === 'rowKind') ?? -1
    if (at !== -1) return labelKey(row.cells[at]?.text ?? '') !== 'regel'
    return key.startsWith('subtotaal') || (this.table.totals.length > 0 && this.totals.has(key))
  }

  /** Below the total: what the income leaves, and the like. It follows from the rest. */
  private isBalance(row: GridRow, filled: readonly GridCell[]): boolean {
    const key = labelKey(row.cells[0]?.text ?? '')
    return (
      filled.length === 2 &&
      (balances.has(key) || key.startsWith('beschikbaar')) &&
      /\d/.test(filled[1]?.text ?? '')
    )
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
        if (labelKey(cell.text) !== notApplicable)
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
          cell.shared !== undefined && sharable.has(meaning.column.kind)
            ? { ...cell, text: cell.shared }
            : cell,
        )
    })
    this.settleProduct(found)
    if (Object.keys(found.cells).length + Object.keys(found.names).length > 0)
      this.reading.rows.push(found)
  }

  private readCell(found: FoundRow, column: Column, cell: GridCell): void {
    if (column.kind === 'computed') {
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
    if (column.kind === 'reference') {
      found.names[column.id] = cell.text.trim()
      return
    }
    const read = readCellAs(column, cell)
    if (read.kind === 'ok') found.cells[column.id] = read.value
    else this.complain(found, `${column.label.replace(/:$/, '')}: ${cell.text.trim()}`, read.why)
  }

  /** What a person types: not the amount of a line that has a quantity and a rate. */
  private isInput(column: Column, row: GridRow, columns: Columns): boolean {
    if (column.kind === 'computed') return false
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

  /** An amount that follows from two others is computed here; one that says something else is shown, not taken. */
  private settleProduct(found: FoundRow): void {
    const product = productColumn(this.table)
    if (product === undefined) return
    const amount = found.cells[product.id]
    const [a, b] = product.product.map((id) => found.cells[id])
    if (typeof a === 'number' && typeof b === 'number') {
      delete found.cells[product.id]
      const isCount =
        this.table.columns.find((column) => column.id === product.product[0])?.kind === 'count'
      if (typeof amount === 'number' && !(isCount ? a * b === amount : isProductOf(amount, a, b)))
        this.complain(
          found,
          `${product.label}: ${formatEuro(amount)}`,
          'Dit bedrag is niet aantal keer tarief. Wij rekenen het bedrag uit: controleer aantal en tarief.',
        )
      return
    }
    if (a === notApplicable || b === notApplicable)
      for (const id of product.product) found.cells[id] = notApplicable
    else if (typeof amount !== 'number') delete found.cells[product.id]
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

/** `Thema 2: Valpreventie` by the label `Thema {n}: {title}`. */
function looksLike(name: string, label: string): boolean {
  const [before = ''] = label.split('{')
  const start = labelKey(before)
  return (
    start !== '' &&
    label.includes('{n}') &&
    new RegExp(`^${start.replace(/[.*+?^$()|[\]\\]/g, '\\$&')} \\d+\\b`).test(labelKey(name))
  )
}

export function rowText(row: GridRow): string {
  return row.cells
    .map((cell) => cell.text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
    .join(' | ')
}

import type { Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { notApplicable, type Row } from '#shared/plan/content.ts'
import { groupIdOf, groupsOf } from '#shared/plan/groups.ts'
import { cellText, isNumeric, numberValue, type Source } from './document-cells.ts'
import { printedRows, type TableOptions, totalLabel } from './document-table.ts'
import { cleanText } from './document-tree.ts'
import type { CellAt, Formula, Reference, Sheet, SheetCell, SheetRow, Unit } from './sheet-tree.ts'

/** Excel holds 32767 letters in a cell and calls a file with more damaged. */
const longestText = 32_000

export type TableSheet = Sheet & {
  /** Where the first total stands, for anyone who calculates on. */ totalAt: CellAt | null
}

/** A table of the format as a sheet in which everything that we compute is a formula. `above` are the rows over it. */
export function tableSheet(
  table: Table,
  name: string,
  above: readonly SheetRow[],
  { source, options }: { source: Source; options: TableOptions },
): TableSheet {
  const columns = table.columns.filter(
    (column) => !column.isInternal && !(table.groups !== undefined && column.id === 'group'),
  )
  const builder = new SheetBuilder(table, columns, source, above)
  builder.add({ kind: 'header', cells: columns.map((column) => textCell(column.label)) })
  const rows = printedRows(table, source, options)
  const groups = groupsOf(table, source.content.tables)
  if (table.groups === undefined) for (const row of rows) builder.addBody(row)
  else
    for (const group of groups) {
      const head = builder.add({
        kind: 'group',
        id: group.id,
        cells: columns.map((_, index) => (index === 0 ? textCell(group.label) : emptyCell)),
      })
      for (const row of rows.filter((candidate) => groupIdOf(candidate, groups) === group.id))
        builder.addBody(row)
      builder.addSums('subtotal', { from: head, group: group.id, label: 'Subtotaal' })
    }
  const label = totalLabel(table.totals.map((total) => total.label))
  const totalRow = builder.addSums('total', { from: builder.headerRow, group: null, label })
  const main = columns.findIndex((column) => column.id === table.totals[0]?.column)
  return {
    id: table.id,
    name,
    columns: columns.map((column) => ({
      id: column.id,
      label: column.label,
      width: letters(column),
      align: isNumeric(column) ? 'right' : 'left',
    })),
    rows: builder.rows,
    headerRow: builder.headerRow,
    totalAt: totalRow === null || main === -1 ? null : { row: totalRow, column: main },
  }
}

const emptyCell: SheetCell = { kind: 'empty' }

export function textCell(text: string): SheetCell {
  const clean = cleanText(text)
  return clean === ''
    ? emptyCell
    : { kind: 'text', text: clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean }
}

function letters(column: Column): number {
  if (column.kind === 'richText') return 50
  if (isNumeric(column)) return 15
  if (column.kind === 'date') return 12
  return Math.min(Math.max(column.width * 10, 14), 60)
}

function unitOf(column: Column): Unit {
  if (column.kind === 'count') return 'count'
  return column.kind === 'quantity' ? 'quantity' : 'money'
}

class SheetBuilder {
  readonly rows: SheetRow[]
  readonly headerRow: number
  private readonly table: Table
  private readonly columns: readonly Column[]
  private readonly source: Source

  constructor(
    table: Table,
    columns: readonly Column[],
    source: Source,
    above: readonly SheetRow[],
  ) {
    this.table = table
    this.columns = columns
    this.source = source
    this.rows = [...above]
    this.headerRow = above.length
  }

  /** Answers the number of the row. */
  add(row: SheetRow): number {
    this.rows.push(row)
    return this.rows.length - 1
  }

  addBody(row: Row): void {
    const at = this.rows.length
    this.add({
      kind: 'body',
      id: row.id,
      cells: this.columns.map((column) => this.bodyCell(column, row, at)),
    })
  }

  /** The sums begin at a row of text, which counts for nothing: a row that someone adds right below it is in the sum too. */
  addSums(
    kind: 'subtotal' | 'total',
    { from, group, label }: { from: number; group: string | null; label: string },
  ): number | null {
    const totals = this.source.content.totals[this.table.id]
    if (totals === undefined) return null
    const last = this.rows.length - 1
    const cells = this.columns.map((column, index): SheetCell => {
      if (index === 0) return textCell(label)
      const sums = totals.columns[column.id]
      const result = group === null ? sums?.total : sums?.groups[group]
      if (sums === undefined || result === undefined) return emptyCell
      const across =
        column.kind === 'computed' ? this.computedFormula(column, this.rows.length) : null
      if (across !== null) return { kind: 'formula', unit: unitOf(column), formula: across, result }
      // SUBTOTAL leaves other subtotals in its range out, so that no line counts twice.
      return {
        kind: 'formula',
        unit: unitOf(column),
        formula: [
          'SUBTOTAL(9,',
          { from: { row: from, column: index }, to: { row: last, column: index } },
          ')',
        ],
        result,
      }
    })
    return this.add(group === null ? { kind, cells } : { kind, id: group, cells })
  }

  private bodyCell(column: Column, row: Row, at: number): SheetCell {
    const value = row[column.id]
    if (column.kind === 'date' && typeof value === 'string') return { kind: 'date', iso: value }
    const formula = this.formulaOf(column, row, at)
    if (formula !== null)
      return {
        kind: 'formula',
        unit: unitOf(column),
        formula,
        result: typeof value === 'number' ? value : null,
      }
    if (typeof value === 'number' && numberValue(column, value) !== undefined)
      return { kind: 'number', unit: unitOf(column), value }
    return textCell(cellText(column, value, this.source))
  }

  private formulaOf(column: Column, row: Row, at: number): Formula | null {
    if (column.kind === 'computed') return this.computedFormula(column, at)
    if (
      column.kind !== 'money' ||
      column.product === undefined ||
      column.product.some((id) => row[id] === notApplicable)
    )
      return null
    const [a, b] = column.product.map((id) => this.cell(id, at))
    if (a === undefined || b === undefined || a === null || b === null) return null
    const product: Formula = ['ROUND(', a, '*', b, ',2)']
    return typeof row[column.id] === 'number'
      ? product
      : ['IF(OR(', a, '="",', b, '=""),"",', ...product, ')']
  }

  private computedFormula(
    { formula }: Extract<Column, { kind: 'computed' }>,
    at: number,
  ): Formula | null {
    const parts = formula.of.map((id) => this.cell(id, at))
    if (parts.some((part) => part === null)) return null
    // N() makes a number of `nvt` and of an empty cell, where `-` would give an error. Rounded, or what is left of
    // binary fractions prints as € -0,00.
    const separator = formula.op === 'sum' ? '+N(' : '-N('
    return [
      'ROUND(',
      ...parts.flatMap((part, index) => [index === 0 ? 'N(' : separator, part as Reference, ')']),
      ',2)',
    ]
  }

  private cell(id: string, row: number): Reference | null {
    const column = this.columns.findIndex((candidate) => candidate.id === id)
    return column === -1 ? null : { from: { row, column } }
  }
}

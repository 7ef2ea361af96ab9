import {
  type Column,
  type ColumnKind,
  type ComputedColumn,
  columnKinds,
  isComputed,
} from '#shared/format/columns.ts'
import type { NumberUnit } from '#shared/format/kinds/column-kind.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { isProduct } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import { groupIdOf, groupsOf } from '#shared/plan/groups.ts'
import { printedRows, type TableOptions } from '../document/collect-plan.ts'
import {
  cellText,
  isNumeric,
  isRich,
  printedValue,
  type Source,
  valueText,
} from '../document/document-cells.ts'
import { totalLabel } from '../document/document-table.ts'
import { cleanText, type TypedValue } from '../document/document-tree.ts'
import type { CellAt, Formula, Reference, Sheet, SheetCell, SheetRow, Unit } from './sheet-tree.ts'

/** Excel holds 32767 letters in a cell and calls a file with more damaged. */
const longestText = 32_000

export type TableSheet = Sheet & {
  /** Where the first total stands, for anyone who calculates on. */ totalAt: CellAt | null
}

/**
 * A table of the format as a sheet in which every computed value is a formula. `above` are the rows
 * over it.
 */
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
  return ownLetters[column.kind] ?? Math.min(Math.max(column.width * 10, 14), 60)
}

/** The width of a kind of column, in characters; null to use its share of the form's width. */
const ownLetters: Readonly<Record<ColumnKind, number | null>> = {
  line: null,
  richText: 50,
  choice: null,
  date: 12,
  count: 15,
  quantity: 15,
  money: 15,
  reference: null,
  computed: 15,
}

/**
 * A column without numbers has no unit; if a form asks its total, that is shown as an amount and
 * not left out.
 */
function unitOf(column: Column): Unit {
  return sheetUnits[columnKinds[column.kind].unit ?? 'cents']
}

const sheetUnits: Readonly<Record<NumberUnit, Unit>> = {
  cents: 'money',
  hundredths: 'quantity',
  count: 'count',
}

function typedCell(value: TypedValue | string): SheetCell {
  if (typeof value === 'string') return textCell(value)
  switch (value.kind) {
    case 'money':
      return { kind: 'number', unit: 'money', value: value.cents }
    case 'quantity':
      return { kind: 'number', unit: 'quantity', value: value.hundredths }
    case 'count':
      return { kind: 'number', unit: 'count', value: value.count }
    case 'date':
      return value
    case 'notApplicable':
      return textCell(valueText(value))
  }
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

  /**
   * The sums begin at a text row, which counts as zero: a row inserted directly below it is then in
   * the sum too.
   */
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
      const across = isComputed(column) ? this.computedFormula(column, this.rows.length) : null
      if (across !== null) return { kind: 'formula', unit: unitOf(column), formula: across, result }
      // SUBTOTAL ignores other subtotals in its range, so that no line counts twice.
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
    const formula = this.formulaOf(column, row, at)
    if (formula !== null)
      return {
        kind: 'formula',
        unit: unitOf(column),
        formula,
        result: typeof value === 'number' ? value : null,
      }
    return value === null || value === undefined || isRich(value)
      ? textCell(cellText(column, value, this.source))
      : typedCell(printedValue(column, value, this.source))
  }

  private formulaOf(column: Column, row: Row, at: number): Formula | null {
    if (isComputed(column)) return this.computedFormula(column, at)
    if (!isProduct(column) || column.product.some((id) => row[id] === notApplicable)) return null
    const [a, b] = column.product.map((id) => this.cell(id, at))
    if (a === undefined || b === undefined || a === null || b === null) return null
    const product: Formula = ['ROUND(', a, '*', b, ',2)']
    return typeof row[column.id] === 'number'
      ? product
      : ['IF(OR(', a, '="",', b, '=""),"",', ...product, ')']
  }

  private computedFormula({ formula }: ComputedColumn, at: number): Formula | null {
    const parts = formula.of.map((id) => this.cell(id, at))
    if (parts.some((part) => part === null)) return null
    // N() turns `nvt` and an empty cell into a number, where `-` would give an error. Rounded,
    // because a remainder of binary fractions would print as € -0,00.
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

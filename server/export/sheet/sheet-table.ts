import { type Column, type ColumnKind, columnKinds } from '#shared/format/columns.ts'
import type { NumberUnit } from '#shared/format/kinds/column-kind.ts'
import { hasOfficialForm, isMarkedColumn, isOurs } from '#shared/format/official-form.ts'
import type { Table } from '#shared/format/schema.ts'
import type { Row } from '#shared/plan/content.ts'
import { uncountedOf } from '#shared/plan/counted-rows.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { type Group, groupIdOf, groupsOf } from '#shared/plan/groups.ts'
import { uncountedWords } from '#shared/plan/uncounted-words.ts'
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
import { formulaOf } from './sheet-formulas.ts'
import type { CellAt, Formula, Sheet, SheetCell, SheetRow, Unit } from './sheet-tree.ts'

/** Excel holds 32767 letters in a cell and calls a file with more damaged. */
const longestText = 32_000

export type TableSheet = Sheet & {
  /** The cell of the first total, for formulas on other sheets; null without one. */
  totalAt: CellAt | null
}

type SheetContext = {
  table: Table
  columns: readonly Column[]
  source: Source
  /** The numbers in the sheet of the rows that do not count. */
  uncounted: readonly number[]
}

/** A row of the sheet before its cells are built. `from`: the row after which its sums begin. */
type SheetLine =
  | { kind: 'header' }
  | { kind: 'group'; group: Group }
  | { kind: 'body'; row: Row }
  | { kind: 'subtotal'; group: Group; from: number }
  | { kind: 'total'; from: number }

/**
 * A table of the format as a sheet in which every computed value is a formula. `above` are the rows
 * over it. Two passes: the order of the lines, which gives each its row number; then their cells.
 */
export function tableSheet(
  table: Table,
  name: string,
  above: readonly SheetRow[],
  { source, options }: { source: Source; options: TableOptions },
): TableSheet {
  const rows = source.content.tables[table.id] ?? []
  const columns = shownColumns(table, rows)
  const isOfficial = hasOfficialForm(source.format)
  const headerRow = above.length
  const lines = collectLines(table, headerRow, { source, options })
  const left = uncountedOf(table, source.content.tables)
  const uncounted = lines.flatMap((line, index) =>
    line.kind === 'body' && left.has(line.row.id) ? [headerRow + index] : [],
  )
  const context: SheetContext = { table, columns, source, uncounted }
  const totalLine = lines.findIndex((line) => line.kind === 'total')
  const main = columns.findIndex((column) => column.id === table.totals[0]?.column)
  return {
    id: table.id,
    name,
    isOurs: isOfficial && isOurs(table),
    columns: columns.map((column) => ({
      id: column.id,
      label: column.label,
      width: letters(column),
      align: isNumeric(column) ? 'right' : 'left',
      isOurs: isOfficial && isMarkedColumn(table, column),
    })),
    rows: [
      ...above,
      ...lines.map((line, index) => buildRow(line, headerRow + index, context)),
      ...uncountedWords(table, source.content.tables).map(
        (words): SheetRow => ({ kind: 'note', cells: [textCell(words)] }),
      ),
    ],
    headerRow,
    totalAt: totalLine === -1 || main === -1 ? null : { row: headerRow + totalLine, column: main },
  }
}

/** A column of ours is shown once somebody filled it in. */
export function shownColumns(table: Table, rows: readonly Row[]): Column[] {
  return table.columns.filter(
    (column) =>
      !column.isInternal &&
      !(table.groups !== undefined && column.id === 'group') &&
      (column.source !== 'ours' || rows.some((row) => isFilledCell(row[column.id]))),
  )
}

function collectLines(
  table: Table,
  headerRow: number,
  { source, options }: { source: Source; options: TableOptions },
): SheetLine[] {
  const hasTotals = source.content.totals[table.id] !== undefined
  const rows = printedRows(table, source, options)
  const groups = groupsOf(table, source.content.tables)
  const lines: SheetLine[] = [{ kind: 'header' }]
  if (table.groups === undefined) lines.push(...rows.map(bodyLine))
  else
    for (const group of groups) {
      const from = headerRow + lines.length
      const own = rows.filter((row) => groupIdOf(row, groups) === group.id)
      lines.push({ kind: 'group', group }, ...own.map(bodyLine))
      if (hasTotals && table.hasSubtotals !== false) lines.push({ kind: 'subtotal', group, from })
    }
  if (hasTotals) lines.push({ kind: 'total', from: headerRow })
  return lines
}

const bodyLine = (row: Row): SheetLine => ({ kind: 'body', row })

/** The row of a line; `at` is its number in the sheet. */
function buildRow(line: SheetLine, at: number, context: SheetContext): SheetRow {
  const { table, columns } = context
  switch (line.kind) {
    case 'header':
      return { kind: 'header', cells: columns.map((column) => textCell(column.label)) }
    case 'group':
      return {
        kind: 'group',
        id: line.group.id,
        cells: columns.map((_, index) => (index === 0 ? textCell(line.group.label) : emptyCell)),
      }
    case 'body':
      return {
        kind: 'body',
        id: line.row.id,
        cells: columns.map((column) => bodyCell(column, line.row, at, context)),
      }
    case 'subtotal':
      return {
        kind: 'subtotal',
        id: line.group.id,
        cells: sumCells('Subtotaal', line.group.id, { from: line.from, at }, context),
      }
    case 'total': {
      const label = totalLabel(table.totals.map((total) => total.label))
      return { kind: 'total', cells: sumCells(label, null, { from: line.from, at }, context) }
    }
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

/**
 * The sums begin at a text row, which counts as zero: a row inserted directly below it is then in
 * the sum too. `group` null: over all groups.
 */
function sumCells(
  label: string,
  group: string | null,
  { from, at }: { from: number; at: number },
  { table, columns, source, uncounted }: SheetContext,
): SheetCell[] {
  return columns.map((column, index): SheetCell => {
    if (index === 0) return textCell(label)
    const sums = source.content.totals[table.id]?.columns[column.id]
    const result = group === null ? sums?.total : sums?.groups[group]
    if (result === undefined) return emptyCell
    // SUBTOTAL ignores other subtotals in its range, so that no line counts twice.
    const down: Formula = [
      'SUBTOTAL(9,',
      { from: { row: from, column: index }, to: { row: at - 1, column: index } },
      ')',
      ...uncounted
        .filter((row) => row > from && row < at)
        .flatMap((row) => ['-N(', { from: { row, column: index } }, ')']),
    ]
    return { kind: 'formula', unit: unitOf(column), formula: down, result }
  })
}

function bodyCell(
  column: Column,
  row: Row,
  at: number,
  { columns, source }: SheetContext,
): SheetCell {
  const value = row[column.id]
  const formula = formulaOf(column, row, at, columns)
  if (formula !== null)
    return {
      kind: 'formula',
      unit: unitOf(column),
      formula,
      result: typeof value === 'number' ? value : null,
    }
  return value === null || value === undefined || isRich(value)
    ? textCell(cellText(column, value, source))
    : typedCell(printedValue(column, value, source))
}

import type { Table } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import {
  type Columns,
  columnsOf,
  titleIndex,
  withFolded,
} from '#shared/import/table/table-columns.ts'
import { productColumn } from '#shared/plan/computed.ts'
import type { GridCell, GridRow } from './grid.ts'

/** One table of a file, or a part of one. */
export type TablePart = {
  rows: readonly GridRow[]
  /** Minimum number of names in its first row; an empty printed table may have one. */
  least: number
}

/** A header and the rows below it, up to the next header or the end of the file's table. */
export type TableSegment = {
  /** Null above the first header. */
  columns: Columns | null
  /** Columns with line numbers, by index. */
  ordinals: ReadonlySet<number>
  /** The group that the header names; null if it names none, and the group stays the same. */
  group: string | null
  /** True if a table of the file begins here. */
  isStart: boolean
  /** Without empty rows. */
  rows: readonly GridRow[]
}

type Header = { columns: Columns; group: string | null }

type SegmentContext = {
  table: Table
  /** The columns so far: the header of a group may name only one of them. */
  known: Columns | null
  /** Minimum number of names that make a row a header. */
  least: number
}

/** Names of a column with line numbers. */
const ordinalNames: ReadonlySet<string> = new Set([
  '#',
  'nr',
  'nr.',
  'no',
  'no.',
  'nummer',
  'volgnr',
  'volgnummer',
  'regel',
  'regelnr',
  'regelnummer',
  'post nr',
  'postnr',
  'postnummer',
])

/**
 * The rows of one table of the form, below their headers. A form may print a header per group, and
 * our own Word export prints each group as a table of its own; a table without a header continues
 * with the columns of the previous one.
 */
export function segmentsOf(table: Table, parts: readonly TablePart[]): TableSegment[] {
  const segments: TableSegment[] = []
  let columns: Columns | null = null
  let ordinals: ReadonlySet<number> = new Set()
  for (const part of parts) {
    let rows: GridRow[] = []
    segments.push({ columns, ordinals, group: null, isStart: true, rows })
    for (const [index, row] of part.rows.entries()) {
      if (row.cells.every((cell) => cell.text.trim() === '')) continue
      const header = headerOf(row, { table, known: columns, least: index === 0 ? part.least : 2 })
      if (header === null) {
        rows.push(row)
        continue
      }
      columns = header.columns
      ordinals = ordinalsOf(row, columns)
      rows = []
      segments.push({ columns, ordinals, group: header.group, isStart: false, rows })
    }
  }
  return segments
}

/** True if a row names columns of the table: how a table of a file is recognised. */
export function namesColumns(row: GridRow, table: Table, least = 2): boolean {
  return headerOf(row, { table, known: null, least }) !== null
}

/**
 * Columns with line numbers: named so, or unnamed columns before the titles without other content.
 */
function ordinalsOf(row: GridRow, columns: Columns): ReadonlySet<number> {
  const title = titleIndex(columns)
  return new Set(
    row.cells.flatMap((cell, x) =>
      columns[x] === null && (isOrdinalName(cell.text) || (cell.text.trim() === '' && x < title))
        ? [x]
        : [],
    ),
  )
}

export const isLineNumber = (cell: GridCell) =>
  /^\d{1,4}(?:\.\d{1,3})*[.)]?$/.test(cell.text.trim())

/** True if a cell names a column of line numbers, which belong to the file and not to the plan. */
function isOrdinalName(text: string): boolean {
  return ordinalNames.has(labelKey(text))
}

/**
 * A header row. In a table with groups its first cell may be the group of the rows below. A table
 * may begin in any column of its sheet.
 */
function headerOf(row: GridRow, context: SegmentContext): Header | null {
  const { table, least } = context
  const whole = columnsOf(row, table, least)
  if (whole === null) return groupHeader(row, context)
  const title = table.columns.find((column) => column.isTitle)
  const hasTitle = whole.some(
    (meaning) =>
      (meaning?.kind === 'column' && meaning.column === title) || meaning?.kind === 'group',
  )
  const first = firstFilled(row)
  if (
    hasTitle ||
    table.groups === undefined ||
    title === undefined ||
    first === -1 ||
    whole[first] !== null
  )
    return { columns: withFolded(whole, table), group: null }
  return {
    columns: whole.map((meaning, x) => (x === first ? { kind: 'column', column: title } : meaning)),
    group: row.cells[first]?.text.trim() ?? null,
  }
}

/**
 * If a group asks only an amount, its header names nothing else (`Kosten bijeenkomsten | | |
 * bedrag`).
 */
function groupHeader(row: GridRow, { table, known }: SegmentContext): Header | null {
  const first = firstFilled(row)
  const name = row.cells[first]?.text.trim() ?? ''
  const isGroup =
    table.groups?.some((group) =>
      group.kind === 'fixed'
        ? labelKey(group.label) === labelKey(name)
        : looksLike(name, group.label),
    ) === true
  const title = table.columns.find((column) => column.isTitle)
  const product = productColumn(table)
  if (!isGroup || title === undefined || product === undefined) return null
  const at = row.cells.findIndex(
    (cell, x) =>
      x > first && [labelKey(product.label), 'bedrag', 'begroot'].includes(labelKey(cell.text)),
  )
  if (at === -1) return null
  const before = known?.length === row.cells.length ? known : row.cells.map((): null => null)
  return {
    columns: before.map((meaning, x) =>
      x === first
        ? { kind: 'column', column: title }
        : x === at
          ? { kind: 'column', column: product }
          : meaning,
    ),
    group: name,
  }
}

/** The first filled cell that is not a line number; -1 if there is none. */
function firstFilled(row: GridRow): number {
  return row.cells.findIndex(
    (cell) =>
      cell.text.trim() !== '' && !/^\d*$/.test(cell.text.trim()) && !isOrdinalName(cell.text),
  )
}

/** Parses `Thema 2: Valpreventie` with the label `Thema {n}: {title}`. */
function looksLike(name: string, label: string): boolean {
  const [before = ''] = label.split('{')
  const start = labelKey(before)
  return (
    start !== '' &&
    label.includes('{n}') &&
    new RegExp(`^${start.replace(/[.*+?^$()|[\]\\]/g, '\\$&')} \\d+\\b`).test(labelKey(name))
  )
}

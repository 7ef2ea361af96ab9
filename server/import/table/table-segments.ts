import type { Table } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { productColumn } from '#shared/plan/computed.ts'
import type { GridCell, GridRow } from './grid.ts'
import { type Columns, columnsOf, titleIndex, withFolded } from './table-columns.ts'

/** One table of a file, or a piece of one. */
export type TablePart = {
  rows: readonly GridRow[]
  /** How many names its first row has at least; a table that nobody filled in may print one. */
  least: number
}

/** A header and the rows below it, as far as the next header or the end of the table of the file. */
export type TableSegment = {
  /** Null above the first header. */
  columns: Columns | null
  /** Columns that count the lines, by index. */
  ordinals: ReadonlySet<number>
  /** The group that the header names; null where it names none, and the group stays what it was. */
  group: string | null
  /** Whether a table of the file begins here. */
  isStart: boolean
  /** Without the empty ones. */
  rows: readonly GridRow[]
}

type Header = { columns: Columns; group: string | null }

type Around = {
  table: Table
  /** What the columns were until now: a header of a group may name but one of them. */
  known: Columns | null
  /** How many names make a row a header. */
  least: number
}

/** Names of a column that only counts the lines. */
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
 * The rows of one table of the form, below the names of their columns. A form may print a header for each group, and our
 * own Word export prints each group as a table of its own; a table without a header goes on with that of the one before.
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

/** Whether a row names columns of the table: how a table of a file is recognised. */
export function namesColumns(row: GridRow, table: Table, least = 2): boolean {
  return headerOf(row, { table, known: null, least }) !== null
}

/** Columns that count the lines: named so, or without a name before the titles and with nothing else in them. */
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

/** Whether a cell names a column of line numbers, which are of the file and not of the plan. */
function isOrdinalName(text: string): boolean {
  return ordinalNames.has(labelKey(text))
}

/**
 * A row of names; in a table with groups the first of them may be the group that the rows below belong to. A table may
 * begin in any column of its sheet.
 */
function headerOf(row: GridRow, around: Around): Header | null {
  const { table, least } = around
  const whole = columnsOf(row, table, least)
  if (whole === null) return groupHeader(row, around)
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

/** Where a group asks an amount only, its header names nothing but that (`Kosten bijeenkomsten | | | bedrag`). */
function groupHeader(row: GridRow, { table, known }: Around): Header | null {
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

/** The first cell with something in it that does not count lines; -1 when there is none. */
function firstFilled(row: GridRow): number {
  return row.cells.findIndex(
    (cell) =>
      cell.text.trim() !== '' && !/^\d*$/.test(cell.text.trim()) && !isOrdinalName(cell.text),
  )
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

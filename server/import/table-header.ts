import type { Table } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { productColumn } from '#shared/plan/computed.ts'
import type { GridRow } from './read-cell.ts'
import { type Columns, columnsOf, withFolded } from './table-columns.ts'

export type Header = { columns: Columns; group: string | null }

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

/** Whether a cell names a column of line numbers, which are of the file and not of the plan. */
export function isOrdinalName(text: string): boolean {
  return ordinalNames.has(labelKey(text))
}

/**
 * A row of names; in a table with groups the first of them may be the group that the rows below belong to. A table may
 * begin in any column of its sheet.
 */
export function headerOf(row: GridRow, around: Around): Header | null {
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

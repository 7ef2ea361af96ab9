/**
 * The neutral workbook between a plan and a sheet file (XLSX, ODS, CSV): numbers with their unit,
 * formulas with the result that we computed ourselves. Writers know no plan and no format.
 */

/** Counted from zero. */
export type CellAt = { row: number; column: number }
export type Reference = {
  /** Another sheet of the workbook, by name. */
  sheet?: string
  from: CellAt
  to?: CellAt
}
/**
 * Functions in English with `,` between arguments, and references that each writer notates its own
 * way.
 */
export type Formula = readonly (string | Reference)[]

/** Money is in cents, quantities in hundredths, as everywhere; writers divide. */
export type Unit = 'money' | 'quantity' | 'count'

export type SheetCell =
  | { kind: 'empty' }
  | { kind: 'text'; text: string }
  | { kind: 'number'; unit: Unit; value: number }
  | { kind: 'date'; iso: string }
  /** `result` null: nothing to compute yet, such as a line without a quantity. */
  | { kind: 'formula'; unit: Unit; formula: Formula; result: number | null }

/** `title` and `note` stand above the table, `balance` below it. */
export type SheetRowKind =
  | 'title'
  | 'note'
  | 'blank'
  | 'header'
  | 'group'
  | 'body'
  | 'subtotal'
  | 'total'
  | 'balance'
export type SheetRow = {
  kind: SheetRowKind
  /** Row of the plan, or id of the group. */
  id?: string
  cells: SheetCell[]
}

/** Width in letters. */
export type SheetColumn = {
  id: string
  label: string
  width: number
  align: 'left' | 'right'
  /** Not in the form of the issuer, in a table that is. */
  isOurs: boolean
}

export type Sheet = {
  /** Table of the format. */
  id: string
  /** As a tab shows it: at most 31 letters, without \ / ? * [ ] : */
  name: string
  /** The form of the issuer does not have this table. */
  isOurs: boolean
  columns: SheetColumn[]
  rows: SheetRow[]
  /** The row with the names of the columns; it repeats on each printed page. */
  headerRow: number
}

export type Workbook = {
  title: string
  author: string
  description: string
  generatedAtIso: string
  sheets: Sheet[]
}

/** The number that a sheet shows: euros, hours. */
export function shownNumber(unit: Unit, value: number): number {
  return unit === 'count' ? value : value / 100
}

/** 0 is A, 26 is AA. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`
}

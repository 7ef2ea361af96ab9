import {
  type Column,
  type ColumnOf,
  type ComputedColumn,
  columnKinds,
  isComputed,
} from '../format/columns.ts'
import type { NumberUnit } from '../format/kinds/column-kind.ts'
import { notApplicable } from '../format/kinds/plain-value.ts'
import type { Table } from '../format/schema.ts'
import { lineCents } from '../money.ts'
import type { CellValue, Row } from './content.ts'
import type { LineEntry } from './groups.ts'

type ProductColumn = ColumnOf<'money'> & { product: [string, string] }

export function productColumn(table: Table): ProductColumn | undefined {
  return table.columns.find(isProduct)
}

/** Whether a column may be computed from two others of its row. */
export function isProduct(column: Column): column is ProductColumn {
  return column.kind === 'money' && column.product !== undefined
}

/**
 * Whether a stored line is an amount (its quantity and rate do not apply, Z13) or quantity times
 * rate. The typed values decide, in every group: a group that asks for one may hold the other, and
 * a typed amount is never left out of the sum. The group only decides for a line in which neither
 * was typed yet.
 */
export function isAmountLine(table: Table, row: Row, entry: LineEntry): boolean {
  const column = productColumn(table)
  if (column === undefined) return false
  const [a, b] = column.product
  if (row[a] === notApplicable || row[b] === notApplicable) return true
  const amount = row[column.id]
  const hasAmount = typeof amount === 'number'
  const computed = productOf(table, row)
  // Both have a value, and the amount differs: it was typed last if the group shows nothing else,
  // or beside the 0 that a form prints.
  if (computed !== null)
    return hasAmount && amount !== computed && (entry === 'amount' || row[a] === 0)
  // A quantity without a rate is an unfinished product; a rate alone may be preset by the form.
  return hasAmount || (entry === 'amount' && typeof row[a] !== 'number')
}

/** True if a row from `readPlan` is an amount: its factors are then `nvt`. */
export function isAmountRow(table: Table, row: Row): boolean {
  const factor = productColumn(table)?.product[0]
  return factor !== undefined && row[factor] === notApplicable
}

/**
 * Computes the derived cells of a row: `nvt` for factors that do not apply, the product of a line,
 * sums and differences. Never stored: it is computed again after any merge of concurrent edits
 * (domain.md 1.4).
 */
export function computeRow(table: Table, row: Row, entry: LineEntry): Row {
  const result: Row = { ...row }
  const column = productColumn(table)
  if (column !== undefined) {
    const [a, b] = column.product
    if (isAmountLine(table, row, entry)) {
      result[a] = notApplicable
      result[b] = notApplicable
      if (typeof row[column.id] !== 'number') result[column.id] = null
    } else result[column.id] = productOf(table, result)
  }
  for (const computed of table.columns) {
    if (!isComputed(computed)) continue
    result[computed.id] = outcomeOf(computed.formula, result)
  }
  return result
}

/**
 * A sum of nothing is empty, not zero, and so is a difference with nothing: a line without actual
 * costs does not differ by its whole budget.
 */
function outcomeOf({ op, of }: ComputedColumn['formula'], row: Row): number | null {
  const cells = of.map((id) => row[id])
  const needed = op === 'sum' ? cells : cells.slice(1)
  if (needed.every((cell) => typeof cell !== 'number')) return null
  const [first = 0, ...rest] = cells.map(centsOf)
  return rest.reduce((sum, cents) => (op === 'sum' ? sum + cents : sum - cents), first)
}

/**
 * The cents of a line of which `factor` is the first: hundredths times cents is rounded, a count
 * times cents is exact.
 */
export function timesRate(table: Table, factor: string, amount: number, cents: number): number {
  const column = table.columns.find(({ id }) => id === factor)
  return byUnit[(column && columnKinds[column.kind].unit) ?? 'hundredths'](amount, cents)
}

const byUnit: Readonly<Record<NumberUnit, (amount: number, cents: number) => number>> = {
  count: (amount, cents) => amount * cents,
  hundredths: lineCents,
  cents: lineCents,
}

/** Empty counts as zero in a sum. */
export function centsOf(cell: CellValue | undefined): number {
  return typeof cell === 'number' ? cell : 0
}

/** The product of a line that is quantity times rate; null for any other line. */
export function productOf(table: Table, row: Row): number | null {
  const [a, b] = productColumn(table)?.product ?? []
  if (a === undefined || b === undefined) return null
  const [x, y] = [row[a], row[b]]
  return typeof x === 'number' && typeof y === 'number' ? timesRate(table, a, x, y) : null
}

export function isEmptyCell(cell: CellValue | undefined): boolean {
  return cell === null || cell === undefined || cell === ''
}

import type { Column } from '../format/columns.ts'
import type { Table } from '../format/schema.ts'
import { lineCents } from '../money.ts'
import { type CellValue, notApplicable, type Row } from './content.ts'
import type { Entry } from './groups.ts'

type ProductColumn = Extract<Column, { kind: 'money' }> & { product: [string, string] }

export function productColumn(table: Table): ProductColumn | undefined {
  return table.columns.find(
    (column): column is ProductColumn => column.kind === 'money' && column.product !== undefined,
  )
}

/**
 * Whether a line is typed as an amount (its quantity and rate do not apply, Z13) or as quantity times rate. The group
 * decides where it can; in a group that takes either, a line is an amount when its quantity is `nvt`, or when it has an
 * amount and neither quantity nor rate.
 */
export function isAmountLine(table: Table, row: Row, entry: Entry): boolean {
  const column = productColumn(table)
  if (column === undefined) return false
  if (entry !== 'either') return entry === 'amount'
  const [a, b] = column.product
  if (row[a] === notApplicable || row[b] === notApplicable) return true
  return isEmptyCell(row[a]) && isEmptyCell(row[b]) && typeof row[column.id] === 'number'
}

/**
 * Fills in what is computed in a row: `nvt` for factors that do not apply, the product of a line, sums and differences.
 * Never stored: after any merge of concurrent edits it is computed again (domain.md 1.4).
 */
export function computeRow(table: Table, row: Row, entry: Entry): Row {
  const result: Row = { ...row }
  const column = productColumn(table)
  if (column !== undefined) {
    const [a, b] = column.product
    if (isAmountLine(table, row, entry)) {
      result[a] = notApplicable
      result[b] = notApplicable
      if (typeof row[column.id] !== 'number') result[column.id] = null
    } else {
      for (const factor of column.product)
        if (result[factor] === notApplicable) result[factor] = null
      const [x, y] = [result[a], result[b]]
      result[column.id] =
        typeof x === 'number' && typeof y === 'number' ? product(table, a, x, y) : null
    }
  }
  for (const computed of table.columns) {
    if (computed.kind !== 'computed') continue
    const [first, ...rest] = computed.formula.of.map((id) => centsOf(result[id]))
    result[computed.id] = rest.reduce(
      (sum, cents) => (computed.formula.op === 'sum' ? sum + cents : sum - cents),
      first ?? 0,
    )
  }
  return result
}

/** Hundredths times cents is rounded per line; a count times cents is exact. */
function product(table: Table, factor: string, x: number, y: number): number {
  const kind = table.columns.find((column) => column.id === factor)?.kind
  return kind === 'count' ? x * y : lineCents(x, y)
}

/** Empty counts as zero in a sum. */
export function centsOf(cell: CellValue | undefined): number {
  return typeof cell === 'number' ? cell : 0
}

export function isEmptyCell(cell: CellValue | undefined): boolean {
  return cell === null || cell === undefined || cell === ''
}

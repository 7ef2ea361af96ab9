import { notApplicable } from '../format/kinds/plain-value.ts'
import type { Table } from '../format/schema.ts'
import { productColumn, productOf } from '../plan/computed.ts'
import type { Row } from '../plan/content.ts'
import type { ImportedRow } from './import-result.ts'

/**
 * Applies an imported line to one of the plan: an amount, or quantity times rate, while the plan
 * may have had the other. Returns the columns of the file for which the line has no room.
 */
export function settleLine(
  table: Table,
  row: Row,
  { found, old }: { found: Pick<ImportedRow, 'cells'>; old: Row | undefined },
): string[] {
  const product = productColumn(table)
  if (product === undefined) return []
  const given = product.product.filter((id) => typeof found.cells[id] === 'number')
  const amount = found.cells[product.id]
  if (given.length === product.product.length) {
    row[product.id] = null
    return []
  }
  if (typeof amount === 'number') {
    const isSilent = product.product.every((id) => !(id in found.cells))
    if (isSilent && old !== undefined && productOf(table, old) === amount) {
      row[product.id] = null
      return []
    }
    for (const id of product.product) row[id] = notApplicable
    return given
  }
  const isAmount =
    typeof row[product.id] === 'number' &&
    productOf(table, row) === null &&
    product.product.some((id) => row[id] === notApplicable)
  if (!isAmount) return []
  for (const id of product.product) row[id] = notApplicable
  return given
}

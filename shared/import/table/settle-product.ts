import type { ColumnKind } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { formatEuro, limits } from '#shared/money.ts'
import { wrongAmounts } from '#shared/plan/amount-problems.ts'
import { productColumn, productOf } from '#shared/plan/computed.ts'
import { amountWords } from '#shared/plan/words.ts'
import type { ImportedRow, Unplaced } from '../import-result.ts'

type Cells = ImportedRow['cells']
/** What of a line is not taken over, and why. */
export type Remark = Pick<Unplaced, 'text' | 'why'>
type Settled = { cells: Cells; remarks: Remark[] }

/**
 * A line has either a quantity and a rate, or an amount, whatever its group asks. A surplus value
 * is reported and not imported: an amount that does not follow from the other two, or a single
 * factor beside an amount.
 */
export function settleProduct(table: Table, read: Cells): Settled {
  const product = productColumn(table)
  if (product === undefined) return { cells: read, remarks: [] }
  const amount = read[product.id]
  const [quantity] = product.product
  const cells = { ...read }
  // An author who types an amount beside the printed 0 means the amount.
  if (cells[quantity] === 0 && typeof amount === 'number' && amount !== 0) cells[quantity] = null
  const computed = productOf(table, { ...cells, id: '' })
  if (computed !== null && computed > limits.amountCents) {
    const factors = product.product.map((id) => amountWords(Number(cells[id]), kindOf(table, id)))
    const why = `Een regel is hoogstens ${formatEuro(limits.amountCents)}. Splits de regel op.`
    for (const id of [product.id, ...product.product]) delete cells[id]
    return { cells, remarks: [{ text: factors.join(' × '), why }] }
  }
  if (computed !== null) {
    delete cells[product.id]
    const isOther = typeof amount === 'number' && amount !== computed
    return {
      cells,
      remarks: isOther
        ? [
            {
              text: `${product.label}: ${formatEuro(amount)}`,
              why: 'Dit bedrag is niet aantal keer tarief. Wij rekenen het bedrag uit: controleer aantal en tarief.',
            },
          ]
        : [],
    }
  }
  const factors = product.product.map((id) => cells[id])
  if (typeof amount !== 'number') delete cells[product.id]
  if (typeof amount !== 'number' && !factors.includes(notApplicable)) return { cells, remarks: [] }
  const remarks: Remark[] = []
  for (const id of product.product) {
    const factor = cells[id]
    if (!(id in cells)) continue
    if (typeof factor === 'number')
      remarks.push({
        text: `${table.columns.find((column) => column.id === id)?.label ?? id}: ${amountWords(factor, kindOf(table, id))}`,
        why: 'Een regel heeft een aantal en een tarief, of een bedrag. Wij nemen het bedrag over.',
      })
    cells[id] = notApplicable
  }
  return { cells, remarks }
}

/** An amount below zero is read only in a correction; it is reported and not imported elsewhere. */
export function withoutWrongAmounts(table: Table, read: Cells): Settled {
  const cells = { ...read }
  const remarks: Remark[] = []
  for (const { column, message } of wrongAmounts(table, { ...cells, id: '' })) {
    const label = table.columns.find(({ id }) => id === column)?.label ?? column
    remarks.push({ text: `${label}: ${formatEuro(Number(cells[column]))}`, why: message })
    delete cells[column]
  }
  return { cells, remarks }
}

function kindOf(table: Table, columnId: string): ColumnKind {
  return table.columns.find((column) => column.id === columnId)?.kind ?? 'quantity'
}

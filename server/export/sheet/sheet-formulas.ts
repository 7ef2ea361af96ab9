import { type Column, type ComputedColumn, isComputed } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import { isProduct } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import type { Formula, Reference } from './sheet-tree.ts'

/** The formula of a computed cell of a row; null for a cell that users fill in. */
export function formulaOf(
  column: Column,
  row: Row,
  at: number,
  columns: readonly Column[],
): Formula | null {
  if (isComputed(column)) return computedFormula(column, at, columns)
  if (!isProduct(column) || column.product.some((id) => row[id] === notApplicable)) return null
  const [a, b] = column.product.map((id) => referenceTo(id, at, columns))
  if (a === undefined || b === undefined || a === null || b === null) return null
  const product: Formula = ['ROUND(', a, '*', b, ',2)']
  return typeof row[column.id] === 'number'
    ? product
    : ['IF(OR(', a, '="",', b, '=""),"",', ...product, ')']
}

function computedFormula(
  { formula }: ComputedColumn,
  at: number,
  columns: readonly Column[],
): Formula | null {
  const operands = formula.of.map((id) => referenceTo(id, at, columns))
  if (operands.some((operand) => operand === null)) return null
  // N() turns `nvt` and an empty cell into a number, where `-` would give an error. Rounded,
  // because a remainder of binary fractions would print as € -0,00.
  const separator = formula.op === 'sum' ? '+N(' : '-N('
  const sum: Formula = [
    'ROUND(',
    ...operands.flatMap((operand, index) => [
      index === 0 ? 'N(' : separator,
      operand as Reference,
      ')',
    ]),
    ',2)',
  ]
  // A sum of nothing, and a difference with nothing, is empty.
  const needed = (formula.op === 'sum' ? operands : operands.slice(1)) as Reference[]
  const count = needed.flatMap((operand, index) => (index === 0 ? [operand] : [',', operand]))
  return ['IF(COUNT(', ...count, ')=0,"",', ...sum, ')']
}

/** The cell of a column in this row; null if the sheet does not have the column. */
function referenceTo(id: string, row: number, columns: readonly Column[]): Reference | null {
  const column = columns.findIndex((candidate) => candidate.id === id)
  return column === -1 ? null : { from: { row, column } }
}

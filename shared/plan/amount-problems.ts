import { tablesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { formatEuro, limits } from '../money.ts'
import type { Steps } from '../steps.ts'
import { productOf } from './computed.ts'
import type { PlanContent, Problem, Row } from './content.ts'
import { isCorrection } from './corrections.ts'
import { titleOf } from './row-title.ts'

/** Amounts are limited in every plan, whatever its form. */
const amountRule = 'C1'

export type WrongAmount = { column: string; message: string }

/**
 * Amounts of a row that no way in may store: a line above the limit, or below zero without being a
 * correction (domain.md 1.4). A document can hold them all the same, because two users may each
 * change one factor of a line at the same moment.
 */
export function wrongAmounts(table: Table, row: Row): WrongAmount[] {
  const found: WrongAmount[] = []
  for (const column of table.columns) {
    // A rate has limits of its own, which its cell keeps; so does a typed amount.
    if (column.kind !== 'money' || column.isRate) continue
    const product = column.product === undefined ? null : productOf(table, row)
    const cents = product ?? row[column.id]
    if (typeof cents !== 'number') continue
    if (product !== null && product > limits.amountCents)
      found.push({
        column: column.id,
        message: `Een regel is hoogstens ${formatEuro(limits.amountCents)}.`,
      })
    else if (cents < 0 && !isCorrection(table, row))
      found.push({ column: column.id, message: negativeMessage })
  }
  return found
}

export const negativeMessage =
  'Een bedrag onder nul kan alleen op een correctieregel. Begin de omschrijving met ‘Correctie’.'

/** The same as findings about a plan. */
export function* findAmountProblems(content: PlanContent, format: Format): Steps<Problem[]> {
  const problems: Problem[] = []
  for (const table of tablesOf(format)) {
    if (!table.columns.some(({ kind }) => kind === 'money')) continue
    for (const row of content.tables[table.id] ?? []) {
      yield rowUnits
      for (const { column, message } of wrongAmounts(table, row))
        problems.push({
          rule: amountRule,
          severity: 'block',
          message: `‘${titleOf(table, row)}’: ${message}`,
          target: { kind: 'cell', table: table.id, row: row.id, column },
        })
    }
  }
  return problems
}

const rowUnits = 1

import { z } from 'zod'
import type { Column } from '../format/columns.ts'
import { tablesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { centsOf } from '../plan/computed.ts'
import type { PlanContent } from '../plan/content.ts'
import { type BudgetSummary, budgetSummary } from '../plan/summary.ts'
import { amountWords, bareLabel } from '../plan/words.ts'
import type { ImportResult, PrintedSum, Unplaced } from './import-result.ts'

/**
 * A printed sum that the imported rows do not have: a user has to see it before accepting the
 * import.
 */
export const SumDifferenceSchema = z.object({
  table: z.string(),
  /** The label of the sum in the file, and its place. */
  label: z.string(),
  where: z.string(),
  column: z.string(),
  /** In the unit of the column. */
  printed: z.int(),
  taken: z.int(),
  /** All three in words: the printed sum, the imported sum, and the difference. */
  printedWords: z.string(),
  takenWords: z.string(),
  differenceWords: z.string(),
})
export type SumDifference = z.infer<typeof SumDifferenceSchema>

/** Per table, the row of the plan for each line of the file; null if there is none. */
export type TakenRows = ReadonlyMap<string, readonly (string | null)[]>

/**
 * Compares each printed sum with the sum of the imported lines. An unreadable line, a total taken
 * for a line, a line below the total: all of them show here, whatever the cause.
 */
export function compareSums(
  found: ImportResult,
  target: PlanContent,
  { format, taken }: { format: Format; taken: TakenRows },
): { sums: SumDifference[]; unplaced: Unplaced[] } {
  const sums: SumDifference[] = []
  const unplaced: Unplaced[] = []
  for (const table of tablesOf(format)) {
    const rows = new Map((target.tables[table.id] ?? []).map((row) => [row.id, row]))
    const lines = (taken.get(table.id) ?? []).map((id) => (id === null ? undefined : rows.get(id)))
    for (const sum of found.tables[table.id]?.sums ?? []) {
      const column = table.columns.find((candidate) => candidate.id === sum.column)
      if (column === undefined) continue
      if (sum.kind === 'balance') {
        if (expectedBalance(sum, target, format) !== sum.printed)
          unplaced.push({
            text: `${sum.label}: ${amountWords(sum.printed, column.kind)}`,
            where: sum.where,
            why: 'Dit staat onder het totaal. Wij rekenen het zelf uit, en er komt iets anders uit.',
          })
        continue
      }
      const totals = sum.lines.map(([from, to]) =>
        lines.slice(from, to).reduce((total, row) => total + centsOf(row?.[sum.column]), 0),
      )
      if (!totals.includes(sum.printed))
        sums.push(describe(sum, { table: table.id, column, taken: totals[0] ?? 0 }))
    }
  }
  return { sums, unplaced }
}

function describe(
  { label, where, printed, column: id }: PrintedSum,
  { table, column, taken }: { table: string; column: Column; taken: number },
): SumDifference {
  return {
    table,
    label: label === '' ? bareLabel(column.label) : label,
    where,
    column: id,
    printed,
    taken,
    printedWords: amountWords(printed, column.kind),
    takenWords: amountWords(taken, column.kind),
    differenceWords: amountWords(Math.abs(printed - taken), column.kind),
  }
}

/** The lines that our own exports print below the total of a budget, by their lower-case label. */
const balanceLines: ReadonlyMap<string, keyof BudgetSummary> = new Map([
  ['inkomsten', 'incomeCents'],
  ['saldo', 'balanceCents'],
  ['nog te verdelen', 'leftCents'],
])

/** The outcome of such a line for the current plan; the form names the line of its own budget. */
function expectedBalance(
  { label }: PrintedSum,
  target: PlanContent,
  format: Format,
): number | null {
  const line = balanceLines.get(label.toLowerCase()) ?? 'availableCents'
  return budgetSummary(target, format)?.[line] ?? null
}

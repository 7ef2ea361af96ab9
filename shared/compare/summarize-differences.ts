import { counted } from '../counted.ts'
import { tablesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { formatEuro } from '../money.ts'
import * as compareText from '../text/compare.ts'
import type { ComparisonSummary, SectionDifferences } from './differences.ts'

/** The number of differences, in one line: "3 velden, 2 begrotingsregels, totaal + € 120,25". */
export function summarizeDifferences(
  sections: readonly SectionDifferences[],
  format: Format,
): ComparisonSummary {
  const differences = sections.flatMap((section) => section.differences)
  const fields = differences.filter((difference) => difference.kind === 'field').length
  const rows = tablesOf(format).flatMap(({ id, item }) => {
    const count = differences.filter(
      (difference) => difference.kind === 'row' && difference.table === id,
    ).length
    return count === 0 ? [] : [{ table: id, one: item.one, many: item.many, count }]
  })
  const total = sections
    .flatMap((section) => section.totals)
    .find(
      ({ table, column, group }) =>
        table === format.summary.budgetTable && column === mainColumn(format) && group === null,
    )
  const totalCents =
    total === undefined || total.old === null || total.new === null
      ? null
      : { old: total.old, new: total.new }
  const parts = [
    ...(fields === 0 ? [] : [counted(fields, 'veld', 'velden')]),
    ...rows.map(({ count, one, many }) => counted(count, one, many)),
    ...(totalCents === null
      ? []
      : [compareText.totalChanged(signedEuro(totalCents.new - totalCents.old))]),
  ]
  return {
    fields,
    rows,
    totalCents,
    text: parts.length === 0 ? compareText.noDifferences : parts.join(', '),
  }
}

function mainColumn(format: Format): string | undefined {
  return tablesOf(format).find((table) => table.id === format.summary.budgetTable)?.totals[0]
    ?.column
}

/** `+ € 120,25`, `− € 12,00` */
function signedEuro(cents: number): string {
  return `${cents < 0 ? '−' : '+'}\u00a0${formatEuro(Math.abs(cents))}`
}

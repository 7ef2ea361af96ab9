import type { Table } from '../format/schema.ts'
import type { PlanContent, TableTotals } from '../plan/content.ts'
import { groupsOf } from '../plan/groups.ts'
import { amountWords, bareLabel } from '../plan/words.ts'
import type { TotalDifference } from './differences.ts'

type Summed = Pick<PlanContent, 'tables' | 'totals'>

/** Changed sums: those of groups first, that of the whole table last, in print order. */
export function compareTotals(
  table: Table,
  sides: { old: Summed; new: Summed },
): TotalDifference[] {
  const [before, after] = [sides.old.totals[table.id], sides.new.totals[table.id]]
  const groups = new Map(
    [sides.old, sides.new]
      .flatMap((side) => groupsOf(table, side.tables))
      .map((group) => [group.id, group.label]),
  )
  return table.totals.flatMap(({ column, label }) => {
    const kind = table.columns.find((candidate) => candidate.id === column)?.kind ?? 'money'
    const words = (sum: number | null) => (sum === null ? '' : amountWords(sum, kind))
    const total = (group: string | null, name: string): TotalDifference[] => {
      const [old, changed] = [sumOf(before, column, group), sumOf(after, column, group)]
      return old === changed
        ? []
        : [
            {
              table: table.id,
              column,
              group,
              label: name,
              old,
              new: changed,
              oldWords: words(old),
              newWords: words(changed),
            },
          ]
    }
    return [
      ...[...groups].flatMap(([id, name]) =>
        total(
          id,
          table.totals.length > 1 ? `${bareLabel(name)}, ${bareLabel(label)}` : bareLabel(name),
        ),
      ),
      ...total(null, bareLabel(label)),
    ]
  })
}

function sumOf(
  totals: TableTotals | undefined,
  column: string,
  group: string | null,
): number | null {
  const sums = totals?.columns[column]
  if (sums === undefined) return null
  return group === null ? sums.total : (sums.groups[group] ?? null)
}

import type { Rule } from '../format/rules.ts'
import type { Table } from '../format/schema.ts'
import type { PlanContent, Row } from './content.ts'
import { rowOf } from './row-places.ts'
import { amountWords, cellWords } from './words.ts'

type ReferenceRule = Extract<Rule, { kind: 'differsFromReference' }>

/** The rows whose number is another than that of the row they refer to, with the words of that row. */
export function differingRows(
  rule: ReferenceRule,
  { table, rows, content }: { table: Table; rows: readonly Row[]; content: PlanContent },
): { row: Row; name: string; limit: string }[] {
  const columnOf = (id: string) => table.columns.find((column) => column.id === id)
  const via = columnOf(rule.via)
  if (via?.kind !== 'reference') return []
  return rows.flatMap((row) => {
    const own = row[rule.column]
    const theirs = via.tables
      .map((id) => rowOf(content.tables[id], row[rule.via]))
      .find((found) => found !== undefined)?.[rule.of]
    if (typeof own !== 'number' || typeof theirs !== 'number' || own === theirs) return []
    return [
      {
        row,
        name: cellWords(row[rule.via] ?? null, via, content),
        limit: amountWords(theirs, columnOf(rule.column)?.kind ?? 'money'),
      },
    ]
  })
}

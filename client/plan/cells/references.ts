import type { ReferenceColumn } from '#shared/format/columns.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { sortNameOfRow } from '#shared/plan/sort-name.ts'

export type ReferenceGroup = { label: string; options: { id: string; label: string }[] }

const collator = new Intl.Collator('nl', { numeric: true })

/** The options of a reference, per table: a numbered table in its own order, people and parties by name (T18). */
export function referenceOptions(
  column: ReferenceColumn,
  format: Format,
  tables: PlanContent['tables'],
): ReferenceGroup[] {
  return column.tables.flatMap((id) => {
    const table = tableOf(format, id)
    if (table === undefined) return []
    const options = (tables[id] ?? []).map((row, index) => {
      const number = table.numbering?.replaceAll('{n}', String(index + 1))
      const title = titleOf(table, row)
      return {
        id: row.id,
        label: number === undefined ? title : `${number} ${title}`,
        sortName: sortNameOfRow(table, row),
      }
    })
    if (table.numbering === undefined && (id === 'people' || id === 'parties'))
      options.sort((a, b) => collator.compare(a.sortName, b.sortName))
    return [
      {
        label: table.label ?? table.item.many,
        options: options.map(({ id: row, label }) => ({ id: row, label })),
      },
    ]
  })
}

export function referenceLabel(groups: readonly ReferenceGroup[], id: string): string | null {
  for (const group of groups)
    for (const option of group.options) if (option.id === id) return option.label
  return null
}

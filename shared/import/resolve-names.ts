import { tablesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import type { Row } from '../plan/content.ts'
import { groupsOf } from '../plan/groups.ts'
import { labelKey } from './label-key.ts'

type Tables = Readonly<Record<string, readonly Row[]>>

/**
 * The row that a name in the file refers to; `current` takes precedence if several rows have it.
 */
export function rowByName(
  name: string,
  tables: { ids: readonly string[]; content: Tables; format: Format },
  current: unknown,
): { kind: 'row'; id: string } | { kind: 'unknown' } | { kind: 'several' } {
  const key = labelKey(name)
  const ids = tablesOf(tables.format)
    .filter((table) => tables.ids.includes(table.id))
    .flatMap((table) => {
      const title = table.columns.find((column) => column.isTitle)?.id ?? ''
      return (tables.content[table.id] ?? [])
        .filter((row) => labelKey(String(row[title] ?? '')) === key)
        .map((row) => row.id)
    })
  if (typeof current === 'string' && ids.includes(current)) return { kind: 'row', id: current }
  const [first, second] = ids
  if (first === undefined) return { kind: 'unknown' }
  return second === undefined ? { kind: 'row', id: first } : { kind: 'several' }
}

/**
 * The group that a name in the file refers to. A theme's group is named after it ("Thema 2:
 * Valpreventie"): by its name before or after this import, or by the title alone. Null: an unknown
 * name.
 */
export function groupByName(
  name: string,
  table: Table,
  sides: { now: Tables; target: Tables },
): string | null {
  const key = labelKey(name)
  for (const tables of [sides.target, sides.now]) {
    const group = groupsOf(table, { ...tables, [table.id]: [] }).find(
      (candidate) => labelKey(candidate.label) === key || candidate.id === name,
    )
    if (group !== undefined) return group.id
  }
  for (const definition of table.groups ?? []) {
    if (definition.kind !== 'perRow') continue
    const row = (sides.target[definition.table] ?? []).find(
      (candidate) =>
        key !== '' &&
        (labelKey(String(candidate['title'] ?? '')) === key ||
          key.endsWith(`: ${labelKey(String(candidate['title'] ?? ''))}`)),
    )
    if (row !== undefined) return row.id
  }
  return null
}

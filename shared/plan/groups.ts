import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'

export type LineEntry = 'rate' | 'amount' | 'either'
export type Group = { id: string; label: string; entry: LineEntry }

/**
 * Rows with an unknown group (for example a removed theme) are shown and counted here, so that no
 * amount is missing from a sum.
 */
export const otherGroup = 'overige-groep'

/**
 * The groups of a table for its current rows: fixed ones, and one per theme. Empty for a table
 * without groups.
 */
export function groupsOf(table: Table, tables: Readonly<Record<string, readonly Row[]>>): Group[] {
  if (table.groups === undefined) return []
  const groups: Group[] = []
  for (const definition of table.groups) {
    if (definition.kind === 'fixed')
      groups.push({ id: definition.id, label: definition.label, entry: definition.entry })
    else
      (tables[definition.table] ?? []).forEach((row, index) => {
        const title =
          typeof row['title'] === 'string' && row['title'] !== '' ? row['title'] : 'zonder titel'
        groups.push({
          id: row.id,
          label: definition.label.replaceAll('{n}', String(index + 1)).replaceAll('{title}', title),
          entry: definition.entry,
        })
      })
  }
  const known = new Set(groups.map((group) => group.id))
  if ((tables[table.id] ?? []).some((row) => !known.has(String(row['group'] ?? ''))))
    groups.push({ id: otherGroup, label: 'Zonder onderdeel', entry: 'either' })
  return groups
}

const byId = new WeakMap<readonly Group[], ReadonlyMap<string, Group>>()

/**
 * The group with this id. The list is never mutated, so its index is cached: a plan may have as
 * many groups as themes.
 */
export function groupOf(groups: readonly Group[], id: string): Group | undefined {
  const known = byId.get(groups)
  if (known !== undefined) return known.get(id)
  const made = new Map(groups.map((group) => [group.id, group]))
  byId.set(groups, made)
  return made.get(id)
}

/** The group in which a row counts. */
export function groupIdOf(row: Row, groups: readonly Group[]): string {
  const id = String(row['group'] ?? '')
  return groupOf(groups, id) === undefined ? otherGroup : id
}

/** The kind of line that a row's group asks for. */
export function entryOf(row: Row, groups: readonly Group[]): LineEntry {
  // For rows without a group: the kind that the group of all such rows asks for, if there is one.
  const own = groupOf(groups, String(row['group'] ?? '')) ?? groupOf(groups, otherGroup)
  return own?.entry ?? 'either'
}

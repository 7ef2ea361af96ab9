import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'
import { titleOf } from './row-title.ts'

/** The column of a person's name as it stands in an alphabetical list: computed, and kept where somebody wrote another. */
export const sortNameColumn = 'sortName'

/** Words before a surname, which Dutch lists sort behind it: "Lindeweide, van der, Noor". */
const before = new Set(['van', 'von', 'de', 'den', 'der', 'het', 'ter', 'ten', 'te', 'op', 'in'])
const isBefore = (word: string) => before.has(word.toLowerCase()) || /^['’][a-z]$/.test(word)

/** `Noor van der Lindeweide` as `Lindeweide, van der, Noor`; a name of one word as it is. */
export function sortNameOf(name: string): string {
  const words = name.trim().split(/\s+/)
  if (words.length < 2) return name.trim()
  // The first name is one word; a name that begins with "van" has none.
  const rest = words.slice(1)
  const at = rest.findIndex((word) => !isBefore(word))
  if (at < 0) return name.trim()
  return [rest.slice(at).join(' '), rest.slice(0, at).join(' '), words[0]]
    .filter((part) => part !== '')
    .join(', ')
}

/** The name by which a row is sorted. */
export function sortNameOfRow(table: Table, row: Row): string {
  const given = row[sortNameColumn]
  if (typeof given === 'string' && given !== '') return given
  const title = titleOf(table, row)
  return table.columns.some(({ id }) => id === sortNameColumn) ? sortNameOf(title) : title
}

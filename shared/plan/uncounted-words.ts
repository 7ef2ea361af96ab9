import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'
import { type NotCounted, uncountedOf } from './counted-rows.ts'
import { titleOf } from './row-title.ts'

/** One sentence for each row that a total leaves out, so that a reader can add up what is printed. */
export function uncountedWords(
  table: Table,
  tables: Readonly<Record<string, readonly Row[]>>,
): string[] {
  const left = uncountedOf(table, tables)
  if (left.size === 0) return []
  return (tables[table.id] ?? []).flatMap((row) => {
    const why = left.get(row.id)
    return why === undefined
      ? []
      : [`‘${titleOf(table, row)}’ telt niet mee in het totaal: ${reasons[why]}`]
  })
}

const reasons: Readonly<Record<NotCounted, string>> = {
  nobody: 'er staat geen praktijk bij.',
  'not-connected': 'de praktijk is niet aangesloten.',
  unknown: 'niet bekend is of de praktijk is aangesloten.',
  twice: 'de praktijk staat al in een andere regel.',
}

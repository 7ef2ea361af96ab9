import type { Table } from '../format/schema.ts'
import type { CellValue, Row } from '../plan/content.ts'
import { isUntouchedPreset } from '../plan/filled.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { ImportedRow } from './import-result.ts'
import { labelKey } from './label-key.ts'

/** Matching more rows takes longer than a user waits. */
const mostPairs = 100_000

/** A row of the file with its group as the plan knows it; null if the table has none. */
export type GroupedRow = { row: ImportedRow; group: string | null }
type Placed = { row: Row; group: string | null }

/** Shared words as a fraction of all words: below this two rows are different rows. */
const leastAlike = 0.5

/**
 * Matches each row of the file, by index, to a row of the plan; null: a new row. Names take
 * precedence over similarity, and similarity over position; untouched preset rows take the text
 * that was written over them.
 */
export function matchRows(
  table: Table,
  found: readonly GroupedRow[],
  rows: readonly Placed[],
): (string | null)[] {
  const result: (string | null)[] = found.map(() => null)
  const free = new Set(rows)
  const take = (index: number, placed: Placed | undefined) => {
    if (placed === undefined) return
    result[index] = placed.row.id
    free.delete(placed)
  }
  const open = () =>
    found.map((entry, index) => ({ ...entry, index })).filter(({ index }) => result[index] === null)
  const title = table.columns.find((column) => column.isTitle)?.id ?? ''
  const sameName = (entry: GroupedRow, placed: Placed) =>
    nameOf(entry.row.cells[title]) !== '' &&
    nameOf(entry.row.cells[title]) === nameOf(placed.row[title])
  const tests: ((entry: GroupedRow, placed: Placed) => boolean)[] = [
    (entry, placed) =>
      entry.group === placed.group && sameName(entry, placed) && cellsAlike(entry.row, placed.row),
    (entry, placed) => entry.group === placed.group && sameName(entry, placed),
    sameName,
  ]
  const byName = new Map<string, Placed[]>()
  for (const placed of rows) {
    const name = nameOf(placed.row[title])
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [placed])
    else same.push(placed)
  }
  for (const test of tests)
    for (const entry of open())
      take(
        entry.index,
        byName
          .get(nameOf(entry.row.cells[title]))
          ?.find((placed) => free.has(placed) && test(entry, placed)),
      )
  matchByLikeness(table, { open: open(), free, take })
  if (table.numbering !== undefined) matchByNumber(found, rows, { result, free, take })
  const untouched = [...free].filter((placed) => isUntouchedPreset(table, placed.row))
  for (const entry of open())
    take(
      entry.index,
      untouched.find((placed) => free.has(placed) && placed.group === entry.group),
    )
  return result
}

type Open = GroupedRow & { index: number }

function matchByLikeness(
  table: Table,
  {
    open,
    free,
    take,
  }: {
    open: readonly Open[]
    free: ReadonlySet<Placed>
    take: (index: number, placed: Placed) => void
  },
): void {
  // Two long tables without any equal names are not compared row by row.
  if (open.length * free.size > mostPairs) return
  const candidates = [...free]
    .filter((placed) => !isUntouchedPreset(table, placed.row))
    .map((placed) => ({ placed, words: wordsOf(placed.row) }))
  const pairs = open
    .map((entry) => ({ entry, words: wordsOf(entry.row.cells) }))
    .flatMap(({ entry, words }) =>
      candidates.map(({ placed, words: others }) => ({
        entry,
        placed,
        likeness: likeness(words, others) - (placed.group === entry.group ? 0 : 0.2),
      })),
    )
    .filter((pair) => pair.likeness >= leastAlike)
    .sort((a, b) => b.likeness - a.likeness)
  const taken = new Set<number>()
  for (const { entry, placed } of pairs) {
    if (taken.has(entry.index) || !free.has(placed)) continue
    taken.add(entry.index)
    take(entry.index, placed)
  }
}

/** `Thema 2` with another title is still the second, if the first and the third are unchanged. */
function matchByNumber(
  found: readonly GroupedRow[],
  rows: readonly Placed[],
  {
    result,
    free,
    take,
  }: {
    result: readonly (string | null)[]
    free: ReadonlySet<Placed>
    take: (index: number, placed: Placed) => void
  },
): void {
  if (found.length !== rows.length) return
  result.forEach((id, index) => {
    const placed = rows[index]
    if (id === null && placed !== undefined && free.has(placed)) take(index, placed)
  })
}

function cellsAlike(found: ImportedRow, row: Row): boolean {
  return Object.entries(found.cells).every(
    ([id, value]) => typeof value !== 'number' || row[id] === value,
  )
}

function nameOf(cell: CellValue | undefined): string {
  return typeof cell === 'string' ? labelKey(cell) : ''
}

function wordsOf(cells: Readonly<Record<string, CellValue>>): Set<string> {
  const text = Object.entries(cells)
    .filter(([id]) => id !== 'id')
    .map(([, value]) =>
      typeof value === 'string'
        ? value
        : typeof value === 'object' && value !== null
          ? plainText(value as RichNode)
          : '',
    )
    .join(' ')
  return new Set(labelKey(text).match(/[\p{L}\p{N}]{3,}/gu) ?? [])
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared / Math.max(a.size, b.size)
}

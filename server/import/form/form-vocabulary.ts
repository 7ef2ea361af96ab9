import { tablesOf } from '#shared/format/lookup.ts'
import type { Format, Section, Table } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileTable } from '../file.ts'
import { gridOfTable } from '../table/grid.ts'
import { namesColumns } from '../table/table-segments.ts'
import {
  labelAt,
  labelsOf,
  numberedRow,
  type SectionLabels,
  sectionByTitle,
} from './form-labels.ts'
import { FormWords } from './form-words.ts'

/** The words by which a document is recognised as a form. */
export type FormVocabulary = {
  format: Format
  /** The words that the form itself prints. */
  words: FormWords
  /** Per section. */
  labels: ReadonlyMap<string, SectionLabels>
  columnNames: ReadonlySet<string>
}

export function vocabularyOf(format: Format): FormVocabulary {
  return {
    format,
    words: new FormWords(format),
    labels: new Map(format.sections.map((section) => [section.id, labelsOf(section, format)])),
    columnNames: new Set([
      'bedrag',
      'begroot',
      ...tablesOf(format).flatMap((table) => table.columns.map((column) => labelKey(column.label))),
    ]),
  }
}

/** True if a line contains anything of the form: tells a layout table from a table with content. */
export function isKnownLine(text: string, { format, labels }: FormVocabulary): boolean {
  const first = text.split('\n')[0] ?? ''
  if (first.trim() === '') return false
  if (sectionByTitle(first, format) !== null) return true
  return format.sections.some(
    (section) =>
      (section.part === 'plan' && labelAt(first, labels.get(section.id) ?? []) !== null) ||
      numberedRow(first, section) !== null,
  )
}

/** The place of a table; left out if it only matters whether the form has such a table. */
type TableSearch = {
  section?: Section
  /** The last named table takes precedence. */
  named?: Table | null
}

/** `least`: the minimum number of names in its first row. */
export type KnownTable = { table: Table; least: number }

/**
 * The table of the form whose columns are named in one of the first rows; the last named table
 * takes precedence, then those of this section.
 */
export function knownTable(
  block: FileTable,
  { format, columnNames }: FormVocabulary,
  { section, named = null }: TableSearch = {},
): KnownTable | null {
  const rows = gridOfTable({ ...block, rows: block.rows.slice(0, 3) })
  // Most tables in a text are the author's own: rejected quickly.
  if (!rows.some((row) => row.cells.some((cell) => columnNames.has(labelKey(cell.text)))))
    return null
  const filled = rows[0]?.cells.filter((cell) => cell.text.trim() !== '').length ?? 2
  // A header row that Word marks as one is decisive, even with a single column.
  const least = block.rows[0]?.isHeader === true ? Math.max(1, Math.min(2, filled)) : 2
  let best: (KnownTable & { names: number }) | null = null
  for (const table of tablesInOrder(format, section)) {
    const keys = new Set(table.columns.map((column) => labelKey(column.label)))
    const known = rows.map((row, y) =>
      namesColumns(row, table, y === 0 ? least : 2)
        ? 1 + row.cells.filter((cell) => keys.has(labelKey(cell.text))).length
        : 0,
    )
    const names = Math.max(0, ...known)
    const score = names + (named?.id === table.id ? 0.5 : 0)
    if (names > 0 && score > (best?.names ?? 0)) best = { table, least, names: score }
  }
  return best
}

/** The tables of this section first. */
function tablesInOrder(format: Format, section: Section | undefined): Table[] {
  const own = new Set(section?.blocks.map((block) => block.id))
  const tables = tablesOf(format)
  return [
    ...tables.filter((table) => own.has(table.id)),
    ...tables.filter((table) => !own.has(table.id)),
  ]
}

import { contentOfBlock } from '../format/blocks.ts'
import {
  type ByColumnKind,
  byColumnKind,
  type Column,
  type ReferenceColumn,
} from '../format/columns.ts'
import { blocksOf, tableOf, tablesOf } from '../format/lookup.ts'
import type { Format, Section, Table } from '../format/schema.ts'
import type { CellValue, PlanContent, Row, Target } from '../plan/content.ts'
import { placesOf, rowOf } from '../plan/row-places.ts'
import { amountWords, optionLabel } from '../plan/words.ts'
import * as commentsText from '../text/comments.ts'

type Readable = Pick<PlanContent, 'tables'>

const maxNameLength = 80

/**
 * The name of a target, for lists, mails and files: "Thema 2: Veilig thuis, Resultaat". Null for a
 * row that does not exist.
 */
export function placeOf(target: Target, format: Format, content: Readable): string | null {
  switch (target.kind) {
    case 'plan':
      return commentsText.wholePlan
    case 'section':
      return format.sections.find((section) => section.id === target.section)?.shortTitle ?? null
    case 'field':
    case 'value':
      return fieldName(target.field ?? '', format)
    case 'table':
      return fieldName(target.table ?? '', format)
    case 'row':
    case 'cell': {
      const table = tableOf(format, target.table ?? '')
      const name = table === undefined ? null : rowName(table, target.row ?? '', format, content)
      if (table === undefined || name === null || target.kind === 'row') return name
      return `${name}, ${columnName(table, target.column ?? '')}`
    }
  }
}

/**
 * "Thema 2: Veilig thuis", "Begrotingsregel Training baliemedewerkers"; null if the row is not in
 * the plan.
 */
function rowName(table: Table, rowId: string, format: Format, content: Readable): string | null {
  const rows = content.tables[table.id] ?? []
  const index = placesOf(rows).get(rowId)
  const row = index === undefined ? undefined : rows[index]
  if (index === undefined || row === undefined) return null
  const title = shorten(titleOfRow(table, row, format, content))
  if (table.numbering === undefined)
    return title === ''
      ? commentsText.rowWithoutName(capital(table.item.one))
      : commentsText.rowWithName(capital(table.item.one), title)
  const numbered = withoutColon(table.numbering.replaceAll('{n}', String(index + 1)))
  return title === '' ? numbered : `${numbered}: ${title}`
}

export function columnName(table: Table, columnId: string): string {
  return shorten(
    withoutColon(table.columns.find((column) => column.id === columnId)?.label ?? columnId),
  )
}

/** The text of a row's title column, also if that is a reference or a choice. */
function titleOfRow(table: Table, row: Row, format: Format, content: Readable): string {
  const column =
    table.columns.find((candidate) => candidate.isTitle) ??
    table.columns.find((candidate) => candidate.kind === 'line')
  return column === undefined ? '' : cellText(column, row[column.id], format, content)
}

function cellText(
  column: Column,
  cell: CellValue | undefined,
  format: Format,
  content: Readable,
): string {
  if (cell === undefined || cell === null || typeof cell === 'object') return ''
  if (typeof cell === 'number') return amountWords(cell, column.kind)
  return byColumnKind(titles, column, cell, { format, content })
}

type PlaceContext = { format: Format; content: Readable }
const asWritten = (_: unknown, cell: string) => cell

const titles: ByColumnKind<string, [cell: string, context: PlaceContext]> = {
  line: asWritten,
  richText: asWritten,
  choice: ({ options }, cell) => optionLabel(options, cell),
  date: asWritten,
  count: asWritten,
  quantity: asWritten,
  money: asWritten,
  reference: titleOfOther,
  computed: asWritten,
}

function titleOfOther(
  column: ReferenceColumn,
  cell: string,
  { format, content }: PlaceContext,
): string {
  for (const table of tablesOf(format)) {
    const row = column.tables.includes(table.id) ? rowOf(content.tables[table.id], cell) : undefined
    const title = table.columns.find((candidate) => candidate.isTitle && candidate.kind === 'line')
    if (row !== undefined && title !== undefined) return String(row[title.id] ?? '')
  }
  return ''
}

/**
 * A block, an item of a checklist or a table. A label that is unclear without its section is
 * preceded by the section's name.
 */
function fieldName(id: string, format: Format): string | null {
  for (const { section, block } of blocksOf(format)) {
    if (block.id === id) return inSection(section, block.label)
    const value = contentOfBlock(block, section.title).values?.find(
      (candidate) => candidate.id === id,
    )
    if (value !== undefined) return inSection(section, value.label)
  }
  return null
}

function inSection(section: Section, label: string | undefined): string {
  const name = label === undefined ? '' : shorten(withoutColon(label))
  return name === '' || name === section.shortTitle
    ? section.shortTitle
    : `${section.shortTitle}, ${name}`
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= maxNameLength ? line : `${line.slice(0, maxNameLength - 1).trimEnd()}…`
}

const withoutColon = (text: string): string => text.replace(/\s*:\s*$/, '')
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('nl') + text.slice(1)

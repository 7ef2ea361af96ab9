import type { Column } from '#shared/format/columns.ts'
import { labelKey } from '../label-key.ts'
import { groupByName, rowByName } from '../resolve-names.ts'
import type { SourceRow } from '../table/source-cell.ts'
import { afterLine, emptyLedger, sumKindOf } from '../table/sum-rows.ts'
import { type Columns, titleIndex } from '../table/table-columns.ts'
import { columnsOfPaste, type PasteColumns, type PasteMeaning } from './paste-columns.ts'
import { type LineContent, type PasteContext, readPasteLine } from './paste-line.ts'
import { type BelowPaste, type PasteRow, pasteRows } from './paste-rows.ts'

export type PasteRequest = PasteContext & {
  rows: readonly SourceRow[]
  /** The cell where the user stands. */
  at: { row: string; column: string }
  /** The columns on the screen, in their order. */
  shown: readonly Column[]
  below: BelowPaste
  /** Columns that the user chose for those of the range. */
  chosen?: readonly PasteMeaning[] | undefined
  /** The id of the row for a line, by its number: the same for each planning of one paste. */
  newRowId: (line: number) => string
}

export type PastedLine = LineContent & {
  /** Its row in the range, from 0. */
  source: number
  row: string
  /** For a new row: the row above it; null for the end of the table. */
  added: { afterId: string | null } | null
  /** The group of a new row; null in a table without groups. */
  group: string | null
}

export type PastePlan = {
  columns: PasteColumns
  lines: readonly PastedLine[]
  /** Rows with a total, which the plan computes itself. */
  sums: number
  /** Cells with content for which there is no column. */
  unfit: number
}

/**
 * What a pasted range would change in a table, relative to its current state. Writes nothing. Each
 * line fills a row from where the user stands, or a new one; headings and sums are no lines.
 */
export function planPaste(request: PasteRequest): PastePlan {
  const { table, format, content, at, shown } = request
  const found = columnsOfPaste({
    table,
    rows: request.rows,
    shown,
    at: at.column,
    isName: (column, text) =>
      'tables' in column &&
      rowByName(text, { ids: column.tables, content: content.tables, format }, null).kind === 'row',
  })
  const columns = request.chosen === undefined ? found : { ...found, meanings: request.chosen }
  const { meanings } = columns
  const named = meanings.map(asMeaning)
  const rows = pasteRows({ table, content, row: at.row, below: request.below })
  let group = rows.startGroup
  let ledger = emptyLedger
  const lines: PastedLine[] = []
  let sums = 0
  let unfit = 0
  for (const [source, row] of request.rows.entries()) {
    if (columns.hasHeader && source === 0) continue
    if (row.cells.every(isEmpty) && meanings.length > 1) continue
    if (named.length > 1 && sumKindOf({ table, row, columns: named }, ledger) !== null) {
      sums += 1
      continue
    }
    const heading = headingOf(row, named, request)
    if (heading !== null) {
      group = heading
      continue
    }
    const own = ownGroup(row, meanings, request)
    const into = own?.group ?? group
    const id = request.newRowId(source)
    const place = rows.take(into, id)
    const old = place.kind === 'old' ? place.row : undefined
    const { found: cells, ...line } = readPasteLine(row, meanings, { context: request, old })
    ledger = afterLine(ledger, cells, table)
    unfit += row.cells.filter((cell, x) => (meanings[x] ?? null) === null && !isEmpty(cell)).length
    lines.push({
      ...line,
      refused:
        own?.group === null ? [...line.refused, ...refusedGroup(own.name, request)] : line.refused,
      source,
      ...placed(place, { id, group: into }),
    })
  }
  return { columns, lines, sums, unfit }
}

/** Content that would be lost or that stands in a place that was guessed is shown first. */
export function needsPreview({ columns, lines, unfit }: PastePlan): boolean {
  const refused = lines.reduce((sum, line) => sum + line.refused.length, 0)
  return (
    columns.isGuessed ||
    unfit > 0 ||
    refused > mostNamed ||
    lines.some(({ replaced }) => replaced.length > 0)
  )
}

/** More refused cells than one message can name. */
const mostNamed = 3

function placed(
  place: PasteRow,
  { id, group }: { id: string; group: string | null },
): Pick<PastedLine, 'row' | 'added' | 'group'> {
  return place.kind === 'old'
    ? { row: place.row.id, added: null, group }
    : { row: id, added: { afterId: place.afterId }, group }
}

const isEmpty = ({ text }: { text: string }) => text.trim() === ''

function asMeaning(meaning: PasteMeaning): Columns[number] {
  if (meaning === null) return null
  return meaning === 'group' ? { kind: 'group' } : { kind: 'column', column: meaning }
}

/** The group that a row names for the rows below it: nothing else stands in it. */
function headingOf({ cells }: SourceRow, columns: Columns, request: PasteRequest): string | null {
  const { table, content } = request
  if (table.groups === undefined || columns.length < 2) return null
  const filled = cells.flatMap((cell, x) => (isEmpty(cell) ? [] : [x]))
  const [at] = filled
  if (filled.length !== 1 || at === undefined || at > Math.max(0, titleIndex(columns))) return null
  return groupByName(cells[at]?.text ?? '', table, { now: content.tables, target: content.tables })
}

/** The group that a line names itself; `group` is null for an unknown name. */
function ownGroup(
  { cells }: SourceRow,
  meanings: readonly PasteMeaning[],
  { table, content }: PasteRequest,
): { name: string; group: string | null } | null {
  const cell = cells[meanings.indexOf('group')]
  const name = (cell?.shared ?? cell?.text ?? '').trim()
  if (labelKey(name) === '') return null
  return { name, group: groupByName(name, table, { now: content.tables, target: content.tables }) }
}

function refusedGroup(name: string, { table }: PasteRequest): LineContent['refused'] {
  const column = table.columns.find(({ id }) => id === 'group')
  return column === undefined
    ? []
    : [
        {
          column,
          text: name,
          why: 'Dit onderdeel kent de begroting niet. De regel staat in het onderdeel waar u plakte.',
        },
      ]
}

import { type Column, isComputed, isReference, isRichText } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { labelKey } from '../label-key.ts'
import { readPlainCell } from '../table/read-plain-cell.ts'
import type { SourceCell, SourceRow } from '../table/source-cell.ts'
import { columnsOf } from '../table/table-columns.ts'

/** The meaning of each column of a pasted range: a column of the table, its group, or nothing. */
export type PasteMeaning = Column | 'group' | null

export type PasteColumns = {
  meanings: readonly PasteMeaning[]
  /** The first row of the range names the columns. */
  hasHeader: boolean
  /** The columns are not simply those from where the user stands. */
  isGuessed: boolean
}

type Range = {
  table: Table
  rows: readonly SourceRow[]
  /** The columns on the screen, and the one in which the user stands. */
  shown: readonly Column[]
  at: string
  /** Whether a name refers to a row; for the columns that refer to other tables. */
  isName: (column: Column, text: string) => boolean
}

/**
 * The columns that a range is meant for: those that its first row names, otherwise those from where
 * the user stands. A range that has no cells for a column in between, such as a column of ours that
 * a budget in Excel does not have, skips that column if its cells can be read only so.
 */
export function columnsOfPaste(range: Range): PasteColumns {
  const [first] = range.rows
  const width = widthOf(range.rows)
  const named = first === undefined ? null : namedColumns(first, range)
  if (named !== null) return { meanings: named, hasHeader: true, isGuessed: false }
  const start = Math.max(
    0,
    range.shown.findIndex(({ id }) => id === range.at),
  )
  const straight = Array.from({ length: width }, (_, x) => range.shown[start + x] ?? null)
  const aligned = align(range, { start, width })
  const isGuessed = aligned.some((column, x) => column !== straight[x])
  return { meanings: aligned, hasHeader: false, isGuessed }
}

export function widthOf(rows: readonly SourceRow[]): number {
  return rows.reduce((width, { cells }) => Math.max(width, cells.length), 0)
}

function namedColumns(first: SourceRow, { table, rows, shown, at }: Range): PasteMeaning[] | null {
  if (rows.length < 2) return null
  const [only] = first.cells
  if (first.cells.length === 1 && only !== undefined) {
    const here = shown.find(({ id }) => id === at)
    return here !== undefined && labelKey(only.text) === labelKey(here.label) ? [here] : null
  }
  const columns = columnsOf(first, table)
  return (
    columns?.map((meaning) =>
      meaning?.kind === 'column' ? meaning.column : meaning?.kind === 'group' ? 'group' : null,
    ) ?? null
  )
}

/** Unreadable cells weigh more than columns that are skipped. */
const unreadable = -4
const readable = 2
/** Any text can be a line, so a line says little about where a column belongs. */
const plausible = 1
const skippedColumn = -0.01

/**
 * Gives each column of the range a column of the table, in the same order, so that as many cells as
 * possible can be read. Equal choices go to the column nearest to the start.
 */
function align(range: Range, { start, width }: { start: number; width: number }): PasteMeaning[] {
  const { shown } = range
  const free = shown.length - start
  const fits = Math.min(width, free)
  const scores = Array.from({ length: fits }, (_, x) =>
    Array.from({ length: free }, (_, j) => scoreOf(range, x, shown[start + j] as Column)),
  )
  // best[x][j]: the best score of columns x and on, the first of them in table column j.
  const best: number[][] = []
  const next: number[][] = []
  for (let x = fits - 1; x >= 0; x -= 1) {
    const bestHere: number[] = []
    const nextHere: number[] = []
    best[x] = bestHere
    next[x] = nextHere
    for (let j = 0; j < free; j += 1) {
      let after = x === fits - 1 ? 0 : Number.NEGATIVE_INFINITY
      let to = -1
      for (let k = j + 1; x < fits - 1 && k < free; k += 1) {
        const score = (best[x + 1]?.[k] ?? 0) + skippedColumn * (k - j - 1)
        if (score > after) {
          after = score
          to = k
        }
      }
      bestHere[j] = (scores[x]?.[j] ?? 0) + after
      nextHere[j] = to
    }
  }
  const meanings: PasteMeaning[] = Array.from({ length: width }, () => null)
  // The first column goes where the user stands.
  for (let x = 0, j = 0; x < fits && j >= 0; j = next[x]?.[j] ?? -1, x += 1)
    meanings[x] = shown[start + j] ?? null
  return meanings
}

function scoreOf({ rows, isName }: Range, x: number, column: Column): number {
  return rows.reduce((sum, { cells }) => {
    const cell = cells[x]
    return cell === undefined || cell.text.trim() === '' ? sum : sum + fitOf(column, cell, isName)
  }, 0)
}

function fitOf(column: Column, cell: SourceCell, isName: Range['isName']): number {
  if (isComputed(column))
    return cell.number !== undefined || /^[\s€\d.,-]+$/.test(cell.text) ? 0 : unreadable
  if (isRichText(column)) return 0
  if (isReference(column)) return isName(column, cell.text) ? readable : unreadable
  const read = readPlainCell(column, cell)
  if (read.kind === 'bad') return unreadable
  return column.kind === 'line' ? (cell.number === undefined ? plausible : 0) : readable
}

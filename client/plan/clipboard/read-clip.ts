import { readTabSeparated } from '#shared/import/paste/tab-separated.ts'
import type { SourceRow } from '#shared/import/table/source-cell.ts'
import { pasteLimits } from '#shared/limits/paste-limits.ts'
import type { Clip } from './clip.ts'
import { readHtmlTable } from './html-table.ts'

export type ReadClip =
  | { kind: 'tooMuch' }
  /** One value after all: quoted, because it has line breaks. */
  | { kind: 'value'; text: string }
  | { kind: 'range'; rows: readonly SourceRow[]; hidden: number }

/** The cells of a clipboard, without empty rows and columns at the end. */
export function readClip({ text, html }: Clip): ReadClip {
  if (text.length + html.length > pasteLimits.pastedCharacters.max) return { kind: 'tooMuch' }
  const { rows, hidden } = readHtmlTable(html) ?? { rows: readTabSeparated(text), hidden: 0 }
  const filled = withoutEnd(rows)
  if (filled.length > pasteLimits.pastedRows.max) return { kind: 'tooMuch' }
  const [first] = filled
  if (filled.length <= 1 && (first?.cells.length ?? 0) <= 1)
    return { kind: 'value', text: first?.cells[0]?.text ?? '' }
  return { kind: 'range', rows: filled, hidden }
}

function withoutEnd(rows: readonly SourceRow[]): SourceRow[] {
  const lastFilled = ({ cells }: SourceRow) =>
    cells.findLastIndex(({ text, shared }) => text.trim() !== '' || shared !== undefined)
  const height = rows.findLastIndex((row) => lastFilled(row) >= 0) + 1
  const width = rows.reduce((most, row) => Math.max(most, lastFilled(row) + 1), 0)
  return rows.slice(0, height).map(({ cells }) => ({ cells: cells.slice(0, width) }))
}

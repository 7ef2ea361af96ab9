import { withoutGuard } from '#shared/formula-guard.ts'
import type { SourceRow } from '../table/source-cell.ts'

/**
 * The cells of `text/plain` as spreadsheets put them on the clipboard: tabs between cells, a line
 * for each row, and quotes around a cell that holds a tab or a line break itself.
 */
export function readTabSeparated(text: string): SourceRow[] {
  const rows: string[][] = [[]]
  const end = text.length
  let at = 0
  const add = (cell: string) => rows.at(-1)?.push(cell)
  while (at <= end) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null
    const stop = quoted?.end ?? nextBreak(text, at)
    add(quoted?.text ?? text.slice(at, stop))
    if (stop >= end) break
    if (text[stop] === '\t') at = stop + 1
    else {
      at = stop + (text.startsWith('\r\n', stop) ? 2 : 1)
      // The last line of a range ends with a line break too.
      if (at >= end) break
      rows.push([])
    }
  }
  return rows.map((cells) => ({ cells: cells.map(textCell) }))
}

/** Cells as spreadsheets read them from `text/plain`. */
export function writeTabSeparated(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join('\t'),
    )
    .join('\r\n')
}

function textCell(text: string) {
  return {
    text: withoutGuard(text.replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ')),
    isFormula: false,
  }
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1)
    if (text[at] === '\t' || text[at] === '\n' || text[at] === '\r') return at
  return text.length
}

/**
 * A quoted cell and its end; null if the quotes belong to the text: someone who copies a word
 * between quotes pastes the quotes too.
 */
function quotedCell(text: string, from: number): { text: string; end: number } | null {
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return null
    if (text[quote + 1] === '"') {
      at = quote + 2
      continue
    }
    const end = quote + 1
    const isClosed = end === text.length || /[\t\r\n]/.test(text[end] ?? '')
    const inside = text.slice(from + 1, quote)
    return isClosed && /[\t\r\n]|""/.test(inside)
      ? { text: inside.replaceAll('""', '"'), end }
      : null
  }
}

import { withoutGuard } from '#shared/formula-guard.ts'
import { readDate } from '#shared/import/table/read-number.ts'
import type { SourceCell, SourceRow } from '#shared/import/table/source-cell.ts'

/** Wider than any table of a form; a table may declare any width. */
const maxColumns = 60

export type HtmlTable = {
  rows: SourceRow[]
  /** Rows and columns that the source does not show, and that are left out. */
  hidden: number
}

/**
 * The cells of `text/html` as Excel, LibreOffice, Google Sheets, Word and Outlook put a table on the
 * clipboard. Null if there is no table in it.
 */
export function readHtmlTable(html: string): HtmlTable | null {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const tables = [...body.querySelectorAll('table')].filter(
    (table) => table.parentElement?.closest('table') === null,
  )
  if (tables.length === 0) return null
  const read = tables.map(readOne)
  return {
    rows: read.flatMap(({ rows }) => rows),
    hidden: read.reduce((sum, { hidden }) => sum + hidden, 0),
  }
}

function readOne(table: HTMLTableElement): HtmlTable {
  const shown = [...table.rows].filter((row) => !isHidden(row))
  const rows: SourceCell[][] = shown.map(() => [])
  for (const [y, row] of shown.entries()) {
    let x = 0
    for (const cell of row.cells) {
      while (rows[y]?.[x] !== undefined) x += 1
      if (x >= maxColumns) break
      spread(rows, { x, y }, cell)
      x += Math.max(1, cell.colSpan)
    }
  }
  const gone = hiddenColumns(table, shown)
  return {
    rows: rows.map((cells) => ({
      cells: Array.from(cells, (cell) => cell ?? emptyCell).filter((_, x) => !gone.has(x)),
    })),
    hidden: table.rows.length - shown.length + gone.size,
  }
}

const emptyCell: SourceCell = { text: '', isFormula: false }

/** A merged cell becomes a cell and empty ones, which know the text above them. */
function spread(
  rows: SourceCell[][],
  { x, y }: { x: number; y: number },
  cell: HTMLTableCellElement,
): void {
  const read = readCell(cell)
  // 0 means: to the end of the table.
  const height = cell.rowSpan === 0 ? rows.length : cell.rowSpan
  for (let down = 0; down < Math.min(height, rows.length - y); down += 1)
    for (let right = 0; right < Math.min(Math.max(1, cell.colSpan), maxColumns - x); right += 1) {
      const into = rows[y + down]
      if (into !== undefined)
        into[x + right] =
          right > 0 ? emptyCell : down === 0 ? read : { ...emptyCell, shared: read.text }
    }
}

function isHidden(element: Element): boolean {
  const style = element.getAttribute('style') ?? ''
  return element.hasAttribute('hidden') || /display:\s*none|mso-hide:\s*(?:all|screen)/i.test(style)
}

function hiddenColumns(table: HTMLTableElement, rows: readonly HTMLTableRowElement[]): Set<number> {
  const gone = new Set<number>()
  let x = 0
  for (const column of table.querySelectorAll<HTMLTableColElement>(
    ':scope > colgroup > col, :scope > col',
  )) {
    const span = Math.min(Math.max(1, column.span), maxColumns - x)
    if (isHidden(column)) for (let at = x; at < x + span; at += 1) gone.add(at)
    x += span
  }
  const [first] = rows
  for (const [index, cell] of [...(first?.cells ?? [])].entries())
    if (
      isHidden(cell) &&
      rows.every(({ cells }) => cells[index] === undefined || isHidden(cells[index]))
    )
      gone.add(index)
  return gone
}

function readCell(cell: HTMLTableCellElement): SourceCell {
  const text = withoutGuard(tidy(wordsOf(cell)))
  const date = dateOf(text)
  const number = date === null ? numberOf(cell, text) : null
  return {
    text,
    isFormula: false,
    ...(date === null ? {} : { date }),
    ...(number === null ? {} : { number }),
  }
}

function dateOf(text: string): string | null {
  const read = readDate(text)
  return read.kind === 'ok' && !/^\d+$/.test(text) ? read.value : null
}

/**
 * The number that LibreOffice, Google Sheets and older Excel put beside the text that they show:
 * in a sheet with English notation the text itself is refused. A date, a time and a percentage are
 * numbers too, so there the text counts.
 */
function numberOf(cell: Element, text: string): number | null {
  if (/[%:/]|\d-\d|\p{L}/u.test(text.replace(/\bEUR\b/g, ''))) return null
  const raw = cell.getAttribute('sdval') ?? cell.getAttribute('x:num') ?? sheetsNumber(cell)
  if (raw === null || raw.trim() === '') return null
  const number = Number(raw)
  return Number.isFinite(number) && /\d/.test(text) ? number : null
}

/** Google: `{"1":3,"3":1075.5}`, of which 3 is the kind for numbers. */
function sheetsNumber(cell: Element): string | null {
  const found = /"1":3,"3":(-?\d+(?:\.\d+)?)/.exec(cell.getAttribute('data-sheets-value') ?? '')
  return found?.[1] ?? null
}

const blocks = new Set([
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'table',
  'tr',
  'blockquote',
  'h1',
  'h2',
  'h3',
])
const unread = new Set(['style', 'script', 'del', 'img', 'svg'])

function wordsOf(node: Node): string {
  let text = ''
  for (const child of node.childNodes) {
    if (child instanceof Text) text += child.data.replace(/[ \t\r\n\f]+/g, ' ')
    if (!(child instanceof Element) || unread.has(child.localName) || isHidden(child)) continue
    if (child.localName === 'br') text += '\n'
    else if (blocks.has(child.localName)) text += `\n\n${wordsOf(child)}\n\n`
    else text += `${wordsOf(child)}${child.localName === 'td' ? ' ' : ''}`
  }
  return text
}

function tidy(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

import type { DocumentBlock, DocumentTable } from '../document/document-tree.ts'
import { style, textWidth } from './docx-styles.ts'

/** Sides of a cell together, in twentieths of a point. */
export const cellPadding = 170
/**
 * Mean widths as a share of the size of the letters. Wider for amounts: they may not break in a
 * font that replaces Calibri.
 */
const letterShare = 0.53
const digitShare = 0.62
/** Longer words may break in a column of text; a number never does. */
const breakableLength = 14
/**
 * The minimum line length, in letters, of a column that is mostly text (this wide in the format).
 */
const textColumnWidth = 3
const textLineLength = 24
const longestNumber = 20
/** With more columns the letters become smaller. */
const manyColumns = 8

export function tableTextStyle(table: DocumentTable): { style: string; size: number } {
  return table.columns.length > manyColumns
    ? { style: style.smallTable, size: 170 }
    : { style: style.table, size: 180 }
}

/** True if the words and amounts of a table need a landscape page. */
export function isWide(table: DocumentTable): boolean {
  return sum(leastWidths(table)) > textWidth.portrait
}

/**
 * Widths that add up to the available width: first the minimum for the words, then the format's
 * shares of the rest.
 */
export function columnWidths(table: DocumentTable, width: number): number[] {
  const least = leastWidths(table)
  const needed = sum(least)
  const shares = sum(table.columns.map((column) => column.width))
  const exact = least.map((own, x) =>
    needed > width
      ? (own / needed) * width
      : own + ((table.columns[x]?.width ?? 0) / shares) * (width - needed),
  )
  // Rounding the edges instead of the widths keeps the sum.
  let edge = 0
  return exact.map((own) => {
    const from = Math.round(edge)
    edge += own
    return Math.round(edge) - from
  })
}

function leastWidths(table: DocumentTable): number[] {
  const { size } = tableTextStyle(table)
  return table.columns.map((column, x) => {
    const longest = Math.max(
      1,
      ...table.rows.map((row) => longestWord(row.cells[x]?.content ?? [])),
    )
    if (column.align === 'right')
      return Math.min(longest, longestNumber) * digitShare * size + cellPadding
    return (
      (column.width >= textColumnWidth ? textLineLength : Math.min(longest, breakableLength)) *
        letterShare *
        size +
      cellPadding
    )
  })
}

/** In letters. A no-break space keeps an amount together. */
function longestWord(blocks: readonly DocumentBlock[]): number {
  return Math.max(0, ...blocks.map(longestWordIn))
}

function longestWordIn(block: DocumentBlock): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading': {
      const text = block.runs.map((run) => run.text).join('')
      return Math.max(...text.split(/[ \n]/).map((word) => word.length))
    }
    case 'list':
      return Math.max(0, ...block.items.map(longestWord))
    case 'quote':
    case 'guidance':
      return longestWord(block.content)
    case 'table':
    case 'rule':
    case 'picture':
      return 0
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

import { blockText } from './document-text.ts'
import type { DocumentBlock, DocumentTable } from './document-tree.ts'
import { datesIn, textWidthInSizes, wordsOf } from './text-width.ts'

/** Lengths are twentieths of a point, as Word counts them. */

/** Sides of a cell together. */
export const cellPadding = 170
/** With more columns the letters become smaller. */
const manyColumns = 8
const sizes = { usual: 180, small: 170 } as const
/** A4 with margins of 2 cm. */
export const textWidth = { portrait: 11906 - 2 * 1134, landscape: 16838 - 2 * 1134 } as const
/**
 * A column is at least as wide as its longest word, up to this many sizes: the first that leaves
 * room for the texts. A longer word is hyphenated or broken.
 */
const wordLimits = [9.6, 8.4, 7.2, 6, 4.5] as const
/** A table that has no room for this much of a word in each column is printed in parts. */
const tightWord = 3
/** The share of a table that its longest words may take, before they are broken. */
const shareOfWords = 0.92
/** A number is never broken, unless it is longer than any that the program writes. */
const longestNumber = 20 * 0.56
/** The minimum line, in sizes, of a column that is mostly text (this wide in the format). */
const textColumnWidth = 3
const textLine = 13
/** The rows that are weighed; the others are like them. */
const weighedRows = 200
const steps = 48
const steepness = 4

export function tableTextSize(table: DocumentTable): keyof typeof sizes {
  return table.columns.length > manyColumns ? 'small' : 'usual'
}

/** True if the words and amounts of a table need a landscape page. */
export function isWide(table: DocumentTable): boolean {
  return sum(leastWidths(measured(table), 7.7)) > textWidth.portrait
}

/** False if not even a few letters of every column fit beside each other. */
export function fitsColumns(table: DocumentTable, width: number): boolean {
  return sum(tightWidths(table)) <= width
}

/** The columns of a table in parts that fit beside each other; each repeats the first column. */
export function columnBands(table: DocumentTable, width: number): number[][] {
  const tight = tightWidths(table)
  const first = tight[0] ?? 0
  const bands: number[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const [x, own] of tight.entries()) {
    const band = bands.at(-1)
    if (band !== undefined && used + own <= width) {
      band.push(x)
      used += own
    } else {
      bands.push(x === 0 ? [0] : [0, x])
      used = x === 0 ? own : first + own
    }
  }
  return bands
}

function tightWidths(table: DocumentTable): number[] {
  return leastWidths(measured(table), tightWord)
}

/**
 * Widths that add up to the available width: first the minimum for the words, then the rest where
 * it makes the table shorter.
 */
export function columnWidths(table: DocumentTable, width: number): number[] {
  const columns = measured(table)
  const least = minimum(columns, width)
  const needed = sum(least)
  return rounded(
    needed > width
      ? least.map((own) => (own / needed) * width)
      : shared(columns, least, width - needed),
  )
}

type MeasuredColumn = {
  isNumber: boolean
  isText: boolean
  /** Relative, of the format. */
  share: number
  size: number
  /** The widest word and the widest date, in sizes. A line ends within a date only as a last resort. */
  word: number
  date: number
  /** The width of each row on one line, in sizes. */
  rows: number[]
}

function measured(table: DocumentTable): MeasuredColumn[] {
  return table.columns.map((column, x) => {
    const texts = table.rows.map((row) => (row.cells[x]?.content ?? []).map(cellText))
    return {
      isNumber: column.align === 'right',
      isText: column.width >= textColumnWidth,
      share: column.width,
      size: sizes[tableTextSize(table)],
      word: widest(texts.flat().flatMap(wordsOf)),
      date: widest(texts.flat().flatMap((line) => line.match(datesIn) ?? [])),
      rows: texts.slice(0, weighedRows).map((lines) => sum(lines.map(textWidthInSizes))),
    }
  })
}

function widest(words: readonly string[]): number {
  return words.reduce((found, word) => Math.max(found, textWidthInSizes(word)), 1)
}

/** A table in a cell has columns of its own. */
function cellText(block: DocumentBlock): string {
  return block.kind === 'table' ? '' : blockText(block)
}

function minimum(columns: readonly MeasuredColumn[], width: number): number[] {
  for (const limit of wordLimits) {
    const least = leastWidths(columns, limit)
    if (sum(least) <= width * shareOfWords) return least
  }
  return leastWidths(columns, tightWord)
}

function leastWidths(columns: readonly MeasuredColumn[], limit: number): number[] {
  const isTight = limit === tightWord
  return columns.map(({ isNumber, isText, word, date, size }) => {
    const words = isNumber ? Math.min(word, longestNumber) : Math.min(word, limit)
    const inSizes = isTight ? words : Math.max(words, date, isText && !isNumber ? textLine : 0)
    return inSizes * size + cellPadding
  })
}

/** Each step of the rest goes to the column that makes the rows shortest with it. */
function shared(
  columns: readonly MeasuredColumn[],
  least: readonly number[],
  rest: number,
): number[] {
  const widths = [...least]
  const step = rest / steps
  const linesAt = (x: number, row: number, width: number) =>
    ((columns[x]?.rows[row] ?? 0) * (columns[x]?.size ?? 0)) / Math.max(width - cellPadding, 1)
  // The longest cell of a row decides; a power instead of the maximum lets two equal ones grow by
  // turns.
  const height = (grown: number) => {
    let lines = 0
    for (let row = 0; row < (columns[0]?.rows.length ?? 0); row += 1) {
      const cells = columns.map(
        (_, x) => linesAt(x, row, (widths[x] ?? 0) + (x === grown ? step : 0)) ** steepness,
      )
      lines += Math.max(1, sum(cells) ** (1 / steepness))
    }
    return lines
  }
  for (let at = 0; at < steps; at += 1) {
    const heights = columns.map((_, x) => height(x))
    const lowest = Math.min(...heights)
    if (lowest > height(-1) - 1e-6) break
    const best = heights.indexOf(lowest)
    widths[best] = (widths[best] ?? 0) + step
  }
  const left = sum(least) + rest - sum(widths)
  // A number needs no more room than it has.
  const open = columns.map(({ share, isNumber }) => (isNumber ? share / 4 : share))
  return widths.map((own, x) => own + ((open[x] ?? 0) / sum(open)) * left)
}

/** Rounding the edges instead of the widths keeps the sum. */
function rounded(exact: readonly number[]): number[] {
  let edge = 0
  return exact.map((own) => {
    const from = Math.round(edge)
    edge += own
    return Math.round(edge) - from
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

import { type Column, isRichText } from '#shared/format/columns.ts'
import type { Row } from '#shared/plan/content.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { cellText, isRich, type Source, tableCell } from './document-cells.ts'
import { emptyCell, type PrintedColumn, printedColumn } from './document-columns.ts'
import { richTextBlocks } from './document-richtext.ts'
import { cleanText, type DocumentBlock, label, labelled, withColon } from './document-tree.ts'

/** Together the columns that stand on their own are at most this wide; the rest of the page is for text. */
const ownWidth = 8.4
const foldWidth = 4.5

/**
 * People and activities have more columns than a page is wide. The short ones stand on their own; the others come
 * together in a last column, each with its name.
 */
export function foldColumns(columns: readonly Column[], source: Source): PrintedColumn[] {
  const own: Column[] = []
  let width = 0
  for (const column of columns.filter((candidate) => !isRichText(candidate))) {
    width += printedColumn(column, source).width
    if (width > ownWidth) break
    own.push(column)
  }
  const folded = columns.filter((column) => !own.includes(column))
  if (folded.length < 2) return columns.map((column) => printedColumn(column, source))
  const [first] = folded
  // A text that comes first names the column and needs no name in each row.
  const head = first !== undefined && isRichText(first) ? first : undefined
  const last: PrintedColumn = {
    label: head?.label ?? 'Nadere gegevens',
    width: foldWidth,
    align: 'left',
    cell: (row) => {
      const filled = folded.filter((column) => isFilledCell(row[column.id]))
      const content = filled.flatMap((column) =>
        column === head ? tableCell(column, row, source).content : named(column, row, source),
      )
      return content.length > 0 ? { content } : emptyCell()
    },
  }
  return [...own.map((column) => printedColumn(column, source)), last]
}

/** The name stands before the first words of a text, on the same line. */
function named(column: Column, row: Row, source: Source): DocumentBlock[] {
  const cell = row[column.id]
  if (!isRich(cell)) return [labelled(column.label, cellText(column, cell, source))]
  const [first, ...rest] = richTextBlocks(cell, { below: null })
  if (first?.kind !== 'paragraph')
    return [label(withColon(column.label)), ...(first === undefined ? [] : [first]), ...rest]
  return [
    {
      ...first,
      runs: [{ text: `${withColon(cleanText(column.label))} `, bold: true }, ...first.runs],
    },
    ...rest,
  ]
}

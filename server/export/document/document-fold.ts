import { type Column, isRichText } from '#shared/format/columns.ts'
import { emptyCell, type PrintedColumn, printedColumn, tableCell } from './document-columns.ts'
import { richTextBlocks } from './document-richtext.ts'
import { cleanText, type DocumentBlock, label, labelled, withColon } from './document-tree.ts'
import type { PlanRow } from './plan-piece.ts'

/** The maximum width of the separate columns together; the rest of the page is for text. */
const ownWidth = 8.4
const foldWidth = 4.5

/**
 * People and activities have more columns than a page is wide. The short columns stay separate; the
 * others are folded into a last column, each with its name.
 */
export function foldColumns(columns: readonly Column[]): PrintedColumn[] {
  const own: Column[] = []
  let width = 0
  for (const column of columns.filter((candidate) => !isRichText(candidate))) {
    width += printedColumn(column).width
    if (width > ownWidth) break
    own.push(column)
  }
  const folded = columns.filter((column) => !own.includes(column))
  if (folded.length < 2) return columns.map(printedColumn)
  const [first] = folded
  // If a text comes first, it names the column and needs no name in each row.
  const head = first !== undefined && isRichText(first) ? first : undefined
  const last: PrintedColumn = {
    label: head?.label ?? 'Nadere gegevens',
    width: foldWidth,
    align: 'left',
    cell: (row) => {
      const filled = folded.filter((column) => row.cells.get(column.id)?.isFilled)
      const content = filled.flatMap((column) =>
        column === head ? tableCell(column, row).content : named(column, row),
      )
      return content.length > 0 ? { content } : emptyCell()
    },
  }
  return [...own.map(printedColumn), last]
}

/** The name stands before the first words of a text, on the same line. */
function named(column: Column, row: PlanRow): DocumentBlock[] {
  const cell = row.cells.get(column.id)
  if (cell?.doc === undefined) return [labelled(column.label, cell?.text ?? '')]
  const [first, ...rest] = richTextBlocks(cell.doc, { below: null })
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

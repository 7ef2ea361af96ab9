import { cellPadding, columnWidths, fitsColumns, tableTextSize } from '../document/column-widths.ts'
import { pictureAlt, pictureWords } from '../document/document-pictures.ts'
import { blockText } from '../document/document-text.ts'
import {
  type DocumentBlock,
  type DocumentTable,
  type PictureImage,
  paragraph,
  type Run,
  type TableRow,
} from '../document/document-tree.ts'
import { breakLongWords, breakPoint } from './pdf-breaks.ts'

/** Sizes and lengths of the page design, in points. */
export const letterSize = { body: 10.5, note: 9.5, title: 42.5, facts: 10.5 } as const
const headingSizes = [14, 12, 11] as const
const tableSizes = { usual: 9, small: 8.5 } as const
const indent = { list: 20, quote: 24, guidance: 12 } as const
const twipsPerPoint = 20
/** Longer rows may break over two pages; shorter ones stay together. */
const longRow = 900

/** The width that a text has, and the size of its letters, in points. */
export type Room = {
  width: number
  size: number
  /** Keeps a picture for the compiler; returns its path there. */
  keep(image: PictureImage): string
}

/** Letters of one width are wider than others. */
const codeShare = 0.75

/** A word may go on in the next run, in other letters. */
function runsIn(runs: readonly Run[], { width, size }: Room): Run[] {
  const share = runs.some((run) => run.code) ? codeShare : 1
  const clean = runs.map((run) => ({ ...run, text: run.text.replaceAll(breakPoint, '') }))
  const broken = breakLongWords(clean.map((run) => run.text).join(''), (width / size) * share)
  let at = 0
  return clean.map((run) => {
    let text = ''
    for (let left = run.text.length; left > 0 || broken[at] === breakPoint; at += 1) {
      text += broken[at]
      if (broken[at] !== breakPoint) left -= 1
    }
    return { ...run, text }
  })
}

/** A block as the page design takes it: with widths in points, and no word wider than its column. */
export function pageBlock(block: DocumentBlock, room: Room): object {
  switch (block.kind) {
    case 'table':
      return pageTable(block, room)
    case 'list':
      return {
        ...block,
        items: block.items.map((item) => pageBlocks(item, narrower(room, 'list'))),
      }
    case 'quote':
    case 'guidance':
      return { ...block, content: pageBlocks(block.content, narrower(room, block.kind)) }
    case 'heading':
      return {
        ...block,
        runs: runsIn(block.runs, {
          ...room,
          width: room.width,
          size: headingSizes[block.level - 1] ?? headingSizes[2],
        }),
      }
    case 'paragraph':
      return { ...block, runs: runsIn(block.runs, room) }
    case 'picture':
      return block.image === null
        ? pageBlock(paragraph(pictureWords(block)), room)
        : {
            kind: 'picture',
            path: room.keep(block.image),
            alt: pictureAlt(block),
            decorative: block.decorative,
            width: block.width,
            height: block.height,
            scale: block.scale,
          }
    case 'rule':
      return block
  }
}

export function pageBlocks(blocks: readonly DocumentBlock[], room: Room): object[] {
  return blocks.map((block) => pageBlock(block, room))
}

function narrower(room: Room, by: keyof typeof indent): Room {
  return { ...room, width: Math.max(room.width - indent[by], room.size) }
}

function pageTable(table: DocumentTable, room: Room): object {
  const twips = room.width * twipsPerPoint
  // A table within a cell may have no room for its columns: its rows become lines there.
  if (!fitsColumns(table, twips))
    return {
      kind: 'quote',
      content: pageBlocks(table.rows.map(lineOfRow), narrower(room, 'quote')),
    }
  const widths = columnWidths(table, twips).map((width) => width / twipsPerPoint)
  const size = table.isBox === true ? letterSize.body : tableSizes[tableTextSize(table)]
  return {
    ...table,
    widths,
    size,
    rows: table.rows.map((row) => ({
      ...row,
      keep: table.isBox !== true && textLength(row) < longRow,
      cells: row.cells.map((cell, x) => ({
        ...cell,
        content: pageBlocks(cell.content, {
          ...room,
          width: (widths[x] ?? 0) - cellPadding / twipsPerPoint,
          size,
        }),
      })),
    })),
  }
}

function lineOfRow(row: TableRow): DocumentBlock {
  return paragraph(row.cells.map((cell) => cell.content.map(blockText).join(' ')).join(' | '))
}

function textLength(row: TableRow): number {
  // A picture is a part of a page, however many bytes it has.
  const withoutBytes = (_key: string, value: unknown) =>
    value instanceof Uint8Array ? 'x'.repeat(longRow) : value
  return JSON.stringify(
    row.cells.map((cell) => cell.content),
    withoutBytes,
  ).length
}

import { isSafeLink } from '#shared/richtext/extensions.ts'
import { readPictureAttrs } from '#shared/richtext/picture-attrs.ts'
import { nodeTypeOf, type RichMark, type RichNode } from '#shared/richtext/rich-doc.ts'
import {
  cleanText,
  type DocumentBlock,
  headingLevel,
  type Run,
  type TableCell,
  type TableColumn,
  type TableRow,
} from './document-tree.ts'

/** Word draws at most 63 columns and calls a file with more of them damaged. */
const maxColumns = 63
/** Longer than any real link; Office does not open longer ones. */
const maxLinkLength = 2000

/**
 * Typed headings are placed below this level; null where no heading is allowed (a cell, a list):
 * they become bold.
 */
type HeadingPlace = { below: number | null }

/**
 * The blocks of a rich text. An empty text is one empty paragraph, so that its place in the form
 * stays.
 */
export function richTextBlocks(doc: RichNode, place: HeadingPlace): DocumentBlock[] {
  const blocks = new RichTextReader(place.below).blocks(doc.content)
  return blocks.length > 0 ? blocks : [{ kind: 'paragraph', role: 'body', runs: [] }]
}

class RichTextReader {
  private readonly below: number | null
  /**
   * Levels of the open headings, outermost first: their number is the depth, so no level is ever
   * skipped.
   */
  private readonly open: number[] = []

  constructor(below: number | null) {
    this.below = below
  }

  blocks(nodes: readonly RichNode[] | undefined): DocumentBlock[] {
    return (nodes ?? []).flatMap((node) => this.block(node))
  }

  private block(node: RichNode): DocumentBlock[] {
    switch (nodeTypeOf(node)) {
      case 'paragraph':
        return body(inline(node))
      case 'heading':
        return this.heading(node)
      case 'bulletList':
      case 'orderedList':
        return list(node)
      case 'blockquote': {
        const content = inside(node)
        return content.length > 0 ? [{ kind: 'quote', content }] : []
      }
      case 'horizontalRule':
        return [{ kind: 'rule' }]
      case 'picture':
        return picture(node)
      case 'table':
        return table(node)
      case 'text':
      case 'hardBreak':
        return body(inline({ type: 'paragraph', content: [node] }))
      case 'doc':
      case 'listItem':
      case 'tableRow':
      case 'tableCell':
      case 'tableHeader':
      case 'unknown':
        // An item or cell without its list or table, or a node of a newer schema: its text is kept.
        return this.blocks(node.content)
    }
  }

  private heading(node: RichNode): DocumentBlock[] {
    const runs = inline(node)
    if (runs.length === 0) return []
    if (this.below === null) return body(runs.map((run) => ({ ...run, bold: true })))
    const level = Number(node.attrs?.['level'] ?? 1)
    while ((this.open.at(-1) ?? 0) >= level) this.open.pop()
    this.open.push(level)
    return [{ kind: 'heading', level: headingLevel(this.below + this.open.length), runs }]
  }
}

function inside(node: RichNode): DocumentBlock[] {
  return new RichTextReader(null).blocks(node.content)
}

/** Empty paragraphs in a text are white space, which the styles of a document already give. */
function body(runs: Run[]): DocumentBlock[] {
  return runs.some((run) => run.text.trim() !== '')
    ? [{ kind: 'paragraph', role: 'body', runs }]
    : []
}

/** The bytes come later (`document-pictures.ts`): a text does not have them. */
function picture(node: RichNode): DocumentBlock[] {
  const attrs = readPictureAttrs(node.attrs ?? {})
  return attrs === null
    ? []
    : [{ kind: 'picture', ...attrs, alt: cleanText(attrs.alt).replace(/\s+/g, ' '), image: null }]
}

function list(node: RichNode): DocumentBlock[] {
  const items = (node.content ?? []).map(inside).filter((item) => item.length > 0)
  const start = Number(node.attrs?.['start'] ?? 1)
  return items.length > 0
    ? [
        {
          kind: 'list',
          ordered: node.type === 'orderedList',
          start: Number.isInteger(start) && start >= 0 ? start : 1,
          items,
        },
      ]
    : []
}

function inline(node: RichNode): Run[] {
  const runs: Run[] = []
  for (const child of node.content ?? []) {
    if (child.type === 'hardBreak') runs.push({ text: '\n' })
    else if (child.type === 'text') {
      const text = cleanText(child.text ?? '')
      if (text !== '') runs.push({ text, ...marks(child.marks) })
    } else runs.push(...inline(child))
  }
  return joinBreaks(runs)
}

/**
 * A break is part of the previous run, so that writers never meet a run with only a break between
 * two equal runs.
 */
function joinBreaks(runs: readonly Run[]): Run[] {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last !== undefined && run.text === '\n' && last.link === undefined)
      joined[joined.length - 1] = { ...last, text: `${last.text}\n` }
    else joined.push(run)
  }
  return joined
}

/** Underline is left out: underlined words read as a link (T4). */
function marks(found: readonly RichMark[] | undefined): Omit<Run, 'text'> {
  const result: Omit<Run, 'text'> = {}
  const comments = (found ?? []).flatMap((mark) =>
    mark.type === 'comment' ? [Number(mark.attrs?.['id'])] : [],
  )
  if (comments.length > 0) result.comments = comments
  for (const mark of found ?? []) {
    if (
      mark.type === 'bold' ||
      mark.type === 'italic' ||
      mark.type === 'strike' ||
      mark.type === 'code'
    )
      result[mark.type] = true
    if (mark.type === 'link') {
      const link = safeLink(mark.attrs?.['href'])
      if (link !== null) result.link = link
    }
  }
  return result
}

function safeLink(href: unknown): string | null {
  if (!isSafeLink(href) || !URL.canParse(href.trim())) return null
  const url = new URL(href.trim()).href
  return url.length <= maxLinkLength ? url : null
}

/**
 * Merged cells become a cell and empty ones: every row then has every column, for writers and for
 * screen readers.
 */
function table(node: RichNode): DocumentBlock[] {
  const rows = (node.content ?? []).filter((row) => (row.content ?? []).length > 0)
  const grid: TableCell[][] = rows.map(() => [])
  rows.forEach((row, y) => {
    let x = 0
    for (const cell of row.content ?? []) {
      while (grid[y]?.[x] !== undefined) x += 1
      const columns = span(cell, 'colspan')
      for (let down = 0; down < span(cell, 'rowspan') && y + down < rows.length; down += 1)
        for (let right = 0; right < columns; right += 1)
          place(grid[y + down] ?? [], x + right, down === 0 && right === 0 ? readCell(cell) : null)
      x += columns
    }
  })
  const width = Math.max(0, ...grid.map((cells) => cells.length))
  if (width === 0) return []
  const columns = Array.from(
    { length: width },
    (): TableColumn => ({ label: '', width: 1, align: 'left' }),
  )
  const filled = grid.map((cells) => Array.from(columns, (_, x) => cells[x] ?? emptyCell()))
  const isHeader = rows.map((row) =>
    (row.content ?? []).every((cell) => cell.type === 'tableHeader'),
  )
  const headers = isHeader.indexOf(false) === -1 ? 1 : isHeader.indexOf(false)
  return [
    {
      kind: 'table',
      columns,
      rows: filled.map((cells, y): TableRow => ({ kind: y < headers ? 'header' : 'body', cells })),
    },
  ]
}

function place(row: TableCell[], x: number, cell: TableCell | null): void {
  if (x < maxColumns) row[x] = cell ?? emptyCell()
  else if (cell !== null) row[maxColumns - 1]?.content.push(...cell.content)
}

function readCell(node: RichNode): TableCell {
  const content = inside(node)
  const cell: TableCell = { content: content.length > 0 ? content : emptyCell().content }
  return node.type === 'tableHeader' ? { ...cell, isHeader: true } : cell
}

function emptyCell(): TableCell {
  return { content: [{ kind: 'paragraph', role: 'body', runs: [] }] }
}

function span(cell: RichNode, name: 'colspan' | 'rowspan'): number {
  const value = Number(cell.attrs?.[name] ?? 1)
  return Number.isInteger(value) && value >= 1 ? Math.min(value, 400) : 1
}

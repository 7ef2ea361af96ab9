import { normalizeRichDoc } from '#shared/richtext/normalize.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'
import type { FileBlock, FileCell, FileParagraph, FileTable } from './file.ts'

export function inlineText(inline: readonly RichNode[]): string {
  return inline.map((node) => (node.type === 'hardBreak' ? '\n' : (node.text ?? ''))).join('')
}

/** The words of blocks, one line per block; cells of a table are separated by a bar. */
export function blocksText(blocks: readonly FileBlock[]): string {
  return blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? inlineText(block.inline)
        : block.rows
            .map((row) =>
              row.cells.map((cell) => blocksText(cell.blocks).replaceAll('\n', ' ')).join(' | '),
            )
            .join('\n'),
    )
    .filter((text) => text.trim() !== '')
    .join('\n')
}

export function isBlank(block: FileBlock): boolean {
  return block.kind === 'paragraph'
    ? inlineText(block.inline).trim() === ''
    : block.rows.every((row) => row.cells.every((cell) => cell.blocks.every(isBlank)))
}

/** True if all words are bold: how authors mark a heading without Word's styles. */
function isBold(paragraph: FileParagraph): boolean {
  const words = paragraph.inline.filter(
    (node) => node.type === 'text' && (node.text ?? '').trim() !== '',
  )
  return (
    words.length > 0 &&
    words.every((node) => node.marks?.some((mark) => mark.type === 'bold') === true)
  )
}

/** The rest of a paragraph after this many characters: the text after a label on its line. */
export function inlineAfter(inline: readonly RichNode[], letters: number): RichNode[] {
  let left = letters
  const rest: RichNode[] = []
  for (const node of inline) {
    const text = node.type === 'hardBreak' ? '\n' : (node.text ?? '')
    if (left >= text.length) left -= text.length
    else {
      rest.push(left === 0 ? node : { ...node, text: text.slice(left) })
      left = 0
    }
  }
  const first = rest[0]
  if (first?.type === 'hardBreak') return inlineAfter(rest, 1)
  if (first?.type !== 'text') return rest
  const trimmed = (first.text ?? '').replace(/^\s+/, '')
  return trimmed === ''
    ? inlineAfter(rest, (first.text ?? '').length)
    : [{ ...first, text: trimmed }, ...rest.slice(1)]
}

/**
 * The start of a paragraph: this many characters, a break counts as one, without white space at its
 * end.
 */
export function inlineUpTo(inline: readonly RichNode[], letters: number): RichNode[] {
  let left = letters
  const start: RichNode[] = []
  for (const node of inline) {
    if (left <= 0) break
    const text = node.type === 'hardBreak' ? '\n' : (node.text ?? '')
    start.push(text.length <= left ? node : { ...node, text: text.slice(0, left) })
    left -= text.length
  }
  const last = start.at(-1)
  // The break or the space before the next line parts the two.
  if (last?.type === 'hardBreak') return start.slice(0, -1)
  return last?.type === 'text'
    ? [...start.slice(0, -1), { ...last, text: (last.text ?? '').trimEnd() }]
    : start
}

/** Blocks of a file as our rich text. `below`: the level of the heading above them. */
export function richDoc(blocks: readonly FileBlock[], below: number): RichDoc {
  return normalizeRichDoc({ type: 'doc', content: nodes(blocks, below) }).doc
}

function nodes(blocks: readonly FileBlock[], below: number): RichNode[] {
  const result: RichNode[] = []
  for (let at = 0; at < blocks.length; ) {
    const block = blocks[at] as FileBlock
    if (isBlank(block)) at += 1
    else if (block.kind === 'table') {
      result.push(tableNode(block, below))
      at += 1
    } else if (block.list !== null) {
      const items: FileParagraph[] = []
      for (
        let next = blocks[at];
        next?.kind === 'paragraph' && next.list !== null;
        next = blocks[at]
      ) {
        items.push(next)
        at += 1
      }
      result.push(...lists(items, 0))
    } else {
      const node: RichNode =
        block.level === null || block.level === 0
          ? { type: 'paragraph', content: block.inline }
          : {
              type: 'heading',
              attrs: { level: Math.min(Math.max(block.level - below, 1), 3) },
              content: block.inline,
            }
      const last = result.at(-1)
      if (!block.isQuote) result.push(node)
      else if (last?.type === 'blockquote') last.content?.push(node)
      else result.push({ type: 'blockquote', content: [node] })
      at += 1
    }
  }
  return result
}

/**
 * Word numbers paragraphs, we nest lists. An item deeper than its predecessor becomes its child.
 */
function lists(items: readonly FileParagraph[], level: number): RichNode[] {
  const result: RichNode[] = []
  for (let at = 0; at < items.length; ) {
    const item = items[at] as FileParagraph
    const deeper: FileParagraph[] = []
    at += 1
    for (
      let next = items[at];
      next !== undefined && (next.list?.level ?? 0) > level;
      next = items[at]
    ) {
      deeper.push(next)
      at += 1
    }
    const isTooDeep = (item.list?.level ?? 0) > level
    const node: RichNode = {
      type: 'listItem',
      content: [{ type: 'paragraph', content: item.inline }, ...lists(deeper, level + 1)],
    }
    if (isTooDeep) node.content = lists([item, ...deeper], level + 1)
    const type = item.list?.isOrdered === true ? 'orderedList' : 'bulletList'
    const last = result.at(-1)
    if (last?.type === type) last.content?.push(node)
    else result.push({ type, content: [node] })
  }
  return result
}

function tableNode(table: FileTable, below: number): RichNode {
  const cell = (type: string, { blocks, colspan, rowspan }: FileCell): RichNode => ({
    type,
    attrs: { colspan, rowspan },
    content: nodes(blocks, below),
  })
  return {
    type: 'table',
    content: table.rows.map((row, y) => ({
      type: 'tableRow',
      content: row.cells.map((found) =>
        cell(
          row.isHeader ||
            (y === 0 &&
              table.rows.length > 1 &&
              row.cells.every((each) => each.blocks.every(isBoldOrBlank)))
            ? 'tableHeader'
            : 'tableCell',
          found,
        ),
      ),
    })),
  }
}

function isBoldOrBlank(block: FileBlock): boolean {
  return isBlank(block) || (block.kind === 'paragraph' && isBold(block))
}

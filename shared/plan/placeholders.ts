import type { Format, Table } from '../format/schema.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichDoc, RichNode } from '../richtext/rich-doc.ts'
import type { CellValue, PlanContent, Target } from './content.ts'

/** A text of the form itself in the place of an answer. */
type LeftPlaceholder = { target: Target; placeholder: string }

/**
 * Texts that are a placeholder of the form and nothing else: `whole` the text as it was given,
 * `beside` a paragraph next to a user's own words. Words that only begin like a placeholder are a
 * user's own ("Wat wij hier beschrijven is …"). Also in cells, where people copy the text to.
 */
export function placeholdersLeft(
  content: PlanContent,
  format: Format,
  extent: 'whole' | 'beside',
): LeftPlaceholder[] {
  const blocks = format.sections.filter(({ part }) => part === 'plan').flatMap((one) => one.blocks)
  const known = new Map(
    blocks.flatMap((block) =>
      block.kind === 'richText' && block.placeholder !== undefined
        ? [[bare(block.placeholder), block.placeholder] as const]
        : [],
    ),
  )
  if (known.size === 0) return []
  const shortest = Math.min(...[...known.keys()].map((key) => key.length))
  const longest = Math.max(...[...known.values()].map((text) => text.length)) + mostAround
  const left = (cell: CellValue | undefined) => {
    for (const part of extent === 'whole' ? [cell] : paragraphsOf(cell)) {
      const text = shortText(part, longest)
      const placeholder =
        text === null || text.length < shortest ? undefined : known.get(bare(text))
      if (placeholder !== undefined) return placeholder
    }
    return undefined
  }
  const found: LeftPlaceholder[] = []
  for (const block of blocks) {
    if (block.kind === 'richText') {
      const placeholder = left(content.fields[block.id])
      if (placeholder !== undefined)
        found.push({ target: { kind: 'field', field: block.id }, placeholder })
    }
    if (block.kind === 'table')
      for (const { target, cell } of textCells(block, content)) {
        const placeholder = left(cell)
        if (placeholder !== undefined) found.push({ target, placeholder })
      }
  }
  return found
}

function* textCells(
  table: Table,
  content: PlanContent,
): Generator<{ target: Target; cell: CellValue | undefined }> {
  const columns = table.columns.filter(({ kind }) => kind === 'richText' || kind === 'line')
  for (const row of content.tables[table.id] ?? [])
    for (const { id } of columns)
      yield {
        target: { kind: 'cell', table: table.id, row: row.id, column: id },
        cell: row[id],
      }
}

/** Brackets, dots and spaces around a placeholder; a text with more of them is no placeholder. */
const mostAround = 40

/**
 * Null for a text of over `most` characters, which is not read further: folding a text of a megabyte
 * would hold the event loop.
 */
function shortText(part: CellValue | RichNode | undefined, most: number): string | null {
  if (typeof part === 'string') return part.length > most ? null : part
  if (typeof part !== 'object' || part === null) return null
  return lengthUpTo(part as RichNode, most) > most ? null : textOf(part as RichNode)
}

/** The length of a text with one for each node; stops counting beyond `most`. */
function lengthUpTo(node: RichNode, most: number): number {
  let length = node.text?.length ?? 1
  for (const child of node.content ?? []) {
    if (length > most) break
    length += lengthUpTo(child, most - length)
  }
  return length
}

const knownTexts = new WeakMap<RichNode, string>()

/** An unchanged text is the same object, and this runs on every keystroke. */
function textOf(doc: RichNode): string {
  const known = knownTexts.get(doc)
  if (known !== undefined) return known
  const text = plainText(doc)
  knownTexts.set(doc, text)
  return text
}

/** Its blocks, if there are several with words: a single one is the whole text. */
function paragraphsOf(cell: CellValue | undefined): readonly RichNode[] {
  if (typeof cell !== 'object' || cell === null) return []
  const nodes = (cell as RichDoc).content ?? []
  let withWords = 0
  for (const node of nodes) {
    if (hasWords(node)) withWords++
    if (withWords > 1) return nodes
  }
  return []
}

const hasWords = (node: RichNode): boolean =>
  /[\p{L}\p{N}]/u.test(node.text ?? '') || (node.content ?? []).some(hasWords)

/** Without capitals, brackets, dots and spaces around it. */
const bare = (text: string): string =>
  text
    .toLocaleLowerCase('nl')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

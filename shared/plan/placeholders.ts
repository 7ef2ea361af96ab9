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
  const left = (cell: CellValue | undefined) => {
    const texts = extent === 'whole' ? wholeText(cell) : paragraphsOf(cell)
    return texts.flatMap((text) => known.get(bare(text)) ?? [])[0]
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

function wholeText(cell: CellValue | undefined): string[] {
  if (typeof cell === 'string') return [cell]
  return typeof cell === 'object' && cell !== null ? [textOf(cell as RichNode)] : []
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
function paragraphsOf(cell: CellValue | undefined): string[] {
  if (typeof cell !== 'object' || cell === null) return []
  const texts = ((cell as RichDoc).content ?? [])
    .map((node) => textOf(node))
    .filter((text) => bare(text) !== '')
  return texts.length > 1 ? texts : []
}

/** Without capitals, brackets, dots and spaces around it. */
const bare = (text: string): string =>
  text
    .toLocaleLowerCase('nl')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

import fc from 'fast-check'
import { normalizeRichDoc } from '#shared/richtext/normalize.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'

/** Texts for property tests: all that the schema allows an editor to make. */

const word = fc.constantFrom('de', 'wijk', 'thuis', 'ouderen', '12,5', 'één', '🙂', 'team.', 'x')
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '))
const marks = fc.subarray(
  [{ type: 'bold' }, { type: 'italic' }, { type: 'link', attrs: { href: 'https://voorbeeld.nl' } }],
  { maxLength: 2 },
)
const inline: fc.Arbitrary<RichNode> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('text'), text: words, marks }) },
  { weight: 1, arbitrary: fc.constant({ type: 'hardBreak' }) },
)
const line = fc.array(inline, { maxLength: 4 })
const paragraph: fc.Arbitrary<RichNode> = line.map((content) => ({ type: 'paragraph', content }))
const heading: fc.Arbitrary<RichNode> = fc.record({
  type: fc.constant('heading'),
  attrs: fc.record({ level: fc.constantFrom(1, 2, 3) }),
  content: line,
})
const item: fc.Arbitrary<RichNode> = fc
  .array(paragraph, { minLength: 1, maxLength: 2 })
  .map((content) => ({ type: 'listItem', content }))
const list: fc.Arbitrary<RichNode> = fc.record({
  type: fc.constantFrom('bulletList', 'orderedList'),
  content: fc.array(item, { minLength: 1, maxLength: 3 }),
})
const row: fc.Arbitrary<RichNode> = fc
  .array(paragraph, { minLength: 1, maxLength: 3 })
  .map((cells) => ({
    type: 'tableRow',
    content: cells.map((cell) => ({ type: 'tableCell', content: [cell] })),
  }))
const table: fc.Arbitrary<RichNode> = fc
  .array(row, { minLength: 1, maxLength: 2 })
  .map((content) => ({ type: 'table', content }))
const block = fc.oneof({ weight: 4, arbitrary: paragraph }, heading, list, table)

const docOf = (content: RichNode[]): RichDoc => normalizeRichDoc({ type: 'doc', content }).doc
export const richText: fc.Arbitrary<RichDoc> = fc.array(block, { maxLength: 5 }).map(docOf)

type Edit = {
  kind: 'insert' | 'delete' | 'replace' | 'move' | 'word'
  at: number
  node: RichNode
  words: string
}
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'move', 'word', 'word'),
  at: fc.nat(20),
  node: block,
  words,
})

/** A text, and the same text after a few edits. */
export const changedText: fc.Arbitrary<{ old: RichDoc; changed: RichDoc }> = fc
  .record({ old: richText, edits: fc.array(edit, { maxLength: 4 }) })
  .map(({ old, edits }) => ({
    old,
    changed: docOf(edits.reduce<RichNode[]>(applyEdit, structuredClone(old.content ?? []))),
  }))

function applyEdit(content: RichNode[], { kind, at, node, words: typed }: Edit): RichNode[] {
  const index = content.length === 0 ? 0 : at % content.length
  switch (kind) {
    case 'insert':
      return content.toSpliced(index, 0, node)
    case 'delete':
      return content.toSpliced(index, 1)
    case 'replace':
      return content.toSpliced(index, 1, node)
    case 'move':
      return content
        .toSpliced(index, 1)
        .toSpliced((index + 1) % Math.max(1, content.length), 0, ...content.slice(index, index + 1))
    case 'word':
      return content.map((child, i) => (i === index ? withWords(child, at, typed) : child))
  }
}

/** A position in the first line of the text. */
function withWords(node: RichNode, at: number, typed: string): RichNode {
  if (node.type === 'text') {
    const place = at % ((node.text ?? '').length + 1)
    return {
      ...node,
      text: `${node.text?.slice(0, place) ?? ''}${typed}${node.text?.slice(place) ?? ''}`,
    }
  }
  const [first, ...rest] = node.content ?? []
  return first === undefined ? node : { ...node, content: [withWords(first, at, typed), ...rest] }
}

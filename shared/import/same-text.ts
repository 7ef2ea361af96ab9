import { plainText } from '../richtext/plain-text.ts'
import { nodeTypeOf, type RichDoc, type RichMark, type RichNode } from '../richtext/rich-doc.ts'

/**
 * Replaces an imported text by the plan's own text if the author changed nothing in it. A file
 * stores less than we do (underlining, empty lines, rules, heading levels, a paragraph within an
 * item), so nobody removed what the file could not store.
 */
export function settleText(found: RichDoc, now: RichDoc): RichDoc {
  if (textKey(found) === textKey(now) || (isPlain(found) && wordsOf(found) === wordsOf(now)))
    return now
  const kept = new Map<string, number[]>()
  const before = now.content ?? []
  before.forEach((node, index) => {
    const key = textKey(node)
    kept.set(key, [...(kept.get(key) ?? []), index])
  })
  let last = -1
  const content = (found.content ?? []).flatMap((node): RichNode[] => {
    const index = kept.get(textKey(node))?.shift()
    if (index === undefined) {
      last = Number.NaN
      return [node]
    }
    // White lines between two blocks that both stayed.
    const between = last < index ? before.slice(last + 1, index).filter(isBlank) : []
    last = index
    return [...between, before[index] as RichNode]
  })
  return { type: 'doc', content }
}

/** As a cell of a sheet holds it, which has room for words alone. */
function isPlain(doc: RichDoc): boolean {
  return (doc.content ?? []).every(
    (node) =>
      node.type === 'paragraph' && (node.content ?? []).every((child) => child.marks === undefined),
  )
}

const wordsOf = (doc: RichDoc) => plainText(doc).replace(/\s+/g, ' ').trim()

const isBlank = (node: RichNode) => plainText(node).trim() === ''

/** Equal for texts that read the same in a file. */
function textKey(node: RichNode): string {
  return JSON.stringify(linesOf(node, { list: null, depth: 0, isInside: false }))
}

type LineContext = { list: string | null; depth: number; isInside: boolean }
type Line = { kind: string; words: unknown[] }

function linesOf(node: RichNode, context: LineContext): Line[] {
  switch (nodeTypeOf(node)) {
    case 'paragraph':
    case 'heading':
      // Inside an item or a cell a heading is printed as a bold line.
      return line(
        node.type === 'heading' && !context.isInside ? 'heading' : (context.list ?? 'text'),
        node,
        { isBold: node.type === 'heading' },
      )
    case 'bulletList':
    case 'orderedList':
      return (node.content ?? []).flatMap((item) =>
        itemLines(item, {
          list: `${node.type} ${context.depth}`,
          depth: context.depth + 1,
          isInside: true,
        }),
      )
    case 'table':
      return [
        {
          kind: 'table',
          words: (node.content ?? [])
            .map((row) =>
              (row.content ?? [])
                .map((cell) => plainText(cell).replace(/\s+/g, ' ').trim())
                .filter((text) => text !== ''),
            )
            .filter((row) => row.length > 0),
        },
      ]
    case 'horizontalRule':
    // Pictures do not come in with a file, so one that it lacks is no difference.
    case 'picture':
      return []
    case 'doc':
    case 'blockquote':
    case 'hardBreak':
    case 'text':
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
    case 'tableHeader':
    case 'unknown':
      return (node.content ?? []).flatMap((child) =>
        linesOf(child, { ...context, isInside: context.isInside || node.type === 'blockquote' }),
      )
  }
}

/** Only its first line has the mark of the list. */
function itemLines(item: RichNode, context: LineContext): Line[] {
  const [first, ...rest] = (item.content ?? []).flatMap((child, index) =>
    linesOf(child, { ...context, list: index === 0 ? context.list : null }),
  )
  return first === undefined ? [] : [first, ...rest]
}

function line(kind: string, node: RichNode, { isBold }: { isBold: boolean }): Line[] {
  const words: [string, string][] = []
  for (const child of node.content ?? []) {
    const text =
      child.type === 'hardBreak'
        ? '\n'
        : (child.text ?? '').normalize('NFC').replace(/[\t\u00a0]/g, ' ')
    const key = text.trim() === '' ? '' : marksOf(child.marks, isBold)
    const last = words.at(-1)
    // White space has no look of its own.
    if (last !== undefined && (key === '' || last[1] === key)) last[0] += text
    else words.push([text, key])
  }
  const joined = words
    .map(([text, key], index): [string, string] => [
      index === words.length - 1 ? text.trimEnd() : index === 0 ? text.trimStart() : text,
      key,
    ])
    .filter(([text]) => text !== '')
  return joined.length === 0 ? [] : [{ kind, words: joined }]
}

/** Underlining is left out of a file: underlined words read as a link (T4). */
function marksOf(marks: readonly RichMark[] | undefined, isBold: boolean): string {
  const kept = (marks ?? []).flatMap((mark) =>
    mark.type === 'link'
      ? [`link ${addressOf(mark.attrs?.['href'])}`]
      : mark.type === 'underline' || (isBold && mark.type === 'bold')
        ? []
        : [mark.type],
  )
  return kept.sort().join(' ') || ' '
}

/** However an address is written: `https://a.nl` is `https://a.nl/`. */
function addressOf(href: unknown): string {
  const text = String(href).trim()
  return text.replace(/\/$/, '').toLowerCase()
}

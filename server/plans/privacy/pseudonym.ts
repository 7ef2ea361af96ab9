import { columnKinds, isRichText } from '#shared/format/columns.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, RichDoc, RichNode, Row } from '#shared/plan/content.ts'

/** Who is forgotten, and what stands in the place of their name from then on. */
export type Forgotten = {
  name: string
  email: string
  pseudonym: string
  /** The row of the people table that was linked to them by hand; null where there is none. */
  personRow: string | null
}

/** Cells of a person's own row that say how to reach them, or their name in another order. */
const ownCells = /mail|phone|tel|mobile|contactdata|address|sortname/i
/** A name of one word may be any word: only in its own row, and where it stands as an account. */
const leastWords = 2

/** A name that nobody has, and that two people who were forgotten do not share. */
export function pseudonymFor(userId: string): string {
  const letters = userId.replace(/[^0-9a-z]/gi, '').slice(0, 6)
  return `Oud-deelnemer ${letters.toUpperCase()}`
}

/** A text without the full name and the address, whatever its capitals. */
export function pseudonymized(text: string, { name, email, pseudonym }: Forgotten): string {
  const words = name.trim().split(/\s+/)
  const patterns = [
    ...(words.length >= leastWords
      ? [`(?<!\\p{L})${words.map(escaped).join('[\\s\u00a0]+')}(?!\\p{L})`]
      : []),
    `(?<![\\w.+-])${escaped(email)}(?![\\w-])`,
  ]
  return text.replace(new RegExp(patterns.join('|'), 'giu'), (match) =>
    match.includes('@') ? '' : pseudonym,
  )
}

const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')

/**
 * A plan without someone: their row of the people table keeps function, organisation, mandate and discipline, and their
 * name in any text is another. Amounts, choices and references are not touched.
 */
export function contentWithout(content: PlanContent, format: Format, gone: Forgotten): PlanContent {
  const values = Object.fromEntries(
    Object.entries(content.values).map(([id, value]) => [
      id,
      typeof value === 'string' ? pseudonymized(value, gone) : value,
    ]),
  )
  const fields = Object.fromEntries(
    Object.entries(content.fields).map(([id, doc]) => [id, docWithout(doc, gone)]),
  )
  const tables: Record<string, Row[]> = { ...content.tables }
  for (const table of tablesOf(format))
    tables[table.id] = (content.tables[table.id] ?? []).map((row) => {
      const isOwn = table.id === 'people' && row.id === gone.personRow
      const next: Row = { ...row }
      for (const column of table.columns) {
        const cell = row[column.id]
        if (cell === null || cell === undefined) continue
        if (isRichText(column)) next[column.id] = docWithout(cell as RichDoc, gone)
        else if (columnKinds[column.kind].isFreeText && typeof cell === 'string')
          next[column.id] = !isOwn
            ? pseudonymized(cell, gone)
            : column.isTitle
              ? gone.pseudonym
              : ownCells.test(column.id)
                ? null
                : pseudonymized(cell, gone)
      }
      return next
    })
  return { ...content, values, fields, tables }
}

/** A name may be partly bold: it is looked for in the words of a line, and what replaces it has the marks of its first letter. */
function docWithout(doc: RichDoc, gone: Forgotten): RichDoc {
  return nodeWithout(doc, gone) as RichDoc
}

function nodeWithout(node: RichNode, gone: Forgotten): RichNode {
  if (node.content === undefined) return node
  const isLine = node.content.some((child) => child.type === 'text')
  return {
    ...node,
    content: isLine
      ? lineWithout(node.content, gone)
      : node.content.map((child) => nodeWithout(child, gone)),
  }
}

function lineWithout(inline: readonly RichNode[], gone: Forgotten): RichNode[] {
  const text = inline.map((node) => (node.type === 'text' ? (node.text ?? '') : '\n')).join('')
  if (pseudonymized(text, gone) === text) return withoutAddress(inline, gone)
  const each = inline.map(
    (node): RichNode =>
      node.type === 'text' ? { ...node, text: pseudonymized(node.text ?? '', gone) } : node,
  )
  const joined = each.map((node) => (node.type === 'text' ? (node.text ?? '') : '\n')).join('')
  // Parted by marks: then the line loses them rather than keep a name.
  const safe: RichNode[] =
    pseudonymized(joined, gone) === joined
      ? each.filter((node) => node.type !== 'text' || node.text !== '')
      : pseudonymized(text, gone)
          .split('\n')
          .flatMap((line, at): RichNode[] => [
            ...(at > 0 ? [{ type: 'hardBreak' }] : []),
            ...(line === '' ? [] : [{ type: 'text', text: line }]),
          ])
  return withoutAddress(safe, gone)
}

/** A link to their mailbox is words from then on. */
function withoutAddress(inline: readonly RichNode[], gone: Forgotten): RichNode[] {
  return inline.map((node) => {
    const marks = node.marks?.filter(
      (mark) =>
        !JSON.stringify(mark.attrs ?? {})
          .toLowerCase()
          .includes(gone.email.toLowerCase()),
    )
    if (marks === undefined || marks.length === node.marks?.length) return node
    const { marks: _, ...bare } = node
    return marks.length === 0 ? bare : { ...bare, marks }
  })
}

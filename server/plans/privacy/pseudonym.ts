import { columnKinds, isRichText } from '#shared/format/columns.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'

/** The forgotten person, and the pseudonym that replaces their name. */
export type Forgotten = {
  name: string
  email: string
  pseudonym: string
  /** The linked row of the people table; null without a link. */
  personRow: string | null
}

/** Columns of a person's own row with contact data, or with their name in another order. */
const ownCells = /mail|phone|tel|mobile|contactdata|address|sortname/i
/**
 * A name of one word may be any word: it is replaced only in the person's own row and where it
 * refers to the account.
 */
const leastWords = 2

/** A name that nobody has and that differs for each forgotten person. */
export function pseudonymFor(userId: string): string {
  const letters = userId.replace(/[^0-9a-z]/gi, '').slice(0, 6)
  return `Oud-deelnemer ${letters.toUpperCase()}`
}

/** The text with full name and address replaced, whatever their capitals. */
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
 * The plan without this person: their row of the people table keeps function, organisation, mandate
 * and discipline, and their name in every text becomes the pseudonym. Amounts, choices and
 * references stay.
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
  for (const table of tablesOf(format)) {
    const rows = content.tables[table.id]
    // A version holds the tables of the form alone: another one would change its hash.
    if (rows === undefined) continue
    tables[table.id] = rows.map((row) => {
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
  }
  return { ...content, values, fields, tables }
}

/**
 * Part of a name may be bold: the name is searched in the joined text of a line, and the pseudonym
 * gets the marks of its first letter.
 */
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
  // Marks split the name: the line loses its marks rather than keep the name.
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

/** A link to their mailbox becomes plain text. */
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

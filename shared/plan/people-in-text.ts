import * as Y from 'yjs'
import { fold } from '../fold.ts'
import type { BlockOf } from '../format/blocks.ts'
import { tableOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichDoc, RichNode } from '../richtext/rich-doc.ts'
import type { PlanContent } from './content.ts'
import { removedCell, tableRows } from './layout.ts'
import { cellWords } from './words.ts'

/** A person who belongs in a text: the name and the next column, by which the text is checked, and the whole line. */
export type PersonLine = { name: string; position: string; text: string }

/** The people that a text of the form names (`fillFrom`), in the order of their table; people without a name are left out. */
export function personLines(
  { fillFrom }: BlockOf<'richText'>,
  content: Pick<PlanContent, 'tables'>,
  format: Format,
): PersonLine[] {
  if (fillFrom === undefined) return []
  const table = tableOf(format, fillFrom.table)
  const columns = fillFrom.columns.flatMap(
    (id) => table?.columns.find((column) => column.id === id) ?? [],
  )
  return (content.tables[fillFrom.table] ?? [])
    .filter((row) => Object.entries(fillFrom.where).every(([id, is]) => row[id] === is))
    .flatMap((row) => {
      const words = columns.map((column) =>
        cellWords(row[column.id] ?? null, column, content).trim(),
      )
      const [name = '', position = ''] = words
      const said = words.map((word, index) =>
        word !== '' && columns[index]?.id === 'onBehalfOf' ? `namens ${word}` : word,
      )
      return name === ''
        ? []
        : [{ name, position, text: said.filter((word) => word !== '').join(', ') }]
    })
}

/**
 * How a text differs from the people: those it does not name, and those whose paragraph says another function. Other words in
 * the text are free, so a text that somebody wrote by hand agrees as long as it names everyone.
 */
export function peopleNotInText(
  doc: RichDoc,
  lines: readonly PersonLine[],
): { missing: PersonLine[]; different: PersonLine[] } {
  const paragraphs = (doc.content ?? []).map((node) => {
    const words = fold(plainText(node))
    return { words, named: namedIn(words, lines) }
  })
  const missing = lines.filter((line) => paragraphs.every(({ named }) => !named.includes(line)))
  const different = lines.filter((line) => {
    // A paragraph about several people is somebody's own sentence.
    const own = paragraphs.filter(({ named }) => named.length === 1 && named[0] === line)
    return own.length > 0 && own.every(({ words }) => !words.includes(fold(line.position)))
  })
  return { missing, different }
}

/**
 * Names of people who are no longer among those that a text names: their row was removed, or says so
 * (`coreTeam` is nee). A removed row stays in the document (ADR 0007), which is why it can be told.
 */
export function formerPeople(
  { fillFrom }: BlockOf<'richText'>,
  doc: Y.Doc,
  { tables }: Pick<PlanContent, 'tables'>,
): string[] {
  const nameColumn = fillFrom?.columns[0]
  if (fillFrom === undefined || nameColumn === undefined) return []
  const removed = [...tableRows(doc, fillFrom.table).values()].flatMap((cells) =>
    cells instanceof Y.Map && cells.get(removedCell) === true ? [cells.get(nameColumn)] : [],
  )
  const others = (tables[fillFrom.table] ?? [])
    .filter((row) => !Object.entries(fillFrom.where).every(([id, is]) => row[id] === is))
    .map((row) => row[nameColumn])
  return [...new Set([...removed, ...others])].flatMap((name) =>
    typeof name === 'string' && name.trim() !== '' ? [name.trim()] : [],
  )
}

/**
 * Which of these people the text still lists: a paragraph of its own that begins with the name, as the
 * text that was filled from the people has it. A sentence that mentions them is free.
 */
export function stillListed(
  doc: RichDoc,
  former: readonly string[],
  lines: readonly PersonLine[],
): string[] {
  const paragraphs = (doc.content ?? []).map((node) => fold(plainText(node)).trim())
  return former.filter((name) => {
    const known = fold(name)
    if (lines.some((line) => fold(line.name) === known)) return false
    return paragraphs.some((words) => words === known || words.startsWith(`${known},`))
  })
}

/** The text with the people in it: missing ones are added, other functions replaced, and all other words stay. */
export function withPeople(doc: RichDoc, lines: readonly PersonLine[]): RichDoc {
  const { missing, different } = peopleNotInText(doc, lines)
  const content = (doc.content ?? [])
    .filter((node) => plainText(node).trim() !== '')
    .map((node) => {
      const [only, ...others] = namedIn(fold(plainText(node)), lines)
      return only !== undefined && others.length === 0 && different.includes(only)
        ? paragraph(only.text)
        : node
    })
  const last = content.findLastIndex((node) => namedIn(fold(plainText(node)), lines).length > 0)
  return {
    ...doc,
    content: content.toSpliced(last + 1, 0, ...missing.map(({ text }) => paragraph(text))),
  }
}

/** `words`: a folded paragraph. */
function namedIn(words: string, lines: readonly PersonLine[]): PersonLine[] {
  return lines.filter(({ name }) => words.includes(fold(name)))
}

const paragraph = (text: string): RichNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text }],
})

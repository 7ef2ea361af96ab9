import { type Column, isComputed, isReference, isRichText } from '#shared/format/columns.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type {
  ImportedRow,
  ImportedTable,
  ImportResult,
  Unplaced,
} from '#shared/import/import-result.ts'
import type { FileBlock } from '../file.ts'
import { blocksText, inlineText, isBlank, richDoc } from '../file-text.ts'
import { blockOfValue, readCellAs, readValueAs } from '../table/read-cell.ts'
import { readTable } from '../table/read-table.ts'
import type { TablePart } from '../table/table-segments.ts'
import type { AnswerLabel, Card, FormPiece } from './form-piece.ts'

type BuildContext = {
  format: Format
  /** Level of the headings that are sections; 0 if the document has none. */
  sectionLevel: number
  newRowId: () => string
}
/** The interpretation of one piece of a document: content for the plan, and unplaced content. */
type Read<T> = { value: T; unplaced: Unplaced[] }

/**
 * The second of two passes over a document (`collectForm` is the first): translates its pieces into
 * fields of the form.
 */
export function buildForm(pieces: readonly FormPiece[], context: BuildContext): ImportResult {
  const { format, sectionLevel, newRowId } = context
  const answers = answersIn(pieces)
  const values = valuesIn(answers, format)
  const printed = tablesIn(pieces, newRowId)
  const cards = cardsIn(pieces, context)
  return {
    format: { id: format.id, version: format.version },
    values: values.value,
    fields: Object.fromEntries(
      answers.flatMap(({ label, blocks }) =>
        label.kind === 'field' ? [[label.id, richDoc(blocks, sectionLevel)]] : [],
      ),
    ),
    tables: joined([...printed.value, ...cards.value, ...looseRowsIn(pieces, newRowId)]),
    unplaced: [...leftIn(pieces), ...printed.unplaced, ...values.unplaced, ...cards.unplaced],
    notices: noticesOf(pieces),
  }
}

type Answer = { label: AnswerLabel; blocks: readonly FileBlock[] }

/** A form that asks the same question twice gets both answers, one after the other. */
function answersIn(pieces: readonly FormPiece[]): Answer[] {
  const answers = new Map<string, Answer>()
  for (const piece of pieces) {
    if (piece.kind !== 'answer') continue
    const { label } = piece
    const id = idOf(label)
    answers.set(id, { label, blocks: [...(answers.get(id)?.blocks ?? []), ...piece.blocks] })
  }
  return [...answers.values()]
}

function valuesIn(answers: readonly Answer[], format: Format): Read<ImportResult['values']> {
  const value: ImportResult['values'] = {}
  const unplaced: Unplaced[] = []
  for (const { label, blocks } of answers) {
    if (label.kind !== 'value') continue
    const { id, label: where } = label.definition
    const text = blocksText(blocks)
    const read = readValueAs(label.definition, text, blockOfValue(format, id))
    if (read.kind === 'ok') value[id] = read.value
    else unplaced.push({ text, where, why: read.why })
  }
  for (const { label, blocks } of answers) {
    if (label.kind === 'note')
      value[idOf(label)] = blocksText(blocks).replace(/\s+/g, ' ').trim() || null
    if (label.kind !== 'check') continue
    const text = blocksText(blocks)
    const { answer, note, problem } = readCheck(text)
    if (answer !== undefined) value[label.item.id] = answer
    if (note !== '') value[`${label.item.id}Note`] = note
    if (problem !== null) unplaced.push({ text, where: label.item.label, why: problem })
  }
  return { value, unplaced }
}

type Checked = { answer: 'ja' | 'nee' | null | undefined; note: string; problem: string | null }

const crossed = '[☒☑✓✔xX]'
const boxes = /[☐☒☑]/

/**
 * The answer to a question of a checklist, as boxes (`☒ Ja ☐ Nee`) or in words (`Ja, besproken in
 * maart`).
 */
function readCheck(text: string): Checked {
  const flat = text.replace(/[\s\u00a0]+/g, ' ').trim()
  if (flat === '') return { answer: null, note: '', problem: null }
  if (boxes.test(flat)) {
    const yes = new RegExp(`${crossed} ?Ja`, 'i').test(flat)
    const no = new RegExp(`${crossed} ?Nee`, 'i').test(flat)
    const note = flat.replace(/[☐☒☑] ?(Ja|Nee)/gi, '').trim()
    if (yes && no)
      return {
        answer: undefined,
        note,
        problem: 'Ja en Nee zijn allebei aangevinkt. Kies er een.',
      }
    return { answer: yes ? 'ja' : no ? 'nee' : null, note, problem: null }
  }
  const words = /^(ja|nee)(?![\p{L}\p{N}])[\s,.:;–-]*(.*)$/iu.exec(flat)
  if (words === null)
    return {
      answer: undefined,
      note: '',
      problem:
        'Hier staat geen Ja of Nee. Kies zelf het antwoord, en zet de tekst zo nodig in de toelichting.',
    }
  return {
    answer: words[1]?.toLowerCase() === 'ja' ? 'ja' : 'nee',
    note: words[2] ?? '',
    problem: null,
  }
}

type Rows = { table: Table } & ImportedTable

function tablesIn(pieces: readonly FormPiece[], newRowId: () => string): Read<Rows[]> {
  const found = new Map<Table, { where: string; parts: TablePart[] }>()
  for (const piece of pieces) {
    if (piece.kind !== 'table') continue
    const { table, where, rows, least } = piece
    const first = found.get(table)
    if (first === undefined) found.set(table, { where, parts: [{ rows, least }] })
    else first.parts.push({ rows, least })
  }
  const read = [...found].map(([table, { where, parts }]) => ({
    table,
    ...readTable(table, parts, { newRowId, where }),
  }))
  return {
    value: read.map(({ unplaced: _unplaced, formulas: _formulas, ...rows }) => rows),
    unplaced: read.flatMap(({ unplaced }) => unplaced),
  }
}

function cardsIn(pieces: readonly FormPiece[], context: BuildContext): Read<Rows[]> {
  const cards = new Map<Card, Map<Column, FileBlock[]>>()
  for (const piece of pieces)
    if (piece.kind === 'card') cards.set(piece.card, new Map())
    else if (piece.kind === 'cell') {
      const texts = cards.get(piece.card)
      texts?.set(piece.column, [...(texts.get(piece.column) ?? []), ...piece.blocks])
    }
  const read = [...cards].map(([card, texts]) => readCard(card, texts, context))
  return {
    value: read.map(({ value }) => value),
    unplaced: read.flatMap(({ unplaced }) => unplaced),
  }
}

function readCard(
  { table, where }: Card,
  texts: ReadonlyMap<Column, FileBlock[]>,
  { sectionLevel, newRowId }: BuildContext,
): Read<Rows> {
  const row: ImportedRow = { id: newRowId(), cells: {}, names: {}, group: null, where }
  const unplaced: Unplaced[] = []
  for (const [column, blocks] of texts) {
    const text = blocksText(blocks)
    if (isReference(column)) row.names[column.id] = text.replace(/\s+/g, ' ').trim()
    else if (isRichText(column)) row.cells[column.id] = richDoc(blocks, sectionLevel + 1)
    else if (!isComputed(column)) {
      const read = readCellAs(column, { text, blocks, isFormula: false, at: '' })
      if (read.kind === 'ok') row.cells[column.id] = read.value
      else unplaced.push({ text, where, why: read.why })
    }
  }
  // The form prints its first rows empty.
  const isEmpty = [...texts.values()].every((blocks) => blocks.every(isBlankLine))
  return {
    value: { table, rows: isEmpty ? [] : [row], sums: [], isWhole: true },
    unplaced,
  }
}

/** A table that the author added is an answer, even if it is empty. */
function isBlankLine(block: FileBlock): boolean {
  return block.kind === 'paragraph' && isBlank(block)
}

/**
 * A line becomes a row with only a name. The user who accepts the import sees that, and divides it
 * further.
 */
function looseRowsIn(pieces: readonly FormPiece[], newRowId: () => string): Rows[] {
  return pieces.flatMap((piece): Rows[] => {
    if (piece.kind !== 'row') return []
    const { table, section, line } = piece
    const title = table.columns.find((column) => column.isTitle)?.id ?? ''
    const names = inlineText(line.inline)
      .split('\n')
      .map((name) => name.replace(/\s+/g, ' ').trim())
      .filter((name) => name !== '')
    const rows = names.map((name) => ({
      id: newRowId(),
      cells: { [title]: name },
      names: {},
      group: null,
      where: `${section.shortTitle}: ${name.slice(0, 60)}`,
    }))
    return [{ table, rows, sums: [], isWhole: false }]
  })
}

function joined(found: readonly Rows[]): ImportResult['tables'] {
  const tables: ImportResult['tables'] = {}
  for (const { table, rows, sums, isWhole } of found) {
    const first = tables[table.id] ?? { rows: [], sums: [], isWhole: true }
    tables[table.id] = {
      rows: [...first.rows, ...rows],
      sums: [...first.sums, ...sums],
      isWhole: first.isWhole && isWhole,
    }
  }
  return tables
}

/** Consecutive lines become one piece to copy. */
function leftIn(pieces: readonly FormPiece[]): Unplaced[] {
  const left: Unplaced[] = []
  for (const piece of pieces) {
    if (piece.kind !== 'left') continue
    const { where, why } = piece
    const text = blocksText([piece.block])
    const last = left.at(-1)
    if (last?.where === where && last.why === why)
      left[left.length - 1] = { ...last, text: `${last.text}\n${text}` }
    else left.push({ text, where, why })
  }
  return left
}

function noticesOf(pieces: readonly FormPiece[]): string[] {
  const notices = pieces.flatMap((piece): string[] => {
    if (piece.kind === 'agreement')
      return ['Het blad met akkoorden is niet overgenomen: akkoord geeft iedereen zelf.']
    if (piece.kind !== 'row') return []
    const { table, section } = piece
    const name = (table.label ?? section.title).replace(/:$/, '')
    return [
      `Bij “${name}” staat tekst in plaats van een tabel. Elke regel daarvan is een ${table.item.one} geworden.`,
    ]
  })
  const skipped = pieces.filter((piece) => piece.kind === 'printed').length
  if (skipped > 0)
    notices.push(
      `Toelichting van het formulier zelf is overgeslagen (${skipped === 1 ? 'één stuk' : `${skipped} stukken`} tekst).`,
    )
  return [...new Set(notices)]
}

function idOf(label: AnswerLabel): string {
  switch (label.kind) {
    case 'field':
      return label.id
    case 'value':
      return label.definition.id
    case 'check':
      return label.item.id
    case 'note':
      return `${label.item.id}Note`
  }
}

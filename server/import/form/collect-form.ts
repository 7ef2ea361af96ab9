import { isComputed, isRichText } from '#shared/format/columns.ts'
import { nameOfOurs, withoutMark } from '#shared/format/official-form.ts'
import type { Section } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileBlock, FileParagraph, FileTable } from '../file.ts'
import { inlineAfter, inlineText } from '../file-text.ts'
import { gridOfTable } from '../table/grid.ts'
import { lettersOfLabel } from '../table/read-line.ts'
import {
  type Label,
  labelAt,
  numberedRow,
  type SectionLabels,
  sectionByTitle,
} from './form-labels.ts'
import { linesIn } from './form-lines.ts'
import { type FormOutline, textOf } from './form-outline.ts'
import type { AnswerLabel, Card, FormPiece } from './form-piece.ts'
import { type FormPlace, put, type Sink, type Step, stay } from './form-place.ts'
import { type FormVocabulary, knownTable } from './form-vocabulary.ts'

type Line = { paragraph: FileParagraph; text: string; next: string }
type Form = { vocabulary: FormVocabulary; outline: FormOutline }

/**
 * The first of two passes over a document (`buildForm` is the second): finds the place of each
 * piece. Pure.
 */
export function collectForm(outline: FormOutline, vocabulary: FormVocabulary): FormPiece[] {
  const form = { vocabulary, outline }
  const { sections } = vocabulary.format
  const pieces: FormPiece[] = []
  let place: FormPlace = {
    section: sections.find((section) => section.isHead) ?? (sections[0] as Section),
    sink: { kind: 'none' },
    card: null,
    isAppendix: false,
    entered: new Set(),
    answered: new Set(),
  }
  for (const { block, next } of outline.items) {
    const lines = block.kind === 'table' ? [block] : linesIn(block, place, vocabulary)
    for (const [index, line] of lines.entries()) {
      const step =
        line.kind === 'table'
          ? readTable(line, place, form)
          : readLine(lineOf(line, textOf(lines[index + 1]) || next), place, form)
      place = step.place
      pieces.push(...step.pieces)
    }
  }
  return pieces
}

function lineOf(block: FileParagraph, next: string): Line {
  const inline = block.inline.map((one) =>
    one.type === 'text' ? { ...one, text: withoutMark(one.text ?? '') } : one,
  )
  return { paragraph: { ...block, inline }, text: inlineText(inline), next }
}

function readLine(line: Line, start: FormPlace, form: Form): Step {
  const { paragraph, text, next } = line
  // What is ours stands behind the form, and so behind its appendix.
  const before = nameOfOurs(text) === null ? start : { ...start, isAppendix: false }
  const { words, format } = form.vocabulary
  if (words.isOwnHead(text) && before.entered.size === 0) return stay(before)
  if (words.isAbout(text)) return stay(before, { kind: 'printed' })
  if (startsAgreement(line, form))
    return { place: { ...before, sink: { kind: 'skip' } }, pieces: [{ kind: 'agreement' }] }
  const place = words.startsAppendix(text, next, format) ? { ...before, isAppendix: true } : before
  if (place.isAppendix) return readAppendix(line, place, form)
  const entered =
    enterSection(line, place, form) ?? enterCard(line, place) ?? enterLabel(line, place, form)
  if (entered !== null) return entered
  if (place.sink.kind === 'skip' || words.isOutcome(text)) return stay(place)
  if (words.has(text) || (labelKey(text) === 'etc' && place.card !== null))
    return stay(place, { kind: 'printed' })
  return putBehindPrinted(paragraph, place, form)
}

/** A form may print its guidance in the paragraph of the answer: the author's words come behind it. */
function putBehindPrinted(paragraph: FileParagraph, place: FormPlace, { vocabulary }: Form): Step {
  const own = vocabulary.words.lettersAtStart(inlineText(paragraph.inline))
  if (own === 0) return put(paragraph, place)
  const rest = inlineAfter(paragraph.inline, own)
  return rest.length === 0
    ? stay(place, { kind: 'printed' })
    : after([{ kind: 'printed' }], put({ ...paragraph, inline: rest }, place))
}

/** Our own signature sheet is not part of the form, and names people in columns of its own. */
function startsAgreement({ paragraph, text }: Line, { outline }: Form): boolean {
  return (
    paragraph.level !== null &&
    paragraph.level === outline.sectionLevel &&
    labelKey(text) === 'akkoord'
  )
}

function readAppendix({ paragraph, text }: Line, place: FormPlace, { vocabulary }: Form): Step {
  if (place.sink.kind === 'skip') return stay(place)
  return vocabulary.words.has(text) || sectionByTitle(text, vocabulary.format) !== null
    ? stay(place, { kind: 'printed' })
    : stay(place, {
        kind: 'left',
        block: paragraph,
        where: 'Toelichting',
        why: 'Dit staat achter het formulier, bij de toelichting.',
      })
}

function enterSection({ paragraph, text }: Line, place: FormPlace, form: Form): Step | null {
  const { outline, vocabulary } = form
  const section = sectionByTitle(text, vocabulary.format)
  if (section === null) return null
  const isHeading = paragraph.level !== null && paragraph.level === outline.sectionLevel
  if (!isHeading && (paragraph.level !== null || outline.headed.has(section.id))) return null
  // `Wijk:` appears at the head of a form that also has a section of that name.
  if (
    !isHeading &&
    text.trim().endsWith(':') &&
    labelAt(text, labelsIn(place.section, form)) !== null
  )
    return null
  // A section may contain a text of the same name, below its own heading.
  if (place.section === section && place.entered.has(section.id) && nameOfOurs(text) === null)
    return null
  const label = firstLabel(section, labelsIn(section, form))
  return {
    place: {
      ...place,
      section,
      entered: new Set([...place.entered, section.id]),
      card: null,
      sink: label === null ? { kind: 'none' } : { kind: 'label', label },
    },
    pieces: label === null ? [] : [{ kind: 'answer', label, blocks: [] }],
  }
}

/**
 * Directly below a heading: the text without a label of its own, or the only text of the section.
 */
function firstLabel(section: Section, labels: SectionLabels): AnswerLabel | null {
  const fields = section.blocks.filter(
    (block) => block.kind === 'richText' && block.isInternal !== true,
  )
  const field =
    fields.find((block) => block.label === undefined) ??
    fields.find((block) => labelKey(block.label ?? '') === labelKey(section.title)) ??
    (fields.length === 1 && labels.length <= 2 ? fields[0] : undefined)
  return field === undefined ? null : { kind: 'field', id: field.id }
}

function enterCard({ paragraph, text }: Line, place: FormPlace): Step | null {
  const numbered = numberedRow(text, place.section)
  if (numbered === null) return null
  const { table, letters } = numbered
  const name = text.replace(/\s+/g, ' ').trim().slice(0, 60)
  const card: Card = { table, where: `${place.section.shortTitle}: ${name}` }
  const column = table.columns.find((candidate) => candidate.isTitle)
  const rest = inlineAfter(paragraph.inline, letters)
  const title: FileBlock[] =
    rest.length > 0 ? [{ ...paragraph, level: null, list: null, inline: rest }] : []
  return {
    place: {
      ...place,
      card,
      // Text below a title that is already filled belongs to a column, whose name has to come
      // first.
      sink:
        column === undefined || title.length > 0
          ? { kind: 'card' }
          : { kind: 'cell', card, column },
    },
    pieces: [
      { kind: 'card', card },
      ...(column === undefined ? [] : [{ kind: 'cell' as const, card, column, blocks: title }]),
    ],
  }
}

function enterLabel(line: Line, place: FormPlace, form: Form): Step | null {
  return enterColumn(line, place, form) ?? enterQuestion(line, place, form)
}

function enterColumn({ paragraph, text }: Line, place: FormPlace, form: Form): Step | null {
  const { card } = place
  if (card === null) return null
  const [first = ''] = text.split('\n')
  for (const column of card.table.columns) {
    if (column.isTitle || isComputed(column)) continue
    const letters = lettersOfLabel(first, column.label)
    if (letters === 0) continue
    const rest = inlineAfter(paragraph.inline, letters)
    const at: FormPlace = { ...place, sink: { kind: 'cell', card, column } }
    const empty: FormPiece = { kind: 'cell', card, column, blocks: [] }
    if (rest.length === 0) return { place: at, pieces: [empty] }
    const answer = { ...paragraph, inline: rest }
    if (!isRichText(column))
      return { place: at, pieces: [{ kind: 'cell', card, column, blocks: [answer] }] }
    return form.vocabulary.words.has(inlineText(rest))
      ? { place: at, pieces: [empty, { kind: 'printed' }] }
      : after([empty], putBehindPrinted(answer, at, form))
  }
  return null
}

function enterQuestion(line: Line, before: FormPlace, form: Form): Step | null {
  const { paragraph, text } = line
  const labelled = noteAt(text, before.sink) ?? labelAt(text, labelsIn(before.section, form))
  if (labelled === null) return null
  const { label, letters } = labelled
  const place: FormPlace = { ...before, card: null, sink: { kind: 'label', label } }
  const asked: FormPiece[] = isAnswerable(label) ? [{ kind: 'answer', label, blocks: [] }] : []
  const rest = inlineAfter(paragraph.inline, letters)
  if (rest.length === 0) return { place, pieces: asked }
  // A choice may have the same words as the form's own guidance.
  const isPrinted = label.kind !== 'value' && form.vocabulary.words.has(inlineText(rest))
  if (isPrinted) return { place, pieces: [...asked, { kind: 'printed' }] }
  const answer = { ...paragraph, list: null, level: null, inline: rest }
  return after(
    asked,
    label.kind === 'value' ? put(answer, place) : putBehindPrinted(answer, place, form),
  )
}

/** A note on the last question of a checklist. */
function noteAt(text: string, sink: Sink): { label: Label; letters: number } | null {
  if (sink.kind !== 'label' || (sink.label.kind !== 'check' && sink.label.kind !== 'note'))
    return null
  const { item } = sink.label
  const [first = ''] = text.split('\n')
  const letters = Math.max(
    lettersOfLabel(first, item.noteLabel ?? 'Toelichting'),
    lettersOfLabel(first, 'Toelichting'),
  )
  return letters === 0 ? null : { label: { kind: 'note', item }, letters }
}

function readTable(block: FileTable, place: FormPlace, { vocabulary }: Form): Step {
  const { section, sink } = place
  if (sink.kind === 'skip') return stay(place)
  const named = sink.kind === 'label' && sink.label.kind === 'table' ? sink.label.table : null
  const known = knownTable(block, vocabulary, { section, named })
  if (known === null) return put(block, place)
  const { table, least } = known
  const where = table.label?.replace(/:$/, '') ?? section.shortTitle
  return {
    // Text below a table belongs to the next label.
    place: { ...place, card: null, sink: { kind: 'none' } },
    pieces: [{ kind: 'table', table, where, rows: gridOfTable(block), least }],
  }
}

function isAnswerable(label: Label): label is AnswerLabel {
  return label.kind !== 'table' && label.kind !== 'heading'
}

function labelsIn(section: Section, { vocabulary }: Form): SectionLabels {
  return vocabulary.labels.get(section.id) ?? []
}

function after(pieces: readonly FormPiece[], step: Step): Step {
  return { ...step, pieces: [...pieces, ...step.pieces] }
}

import type { Column } from '#shared/format/columns.ts'
import type { Section, Table } from '#shared/format/schema.ts'
import type { FileBlock, FileParagraph, FileTable } from '../file.ts'
import type { Label } from './form-labels.ts'
import type { Card, FormPiece } from './form-piece.ts'

/** The field that the next lines belong to. */
export type Sink =
  | { kind: 'none' }
  | { kind: 'label'; label: Label }
  | { kind: 'cell'; card: Card; column: Column }
  /** In a card, after one of its lines: the next line must name a column. */
  | { kind: 'card' }
  | { kind: 'skip' }

/** The state of the reader. */
export type FormPlace = {
  section: Section
  sink: Sink
  /** The card whose columns may be named next. */
  card: Card | null
  isAppendix: boolean
  /** Sections that the reader entered. */
  entered: ReadonlySet<string>
  /** Single-line values that already have an answer. */
  answered: ReadonlySet<string>
}
export type Step = { place: FormPlace; pieces: readonly FormPiece[] }

/** Text without a label belongs to the last label. */
export function put(block: FileParagraph | FileTable, place: FormPlace): Step {
  const { sink } = place
  switch (sink.kind) {
    case 'label':
      return putAtLabel(block, sink.label, place)
    case 'cell': {
      const piece: FormPiece = {
        kind: 'cell',
        card: sink.card,
        column: sink.column,
        blocks: [block],
      }
      const isOneLine = block.kind === 'paragraph' && sink.column.kind !== 'richText'
      return isOneLine
        ? { place: { ...place, sink: { kind: 'card' } }, pieces: [piece] }
        : stay(place, piece)
    }
    case 'skip':
      return stay(place)
    case 'none':
    case 'card':
      return stay(place, unasked(block, place))
  }
}

function putAtLabel(block: FileParagraph | FileTable, label: Label, place: FormPlace): Step {
  const { section, answered } = place
  if (label.kind === 'table')
    return stay(
      place,
      block.kind === 'paragraph' && takesLines(label.table)
        ? { kind: 'row', table: label.table, section, line: block }
        : {
            kind: 'left',
            block,
            where: section.shortTitle,
            why: 'Dit staat bij een tabel en niet erin.',
          },
    )
  if (label.kind === 'heading') return stay(place, unasked(block, place))
  const piece: FormPiece = { kind: 'answer', label, blocks: [block] }
  if (label.kind !== 'value') return stay(place, piece)
  const { id } = label.definition
  // One line is one answer; the text below it belongs to no field.
  return answered.has(id)
    ? stay(place, unasked(block, place))
    : { place: { ...place, answered: new Set([...answered, id]) }, pieces: [piece] }
}

function unasked(block: FileBlock, { section }: FormPlace): FormPiece {
  const why = 'Dit hoort bij geen vraag van het formulier.'
  return { kind: 'left', block, where: section.shortTitle, why }
}

/**
 * A form may ask in one box for what we store as rows ("Activiteiten (SMART):"): each line then
 * becomes a row with only a name.
 */
function takesLines(table: Table): boolean {
  const title = table.columns.find((column) => column.isTitle)
  return title?.kind === 'line' && table.groups === undefined
}

export function stay(place: FormPlace, ...pieces: FormPiece[]): Step {
  return { place, pieces }
}

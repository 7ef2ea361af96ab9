import type { Column } from '#shared/format/columns.ts'
import type { Section, Table } from '#shared/format/schema.ts'
import type { FileBlock, FileParagraph } from '../file.ts'
import type { GridRow } from '../table/grid.ts'
import type { Label } from './form-labels.ts'

/** A label whose answer is text. */
export type AnswerLabel = Exclude<Label, { kind: 'table' | 'heading' }>
/** A row of a table that a form prints as a part of its own ("Thema 2: Valpreventie"). */
export type Card = { table: Table; where: string }

/**
 * One piece of a document, with its place in the form. Together the pieces hold every word of the
 * document.
 */
export type FormPiece =
  /** Without blocks: the document has this place, but it is empty. */
  | { kind: 'answer'; label: AnswerLabel; blocks: readonly FileBlock[] }
  | { kind: 'card'; card: Card }
  | { kind: 'cell'; card: Card; column: Column; blocks: readonly FileBlock[] }
  | { kind: 'table'; table: Table; where: string; rows: readonly GridRow[]; least: number }
  /** A line in a place where the form has a table. */
  | { kind: 'row'; table: Table; section: Section; line: FileParagraph }
  | { kind: 'left'; block: FileBlock; where: string; why: string }
  /** Text that the form itself prints. */
  | { kind: 'printed' }
  /** Our own signature sheet. */
  | { kind: 'agreement' }

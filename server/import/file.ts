import type { RichNode } from '#shared/richtext/rich-doc.ts'

/**
 * A file as the reading thread returns it, before any interpretation: paragraphs and tables, or
 * cells.
 */

export type FileParagraph = {
  kind: 'paragraph'
  /** Of a heading, 1 to 6; 0 for the title of the document; null for running text. */
  level: number | null
  isQuote: boolean
  list: { isOrdered: boolean; level: number } | null
  /** Text nodes with marks, and line breaks. */
  inline: RichNode[]
}
export type FileCell = { colspan: number; rowspan: number; blocks: FileBlock[] }
export type FileTable = { kind: 'table'; rows: { isHeader: boolean; cells: FileCell[] }[] }
export type FileBlock = FileParagraph | FileTable

/**
 * Words of a document that have no place in its text: they are listed for the author, never
 * dropped.
 */
export type FileAside = {
  kind: 'note' | 'comment' | 'margin' | 'drawing' | 'deleted' | 'hidden'
  text: string
  /** The author of a comment or of a tracked change. */
  by?: string
  /** The words that a comment is about. */
  quote?: string
}

export type SheetValue = {
  /** From 0. */
  column: number
  text: string
  /** Only if the file stores a number and not a text. */
  number?: number
  /** ISO date. */
  date?: string
  isFormula: boolean
  /** The address for a user to find it: C12. */
  at: string
}
export type FileSheet = {
  name: string
  isHidden: boolean
  /** `isHidden`: the spreadsheet does not show the row, and counts it. */
  rows: { number: number; isHidden?: boolean; cells: SheetValue[] }[]
}

export type ReadFile = {
  notices: string[]
  asides: FileAside[]
} & (
  | {
      /** Of Word or of an OpenDocument text. */
      kind: 'document'
      blocks: FileBlock[]
    }
  /** Of Excel, of an OpenDocument spreadsheet, or the one table of a CSV. */
  | { kind: 'sheets'; sheets: FileSheet[] }
)

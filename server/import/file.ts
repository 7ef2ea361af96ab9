import type { RichNode } from '#shared/plan/content.ts'

/** A file as it was read, before anything is made of it: paragraphs and tables, or cells. The reading thread makes these. */

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

export type SheetValue = {
  /** From 0. */
  column: number
  text: string
  /** Only where the file holds a number and not a text. */
  number?: number
  /** ISO date. */
  date?: string
  isFormula: boolean
  /** Where a person finds it: C12. */
  at: string
}
export type FileSheet = {
  name: string
  isHidden: boolean
  rows: { number: number; cells: SheetValue[] }[]
}

export type ReadFile = { notices: string[] } & (
  | { kind: 'docx'; blocks: FileBlock[] /** Footnotes. */; notes: string[] }
  | { kind: 'xlsx' | 'csv'; sheets: FileSheet[] }
)

import type { PictureKind } from '#shared/files/file-kinds.ts'

/**
 * The neutral tree between a plan and a file: the input of every writer (DOCX, PDF, XLSX, HTML, …),
 * so that no writer knows a plan, a format or ProseMirror. Kept minimal on purpose: no merged
 * cells, no styles, no skipped heading levels.
 */

/** `\n` in a text is a line break within the paragraph. */
export type Run = {
  text: string
  bold?: true
  italic?: true
  strike?: true
  code?: true
  /** http, https, mailto or tel. */
  link?: string
  /** The numbers of the comments on these words; the begin and end of each in the document. */
  comments?: number[]
  commentStarts?: number[]
  commentEnds?: number[]
}

/** A comment on a place in the document. */
export type DocumentComment = {
  id: number
  /** The comment it answers. */
  parent?: number
  author: string
  /** ISO time. */
  at: string
  lines: string[]
  isResolved: boolean
}

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6

export type DocumentBlock =
  /**
   * `number` as the source prints it ("3."), apart from the title. Text a person typed as a heading
   * has marks.
   */
  | {
      kind: 'heading'
      level: HeadingLevel
      number?: string
      runs: Run[]
      /** Of the plan, for comments: `section/…`, `block/…`, `row/<table>/<row>`. */
      place?: string
    }
  /**
   * A `label` names the field that follows it; an empty field is an empty `body`; a `note` is our
   * own remark about the document.
   */
  | { kind: 'paragraph'; role: 'label' | 'body' | 'note'; runs: Run[]; place?: string }
  | { kind: 'list'; ordered: boolean; start: number; items: DocumentBlock[][]; place?: string }
  | { kind: 'quote'; content: DocumentBlock[] }
  | { kind: 'rule' }
  | DocumentPicture
  | DocumentTable
  /** Instructions of the form to the author; only in a print with guidance. */
  | { kind: 'guidance'; title?: string; content: DocumentBlock[] }

/** The bytes of a picture, and the name of the file in a package or an archive. */
export type PictureImage = { kind: PictureKind; bytes: Uint8Array; name: string }

export type DocumentPicture = {
  kind: 'picture'
  /** Id of the stored file. */
  file: string
  /** What it shows, for anyone who does not see it. */
  alt: string
  /** It says nothing: a screen reader passes over it. */
  decorative: boolean
  /** Pixels. */
  width: number
  height: number
  /** Percent of the width of the text. */
  scale: number
  /** Null if the file is not there: its words are printed. */
  image: PictureImage | null
}

export type Heading = Extract<DocumentBlock, { kind: 'heading' }>

export type TableColumn = {
  /** The column of the format; absent in a table that a person typed. */
  id?: string
  label: string
  /** Relative to the others. */
  width: number
  align: 'left' | 'right'
}

/** The kind of number in a cell, so that a sheet can hold the number instead of its text. */
export type TypedValue =
  | { kind: 'money'; cents: number }
  | { kind: 'quantity'; hundredths: number }
  | { kind: 'count'; count: number }
  | { kind: 'date'; iso: string }
  /** Does not apply to this row: printed `nvt`, never 0. */
  | { kind: 'notApplicable' }

export type TableCell = {
  content: DocumentBlock[]
  value?: TypedValue
  /** Names its row or column. */
  isHeader?: true
}

/**
 * `header` rows come first; a `group` row is the heading of the rows below it and repeats the
 * column names, as the sources do.
 */
export type TableRowKind = 'header' | 'group' | 'body' | 'subtotal' | 'total'
export type TableRow = {
  kind: TableRowKind
  /** Row of the plan, or id of the group. */
  id?: string
  cells: TableCell[]
}

/** For a reader who can't see the table. */
export type TableDescription = { title: string; text: string }

/** Every row has a cell for every column. */
export type DocumentTable = {
  kind: 'table'
  /** Table of the format. */
  id?: string
  /** A box of the form, with running text in it. */
  isBox?: true
  description?: TableDescription
  columns: TableColumn[]
  rows: TableRow[]
}

export type DocumentTree = {
  title: string
  /** Head of the official form, when the title does not say it. */
  subtitle?: string
  language: 'nl-NL'
  meta: {
    wijk: string
    team: string
    /** `1 januari 2026 tot en met 31 december 2026`, or empty. */
    period: string
    status: string
    /** `9 maart 2026 om 14.05 uur`, in the time of Amsterdam. */
    generatedAt: string
    generatedAtIso: string
    seq: number
    /** Null: no version, the plan as it was at that moment. */
    version: number | null
    formatName: string
    issuer: string
  }
  /** What identifies the plan and has no place in the form, in order. */
  head: { label: string; value: string }[]
  nodes: DocumentBlock[]
  /** The signatories, as a last section. */
  signSheet?: SignSheet
  /** The address and the code with which a receiver checks that this document is the agreed one. */
  verification?: Verification
  /** Only in a document that was asked for with comments. */
  comments?: DocumentComment[]
  /** The title, when comments stand on it. */
  titleRun?: Run
}

/** Texts are empty where the record says nothing. */
export type Signature = {
  /** The discipline or party of the seat. */
  seat: string
  name: string
  position: string
  organisation: string
  /** The organisations this person speaks for, where the plan names them. */
  onBehalfOf: string
  /** Of the mandate: "Uitvoerend". */
  level: string
  verdict: string
  /** ISO date; empty: not given yet. */
  date: string
  remark?: string
  /** How the person signed in, in words. */
  signedIn: string
  /** The sentence that was confirmed. */
  statement: string
}
export type SignSheet = { title: string; intro: string; table: DocumentTable }
export type Verification = {
  code: string
  /** http or https. */
  url: string
}

/** Text without what no file format can hold (control characters, halves of a surrogate pair). */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cs}\ufffe\uffff]|(?!\n)\p{Cc}/gu, '')
}

export function textRuns(text: string): Run[] {
  const clean = cleanText(text)
  return clean === '' ? [] : [{ text: clean }]
}

export function paragraph(text: string): DocumentBlock {
  return { kind: 'paragraph', role: 'body', runs: textRuns(text) }
}

export function label(text: string): DocumentBlock {
  return { kind: 'paragraph', role: 'label', runs: textRuns(text) }
}

export function note(text: string): DocumentBlock {
  return { kind: 'paragraph', role: 'note', runs: textRuns(text) }
}

/** The line below the title: which plan this is, and as of when. Its end identifies our exports. */
export function standLine({ head, meta }: Pick<DocumentTree, 'head' | 'meta'>): string {
  return [
    ...head.map(({ value }) => value),
    meta.status,
    `stand van ${meta.generatedAt}`,
    `wijziging ${meta.seq}`,
  ]
    .filter((text) => text !== '')
    .join(' · ')
}

/** `Label: value` on one line. */
export function labelled(name: string, value: string): DocumentBlock {
  return {
    kind: 'paragraph',
    role: 'body',
    runs: [
      { text: `${withColon(cleanText(name))}${value === '' ? '' : ' '}`, bold: true },
      ...textRuns(value),
    ],
  }
}

export function withColon(text: string): string {
  return /[:?.!]$/.test(text.trim()) ? text.trim() : `${text.trim()}:`
}

export function heading(level: number, text: string, number?: string): Heading {
  const block: Heading = { kind: 'heading', level: headingLevel(level), runs: textRuns(text) }
  return number === undefined ? block : { ...block, number: cleanText(number) }
}

export function headingLevel(level: number): HeadingLevel {
  return Math.min(Math.max(Math.round(level), 1), 6) as HeadingLevel
}

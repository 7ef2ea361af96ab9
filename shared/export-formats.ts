/**
 * Options of an export besides the plan: its guidance, its comments, the archive standard, only
 * what the form asks, running text instead of the boxes of the form, one table as a list of its own.
 */
export type ExportOption = 'guidance' | 'comments' | 'archive' | 'formOnly' | 'running' | 'table'

type ExportFormat = {
  mediaType: string
  /** A description for callers of the API. */
  summary: string
  /** In Dutch, for the user who chooses a format: its name and its purpose. */
  title: string
  text: string
  /** In Dutch, beside the name of a file. */
  type: string
  /**
   * The neutral tree that its writer gets. Only a `document` prints the form, so only a `document`
   * can be limited to the parts a member was invited to, or have a chapter of changes. A `workbook`
   * holds the tables that users calculate with; `plan` is all of the content.
   */
  source: 'document' | 'workbook' | 'plan'
  options: readonly ExportOption[]
  /**
   * Also contains data beside the plan: its comments and its audit trail. The public version has
   * neither.
   */
  holdsBesides: boolean
  /** Shows the pictures of texts; any other kind has their words. */
  holdsPictures: boolean
  /** Requires a compiler that does not exist for every platform. */
  needsCompiler: boolean
  /** Put in the archive of a plan. */
  isArchived: boolean
  /** Submitted to the receiver of a form. */
  isSubmitted: boolean
}

/** Every export format of a plan, by file extension; the most used formats come first. */
export const exportFormats = {
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    summary: 'The plan as a Word file in the layout of its form',
    title: 'Word',
    text: 'Het plan in de volgorde van het formulier, om in te dienen of mee verder te werken.',
    type: 'Word',
    source: 'document',
    options: ['guidance', 'comments', 'formOnly', 'running', 'table'],
    holdsBesides: false,
    holdsPictures: true,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: true,
  },
  pdf: {
    mediaType: 'application/pdf',
    summary: 'The same as a tagged PDF (PDF/UA-1), or with archive=1 as PDF/A-2a',
    title: 'Pdf',
    text: 'Om te lezen, te printen of te bewaren. Ook goed te lezen met een schermlezer.',
    type: 'pdf',
    source: 'document',
    options: ['guidance', 'archive', 'formOnly', 'running', 'table'],
    holdsBesides: false,
    holdsPictures: true,
    needsCompiler: true,
    isArchived: true,
    isSubmitted: true,
  },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    summary: 'Budget, income, hours and activities as a workbook with formulas',
    title: 'Excel',
    text: 'Begroting, inkomsten, uren en activiteiten, met formules.',
    type: 'Excel',
    source: 'workbook',
    options: ['table'],
    holdsBesides: false,
    holdsPictures: false,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: true,
  },
  odt: {
    mediaType: 'application/vnd.oasis.opendocument.text',
    summary: 'The plan in the layout of its form as an OpenDocument text',
    title: 'OpenDocument-tekst',
    text: 'Zoals Word, voor LibreOffice en overheden.',
    type: 'ODT',
    source: 'document',
    options: ['guidance', 'formOnly', 'running', 'table'],
    holdsBesides: false,
    holdsPictures: true,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: false,
  },
  ods: {
    mediaType: 'application/vnd.oasis.opendocument.spreadsheet',
    summary: 'The workbook as an OpenDocument spreadsheet',
    title: 'OpenDocument-rekenblad',
    text: 'Zoals Excel, voor LibreOffice en overheden.',
    type: 'ODS',
    source: 'workbook',
    options: ['table'],
    holdsBesides: false,
    holdsPictures: false,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: false,
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8',
    summary: 'One table of the plan as plain values; without table the budget',
    title: 'CSV',
    text: 'Eén tabel zonder opmaak, voor een ander programma.',
    type: 'CSV',
    source: 'workbook',
    options: ['table'],
    holdsBesides: false,
    holdsPictures: false,
    needsCompiler: false,
    // An archive gets each table as a file of its own.
    isArchived: false,
    isSubmitted: false,
  },
  html: {
    mediaType: 'text/html; charset=utf-8',
    summary: 'The plan in the layout of its form as one web page',
    title: 'Webpagina',
    text: 'Om op een website te zetten.',
    type: 'HTML',
    source: 'document',
    options: ['guidance', 'formOnly', 'table'],
    holdsBesides: false,
    holdsPictures: true,
    needsCompiler: false,
    isArchived: false,
    isSubmitted: false,
  },
  md: {
    mediaType: 'text/markdown; charset=utf-8',
    summary: 'The same as Markdown',
    title: 'Markdown',
    text: 'Tekst zonder opmaak, met tekens voor koppen en lijsten.',
    type: 'Markdown',
    source: 'document',
    options: ['guidance', 'formOnly', 'table'],
    holdsBesides: false,
    holdsPictures: false,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: false,
  },
  json: {
    mediaType: 'application/json; charset=utf-8',
    summary: 'All of the plan as data: what a new plan can be made of',
    title: 'JSON',
    text: 'Alle gegevens, ook om er een nieuw plan van te maken.',
    type: 'JSON',
    source: 'plan',
    options: [],
    holdsBesides: false,
    holdsPictures: false,
    needsCompiler: false,
    isArchived: true,
    isSubmitted: false,
  },
  zip: {
    mediaType: 'application/zip',
    summary:
      'All of these with checksums, for an archive; with the comments, for anyone who may see them',
    title: 'Archief',
    text: 'Alles bij elkaar, met reacties en controlecodes, om te bewaren.',
    type: 'ZIP',
    source: 'plan',
    options: [],
    holdsBesides: true,
    holdsPictures: true,
    needsCompiler: false,
    isArchived: false,
    isSubmitted: false,
  },
} as const satisfies Record<string, ExportFormat>

export type ExportKind = keyof typeof exportFormats
/** The kinds in which an archive holds each list of the year: to read, to calculate, for a system. */
export const listKinds = ['docx', 'xlsx', 'csv'] as const satisfies readonly ExportKind[]

export const exportKindNames = Object.keys(exportFormats) as ExportKind[]

/** The entry of a kind, in the words of all of them. */
export const formatOf = (kind: ExportKind): ExportFormat => exportFormats[kind]

/**
 * True if a kind prints the form, so that it can be limited to the parts a member was invited to.
 */
export const printsForm = (kind: ExportKind): boolean => formatOf(kind).source === 'document'

import { AppError } from '#shared/errors.ts'
import {
  type ExportKind,
  type exportFormats,
  exportKindNames,
  formatOf,
  listKinds,
} from '#shared/export-formats.ts'
import { calculationName, calculationTables } from '#shared/format/calculation-tables.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { picturesOfPlan } from '#shared/plan/plan-pictures.ts'
import { type ArchiveFile, writeArchive } from './archive.ts'
import { buildDocument, type DocumentOptions } from './document/document.ts'
import { type GivenPicture, namePictures, placePictures } from './document/document-pictures.ts'
import type { DocumentTree } from './document/document-tree.ts'
import { buildList } from './document/list-document.ts'
import { writeDocx } from './docx/docx.ts'
import { exportFileName, slug } from './file-name.ts'
import { writeHtml } from './html.ts'
import { picturesFolder, writeMarkdown } from './markdown.ts'
import { writeOdt } from './odt/odt.ts'
import type { PdfPrinter } from './pdf/pdf.ts'
import { publicPlan } from './public-plan.ts'
import { readPageContent } from './read-page.ts'
import { writeCsv } from './sheet/csv.ts'
import { writeOds } from './sheet/ods.ts'
import type { Workbook } from './sheet/sheet-tree.ts'
import { buildWorkbook } from './sheet/sheets.ts'
import { writeXlsx } from './sheet/xlsx.ts'

export type ExportInput = {
  content: PlanContent
  format: Format
  options: DocumentOptions
  /** Without people, rates and contact data, for publication (T16). */
  isPublic?: boolean
  /** PDF: for archiving instead of for reading. */
  archive?: boolean
  /** Only this table; if left out the whole plan, or in CSV the budget. */
  table?: string | undefined
  /** The pictures in its texts. */
  pictures?: readonly GivenPicture[]
  /** ZIP: data beside the plan, such as its comments. */
  attachments?: readonly ArchiveFile[]
}

/** Makes a file of any kind from a plan in this process; the server uses a `FileMaker`. */
export type FileWriter = {
  write(kind: ExportKind, input: ExportInput): Promise<Uint8Array>
  /** JSON of `ReadPageContent`. */
  page(input: ExportInput): Uint8Array
}

type Tools = { pdf: PdfPrinter | null }

export function createFileWriter(tools: Tools): FileWriter {
  return {
    async write(kind, input) {
      const open = input.isPublic === true ? openInput(input) : input
      // A text by itself has no folder of pictures beside it: it has their words.
      return make(kind, kind === 'md' ? { ...open, pictures: [] } : open, tools)
    },
    page(input) {
      const open = input.isPublic === true ? openInput(input) : input
      const tree = builders.document({ ...open, options: { ...open.options, running: true } })
      return new TextEncoder().encode(JSON.stringify(readPageContent(tree)))
    },
  }
}

function openInput(input: ExportInput): ExportInput {
  const { signatures: _, since, ...options } = input.options
  const open = publicPlan(input.content, input.format)
  const before =
    since === undefined
      ? {}
      : { since: { ...since, content: publicPlan(since.content, input.format).content } }
  const shown = picturesOfPlan(open.content)
  return {
    ...input,
    ...open,
    options: { ...options, ...before },
    pictures: input.pictures?.filter(({ id }) => shown.has(id)) ?? [],
    attachments: [],
  }
}

type Trees = { document: DocumentTree; workbook: Workbook; plan: ExportInput }

const builders: { readonly [Source in keyof Trees]: (input: ExportInput) => Trees[Source] } = {
  document: ({ content, format, options, table, pictures = [] }) =>
    placePictures(
      table === undefined
        ? buildDocument(content, format, options)
        : mustFind(buildList(content, format, options, table)),
      namePictures(pictures),
    ),
  workbook: ({ content, format, options, table }) => {
    const workbook = buildWorkbook(content, format, options, table)
    mustFind(workbook.sheets[0])
    return workbook
  },
  plan: (input) => input,
}

type Writer<Kind extends ExportKind> = (
  tree: Trees[(typeof exportFormats)[Kind]['source']],
  input: ExportInput,
  tools: Tools,
) => Promise<Uint8Array>

/**
 * A kind without a writer, or with a writer for another tree than its entry names, does not
 * compile.
 */
const writers: { readonly [Kind in ExportKind]: Writer<Kind> } = {
  docx: writeDocx,
  pdf: async (tree, { archive }, { pdf }) => {
    if (pdf === null) throw new AppError('pdf-unavailable')
    return pdf.print(tree, archive === true ? 'a-2a' : 'ua-1')
  },
  xlsx: writeXlsx,
  odt: writeOdt,
  ods: writeOds,
  csv: async ({ sheets }) => writeCsv(mustFind(sheets[0])),
  html: async (tree) => writeHtml(tree),
  md: async (tree) => writeMarkdown(tree),
  json: async ({ content, options }) => writeJson(content, options),
  zip: async (input, _, tools) =>
    writeArchive({
      ...input,
      isPublic: input.isPublic === true,
      hasPdf: tools.pdf !== null,
      files: await archiveFiles(input, tools),
    }),
}

async function make(kind: ExportKind, input: ExportInput, tools: Tools): Promise<Uint8Array> {
  // The two records pair each kind with its own tree, which the compiler can't see through a union.
  const write = writers[kind] as (
    tree: Trees[keyof Trees],
    input: ExportInput,
    tools: Tools,
  ) => Promise<Uint8Array>
  return write(builders[formatOf(kind).source](input), input, tools)
}

export async function exportDocx(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
): Promise<Uint8Array> {
  return writeDocx(buildDocument(content, format, options))
}

/** A table that a reader may not see is not in their format, and so is none. */
function mustFind<Found>(found: Found | null | undefined): Found {
  if (found === null || found === undefined) throw new AppError('target-unknown')
  return found
}

/** One kind after another: all together would hold the plan in memory ten times. */
async function archiveFiles(input: ExportInput, tools: Tools): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = []
  const name = (kind: string) =>
    exportFileName(input.content, input.format, {
      version: input.options.version ?? null,
      kind,
      isPublic: input.isPublic === true,
    })
  for (const kind of exportKindNames.filter((candidate) => formatOf(candidate).isArchived)) {
    // The other files are still worth archiving; the archive tells its reader what is missing.
    if (formatOf(kind).needsCompiler && tools.pdf === null) continue
    files.push({ name: name(kind), bytes: await make(kind, { ...input, archive: true }, tools) })
  }
  for (const sheet of buildWorkbook(input.content, input.format, input.options).sheets)
    files.push({ name: `${slug(sheet.name)}.csv`, bytes: writeCsv(sheet) })
  for (const table of listsBeside(input))
    for (const kind of listKinds)
      files.push({
        name: `lijsten/${slug(calculationName(table))}.${kind}`,
        bytes: await make(kind, { ...input, table: table.id }, tools),
      })
  for (const { name: file, bytes } of namePictures(input.pictures ?? []).values())
    files.push({ name: `${picturesFolder}/${file}`, bytes })
  return [...files, ...(input.attachments ?? [])]
}

/** The lists that no other file of the archive holds: what is kept during the year. */
function listsBeside({ content, format }: ExportInput): Table[] {
  const inOthers = new Set(
    [...tablesOf(formOf(format)), ...calculationTables(format)].map((table) => table.id),
  )
  return tablesOf(format).filter(
    (table) => !inOthers.has(table.id) && (content.tables[table.id] ?? []).length > 0,
  )
}

/** The complete plan: its values, fields and tables recreate an equal plan. */
function writeJson(
  content: PlanContent,
  { title, status, version = null, generatedAt }: DocumentOptions,
): Uint8Array {
  return new TextEncoder().encode(
    `${JSON.stringify({ title, status, version, generatedAt, ...content }, null, 2)}\n`,
  )
}

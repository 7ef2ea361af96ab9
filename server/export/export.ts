import { AppError } from '#shared/errors.ts'
import {
  type ExportKind,
  type exportFormats,
  exportKindNames,
  formatOf,
} from '#shared/export-formats.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { type ArchiveFile, writeArchive } from './archive.ts'
import { buildDocument, type DocumentOptions } from './document/document.ts'
import type { DocumentTree } from './document/document-tree.ts'
import { writeDocx } from './docx/docx.ts'
import { exportFileName } from './file-name.ts'
import { writeHtml } from './html.ts'
import { writeMarkdown } from './markdown.ts'
import { writeOdt } from './odt/odt.ts'
import type { PdfPrinter } from './pdf/pdf.ts'
import { publicPlan } from './public-plan.ts'
import { writeCsv } from './sheet/csv.ts'
import { writeOds } from './sheet/ods.ts'
import type { Sheet, Workbook } from './sheet/sheet-tree.ts'
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
  /** CSV: the table; the first one (the budget) if left out. */
  table?: string | undefined
  /** ZIP: data beside the plan, such as its comments. */
  attachments?: readonly ArchiveFile[]
}

/** Makes a file of any kind from a plan in this process; the server uses a `FileMaker`. */
export type FileWriter = { write(kind: ExportKind, input: ExportInput): Promise<Uint8Array> }

type Tools = { pdf: PdfPrinter | null }

export function createFileWriter(tools: Tools): FileWriter {
  return {
    async write(kind, input) {
      if (input.isPublic !== true) return make(kind, input, tools)
      const { signatures: _, since, ...options } = input.options
      const open = publicPlan(input.content, input.format)
      const before =
        since === undefined
          ? {}
          : { since: { ...since, content: publicPlan(since.content, input.format).content } }
      return make(
        kind,
        { ...input, ...open, options: { ...options, ...before }, attachments: [] },
        tools,
      )
    },
  }
}

type Trees = { document: DocumentTree; workbook: Workbook; plan: ExportInput }

const builders: { readonly [Source in keyof Trees]: (input: ExportInput) => Trees[Source] } = {
  document: ({ content, format, options }) => buildDocument(content, format, options),
  workbook: ({ content, format, options }) => buildWorkbook(content, format, options),
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
  csv: async (workbook, { table }) => writeCsv(sheetOf(workbook, table)),
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

function sheetOf({ sheets }: Workbook, table: string | undefined): Sheet {
  const sheet = table === undefined ? sheets[0] : sheets.find((candidate) => candidate.id === table)
  if (sheet === undefined) throw new AppError('target-unknown')
  return sheet
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
    files.push({
      name: `${sheet.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`,
      bytes: writeCsv(sheet),
    })
  return [...files, ...(input.attachments ?? [])]
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

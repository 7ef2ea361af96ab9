import type { ExportKind } from '#shared/api/exports.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { type ArchiveFile, writeArchive } from './archive.ts'
import { writeCsv } from './csv.ts'
import { buildDocument, type DocumentOptions } from './document.ts'
import { writeDocx } from './docx.ts'
import { exportFileName } from './file-name.ts'
import { writeHtml } from './html.ts'
import { writeJson } from './json.ts'
import { writeMarkdown } from './markdown.ts'
import { writeOds } from './ods.ts'
import { writeOdt } from './odt.ts'
import type { PdfPrinter } from './pdf.ts'
import { publicPlan } from './public-plan.ts'
import type { Sheet } from './sheet-tree.ts'
import { buildWorkbook } from './sheets.ts'
import { writeXlsx } from './xlsx.ts'

export type ExportInput = {
  content: PlanContent
  format: Format
  options: DocumentOptions
  /** Without people, rates and contact data, for publication (T16). */
  isPublic?: boolean
  /** PDF: for keeping instead of for reading. */
  archive?: boolean
  /** CSV: which table; the first one (the budget) when left out. */
  table?: string | undefined
  /** ZIP: what stands beside the plan, such as its comments. */
  attachments?: readonly ArchiveFile[]
}

/** Makes a file of any kind out of a plan, here and now; the server asks a `FileMaker`. */
export type FileWriter = { write(kind: ExportKind, input: ExportInput): Promise<Uint8Array> }

type Tools = { pdf: PdfPrinter | null }

export function createFileWriter(tools: Tools): FileWriter {
  return {
    async write(kind, input) {
      if (input.isPublic !== true) return writers[kind](input, tools)
      const { signatures: _, since, ...options } = input.options
      const open = publicPlan(input.content, input.format)
      const before =
        since === undefined
          ? {}
          : { since: { ...since, content: publicPlan(since.content, input.format).content } }
      return writers[kind](
        { ...input, ...open, options: { ...options, ...before }, attachments: [] },
        tools,
      )
    },
  }
}

const writers: Record<ExportKind, (input: ExportInput, tools: Tools) => Promise<Uint8Array>> = {
  pdf: async ({ content, format, options, archive }, { pdf }) => {
    if (pdf === null) throw new AppError('pdf-unavailable')
    return pdf.print(buildDocument(content, format, options), archive === true ? 'a-2a' : 'ua-1')
  },
  docx: ({ content, format, options }) => exportDocx(content, format, options),
  odt: ({ content, format, options }) => writeOdt(buildDocument(content, format, options)),
  html: async ({ content, format, options }) => writeHtml(buildDocument(content, format, options)),
  md: async ({ content, format, options }) =>
    writeMarkdown(buildDocument(content, format, options)),
  ods: ({ content, format, options }) => writeOds(buildWorkbook(content, format, options)),
  json: async ({ content, options }) => writeJson(content, options),
  xlsx: ({ content, format, options }) => writeXlsx(buildWorkbook(content, format, options)),
  csv: async (input) => writeCsv(sheetOf(input)),
  zip: async (input, tools) =>
    writeArchive({
      ...input,
      isPublic: input.isPublic === true,
      hasPdf: tools.pdf !== null,
      files: await archiveFiles(input, tools),
    }),
}

export async function exportDocx(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
): Promise<Uint8Array> {
  return writeDocx(buildDocument(content, format, options))
}

function sheetOf({ content, format, options, table }: ExportInput): Sheet {
  const { sheets } = buildWorkbook(content, format, options)
  const sheet = table === undefined ? sheets[0] : sheets.find((candidate) => candidate.id === table)
  if (sheet === undefined) throw new AppError('target-unknown')
  return sheet
}

/** One kind after another: together they would hold the plan ten times. */
async function archiveFiles(input: ExportInput, tools: Tools): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = []
  const name = (kind: string) =>
    exportFileName(input.content, {
      version: input.options.version ?? null,
      kind,
      isPublic: input.isPublic === true,
    })
  for (const kind of ['pdf', 'odt', 'docx', 'ods', 'xlsx', 'json'] as const) {
    // Everything else is worth keeping too; the reader of the archive is told.
    if (kind === 'pdf' && tools.pdf === null) continue
    files.push({ name: name(kind), bytes: await writers[kind]({ ...input, archive: true }, tools) })
  }
  for (const sheet of buildWorkbook(input.content, input.format, input.options).sheets)
    files.push({
      name: `${sheet.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`,
      bytes: writeCsv(sheet),
    })
  return [...files, ...(input.attachments ?? [])]
}

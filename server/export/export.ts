import type { ExportKind } from '#shared/api/exports.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { writeCsv } from './csv.ts'
import { buildDocument, type DocumentOptions } from './document.ts'
import { writeDocx } from './docx.ts'
import { writeHtml } from './html.ts'
import { writeJson } from './json.ts'
import { writeMarkdown } from './markdown.ts'
import { writeOds } from './ods.ts'
import { writeOdt } from './odt.ts'
import type { PdfPrinter } from './pdf.ts'
import type { Sheet } from './sheet-tree.ts'
import { buildWorkbook } from './sheets.ts'
import { writeXlsx } from './xlsx.ts'

export type ExportInput = {
  content: PlanContent
  format: Format
  options: DocumentOptions
  /** PDF: for keeping instead of for reading. */
  archive?: boolean
  /** CSV: which table; the first one (the budget) when left out. */
  table?: string | undefined
}

/** Makes a file of any kind out of a plan. */
export type ExportWriter = { write(kind: ExportKind, input: ExportInput): Promise<Uint8Array> }

type Tools = { pdf: PdfPrinter }

export function createExportWriter(tools: Tools): ExportWriter {
  return { write: (kind, input) => writers[kind](input, tools) }
}

const writers: Record<ExportKind, (input: ExportInput, tools: Tools) => Promise<Uint8Array>> = {
  pdf: ({ content, format, options, archive }, { pdf }) => pdf.print(buildDocument(content, format, options), archive === true ? 'a-2a' : 'ua-1'),
  docx: ({ content, format, options }) => exportDocx(content, format, options),
  odt: ({ content, format, options }) => writeOdt(buildDocument(content, format, options)),
  html: async ({ content, format, options }) => writeHtml(buildDocument(content, format, options)),
  md: async ({ content, format, options }) => writeMarkdown(buildDocument(content, format, options)),
  ods: ({ content, format, options }) => writeOds(buildWorkbook(content, format, options)),
  json: async ({ content, options }) => writeJson(content, options),
  xlsx: ({ content, format, options }) => writeXlsx(buildWorkbook(content, format, options)),
  csv: async (input) => writeCsv(sheetOf(input)),
}

export async function exportDocx(content: PlanContent, format: Format, options: DocumentOptions): Promise<Uint8Array> {
  return writeDocx(buildDocument(content, format, options))
}

function sheetOf({ content, format, options, table }: ExportInput): Sheet {
  const { sheets } = buildWorkbook(content, format, options)
  const sheet = table === undefined ? sheets[0] : sheets.find((candidate) => candidate.id === table)
  if (sheet === undefined) throw new AppError('target-unknown')
  return sheet
}

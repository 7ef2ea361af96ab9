import { z } from 'zod'
import { type Endpoint, endpoint, FileAnswerSchema } from './endpoint.ts'

/** Kinds of file that a plan can be had as. */
export const exportKinds = {
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    summary: 'The plan as a Word file in the layout of its form',
  },
  odt: {
    mediaType: 'application/vnd.oasis.opendocument.text',
    summary: 'The same as an OpenDocument text',
  },
  pdf: {
    mediaType: 'application/pdf',
    summary: 'The same as a tagged PDF (PDF/UA-1), or with archive=1 as PDF/A-2a',
  },
  html: { mediaType: 'text/html; charset=utf-8', summary: 'The same as one web page' },
  md: { mediaType: 'text/markdown; charset=utf-8', summary: 'The same as Markdown' },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    summary: 'Budget, income, hours and activities as a workbook with formulas',
  },
  ods: {
    mediaType: 'application/vnd.oasis.opendocument.spreadsheet',
    summary: 'The same as an OpenDocument spreadsheet',
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8',
    summary: 'One of those tables as plain values; without table the budget',
  },
  zip: {
    mediaType: 'application/zip',
    summary:
      'All of these with checksums, for an archive; with the comments, for anyone who may see them',
  },
  json: {
    mediaType: 'application/json; charset=utf-8',
    summary: 'All of the plan as data: what a new plan can be made of',
  },
} as const satisfies Record<string, { mediaType: string; summary: string }>

export type ExportKind = keyof typeof exportKinds
export const exportKindNames = Object.keys(exportKinds) as ExportKind[]

/** Which of them this installation makes: a PDF needs a compiler that is not there for every machine. */
export const listExportKinds = endpoint('GET', '/api/export-kinds', {
  summary: 'Kinds of file that this installation can make',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({ kinds: z.array(z.enum(exportKindNames)) }),
})

const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')

const ExportQuerySchema = z.object({
  /** At or after this change. */
  minSeq: z.coerce.number().int().min(0).optional(),
  /** Id of a version; without it the plan as it is. */
  version: z.string().max(64).optional(),
  /** 1: with the guidance of the form, for a working print (Z7). */
  guidance: flag,
  /** 1: with preset rows that nobody touched (Z14). */
  presets: flag,
  /** 1: the open version, without people, rates and contact data, for publication (T16). */
  public: flag,
  /** PDF: 1: for keeping (PDF/A-2a). */
  archive: flag,
  /** Word: 1: with what is said of it as comments, for anyone who may read that. */
  comments: flag,
  /** Id of an earlier version: with a last chapter of what changed since, in kinds that print the form. */
  since: z.string().max(64).optional(),
  /** CSV: which table. */
  table: z.string().max(64).optional(),
})

type ExportEndpoint = Endpoint<
  'planId',
  typeof ExportQuerySchema,
  z.ZodUndefined,
  typeof FileAnswerSchema
>

/** Kinds that print the form, and so just as much of it as someone was invited to. */
export const inParts: ReadonlySet<ExportKind> = new Set(['docx', 'odt', 'pdf', 'html', 'md'])

const exportEndpoint = (kind: ExportKind): ExportEndpoint =>
  endpoint('GET', `/api/plans/:planId/export.${kind}`, {
    summary: exportKinds[kind].summary,
    access: {
      kind: 'plan',
      action: 'read',
      ...(inParts.has(kind) ? { parts: 'shown' as const } : {}),
    },
    query: ExportQuerySchema,
    response: FileAnswerSchema,
    mediaType: exportKinds[kind].mediaType,
  }) as ExportEndpoint

export const exportEndpoints: readonly { kind: ExportKind; endpoint: ExportEndpoint }[] =
  exportKindNames.map((kind) => ({ kind, endpoint: exportEndpoint(kind) }))

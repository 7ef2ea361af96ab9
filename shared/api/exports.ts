import { z } from 'zod'
import { type ExportKind, exportKindNames, formatOf, printsForm } from '../export-formats.ts'
import { type Endpoint, endpoint, FileAnswerSchema } from './endpoint.ts'

/** Which kinds of file this installation makes: a PDF needs a compiler that is not there for every machine. */
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

const exportEndpoint = (kind: ExportKind): ExportEndpoint =>
  endpoint('GET', `/api/plans/:planId/export.${kind}`, {
    summary: formatOf(kind).summary,
    access: {
      kind: 'plan',
      action: 'read',
      ...(printsForm(kind) ? { parts: 'shown' as const } : {}),
    },
    query: ExportQuerySchema,
    response: FileAnswerSchema,
    mediaType: formatOf(kind).mediaType,
  }) as ExportEndpoint

export const exportEndpoints: readonly { kind: ExportKind; endpoint: ExportEndpoint }[] =
  exportKindNames.map((kind) => ({ kind, endpoint: exportEndpoint(kind) }))

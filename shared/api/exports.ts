import { z } from 'zod'
import { type ExportKind, exportKindNames, formatOf, printsForm } from '../export-formats.ts'
import { type Endpoint, endpoint, FileAnswerSchema } from './endpoint.ts'

/**
 * The kinds of file this installation can make: PDF needs a compiler that does not exist for every
 * platform.
 */
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
  /** The export includes at least this change. */
  minSeq: z.coerce.number().int().min(0).optional(),
  /** Id of a version; the current plan if left out. */
  version: z.string().max(64).optional(),
  /** 1: include the guidance of the form, for a working print (Z7). */
  guidance: flag,
  /** 1: include preset rows that nobody edited (Z14). */
  presets: flag,
  /** 1: the public version, without people, rates and contact data (T16). */
  public: flag,
  /** PDF: 1: for archiving (PDF/A-2a). */
  archive: flag,
  /** Word: 1: include the comments on the plan, for anyone who may read them. */
  comments: flag,
  /**
   * Id of an earlier version: adds a last chapter with the changes since, in kinds that print the
   * form.
   */
  since: z.string().max(64).optional(),
  /** 1: without what the form does not ask. */
  formOnly: flag,
  /** 1: as running text, where the form prints a box for each section. */
  running: flag,
  /** Only this table of the plan, as a list of its own; CSV: the budget if left out. */
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

import { z } from 'zod'
import { ComparisonSchema } from '../compare/differences.ts'
import { SumDifferenceSchema } from '../import/compare-sums.ts'
import { ImportResultSchema, UnplacedSchema } from '../import/import-result.ts'
import { fileLimits } from '../limits/file-limits.ts'
import { endpoint } from './endpoint.ts'

const ProposalSchema = z.object({
  /**
   * The content of the file, for a client that recomputes the differences while others keep
   * writing.
   */
  found: ImportResultSchema,
  /** The changes that the file would make in the current plan; nothing is applied. */
  comparison: ComparisonSchema,
  /** Content that has no place in the plan, with its text. */
  unplaced: z.array(UnplacedSchema),
  /** Totals printed in the file that do not match the imported rows. */
  sums: z.array(SumDifferenceSchema),
})

export const importIntoPlan = endpoint('POST', '/api/plans/:planId/import', {
  summary:
    'Read a filled form (docx) or a budget (xlsx, csv): the changes it would make in this plan. Writes nothing and does not store the file.',
  access: { kind: 'plan', action: 'write' },
  upload: { maxBytes: fileLimits.importBytes.max, tooLarge: 'import-too-large' },
  response: ProposalSchema,
})

export const importForNewPlan = endpoint('POST', '/api/imports', {
  summary:
    'Read a filled form (docx) of any known form, to start a plan from. Writes nothing and does not store the file.',
  access: { kind: 'signedIn', session: 'any' },
  upload: { maxBytes: fileLimits.importBytes.max, tooLarge: 'import-too-large' },
  response: ProposalSchema,
})

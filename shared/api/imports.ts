import { z } from 'zod'
import { ComparisonSchema } from '../compare/differences.ts'
import { SumDifferenceSchema } from '../import/compare-sums.ts'
import { ImportResultSchema, UnplacedSchema } from '../import/import-result.ts'
import { fileLimits } from '../limits/files.ts'
import { endpoint } from './endpoint.ts'

const ProposalSchema = z.object({
  /** What the file says, for anyone who computes the differences anew while others go on writing. */
  found: ImportResultSchema,
  /** What it would change in the plan as it is now; nothing of it is done. */
  comparison: ComparisonSchema,
  /** What has no place in the plan, with its words. */
  unplaced: z.array(UnplacedSchema),
  /** Sums that the file prints and that what comes in does not have. */
  sums: z.array(SumDifferenceSchema),
})

export const importIntoPlan = endpoint('POST', '/api/plans/:planId/import', {
  summary:
    'Read a filled form (docx) or a budget (xlsx, csv): what it would change in this plan. Writes nothing and keeps nothing of the file.',
  access: { kind: 'plan', action: 'write' },
  upload: { maxBytes: fileLimits.importBytes.max, tooLarge: 'import-too-large' },
  response: ProposalSchema,
})

export const importForNewPlan = endpoint('POST', '/api/imports', {
  summary:
    'Read a filled form (docx) by whichever form it follows, to begin a plan with. Writes nothing and keeps nothing of the file.',
  access: { kind: 'signedIn', session: 'any' },
  upload: { maxBytes: fileLimits.importBytes.max, tooLarge: 'import-too-large' },
  response: ProposalSchema,
})

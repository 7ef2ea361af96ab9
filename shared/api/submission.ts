import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

export const SubmissionSchema = z.object({
  id: z.string(),
  versionId: z.string(),
  versionNumber: z.int(),
  recipient: z.string(),
  handedInOn: z.string(),
  submittedBy: PersonSchema,
  submittedAt: z.string(),
  /** True if the plan was submitted before. */
  isCorrection: z.boolean(),
  files: z.array(
    z.object({
      id: z.string(),
      fileName: z.string(),
      mediaType: z.string(),
      sha256: z.string(),
      bytes: z.int(),
    }),
  ),
})
export type Submission = z.infer<typeof SubmissionSchema>

const read = { kind: 'plan', action: 'read' } as const

export const getSubmission = endpoint('GET', '/api/plans/:planId/submission', {
  summary:
    'The last submission of a plan: version, files, time and receiver; null without one. And what it corrected.',
  access: read,
  response: z.object({
    submission: SubmissionSchema.nullable(),
    /** What it corrected, last first. */
    earlier: z.array(SubmissionSchema),
  }),
})
export const submitPlan = endpoint('POST', '/api/plans/:planId/submission', {
  summary:
    'Submit the adopted version: its files are made, stored and never changed. Of a plan that was submitted before it is a correction, and its files say so.',
  access: { kind: 'plan', action: 'manage' },
  body: z.object({
    recipient: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().min(2, apiText.receiverNeeded).max(200, apiText.receiverTooLong)),
    handedInOn: z.iso.date(apiText.chooseDate).optional(),
    /** Declared by the user who submits, because no program can see other installations (Z3). */
    isOnlyApplication: z.boolean().default(false),
    /**
     * Ids of submissions with a similar name (from `near-application`) that are for another wijk,
     * as the user declares.
     */
    otherThan: z.array(z.string().max(100)).max(1000).default([]),
  }),
  response: SubmissionSchema,
  status: 201,
})
export const getSubmissionFile = endpoint('GET', '/api/plans/:planId/submission/files/:fileId', {
  summary: 'A submitted file, byte for byte',
  access: read,
  response: FileAnswerSchema,
  mediaType: 'application/octet-stream',
})

import { z } from 'zod'
import { StartedBySchema } from '../started-by.ts'
import { endpoint } from './endpoint.ts'

/** What anyone may know of a version that was presented: whether it was agreed, and by which functions of which organisations. */
export const CheckSchema = z.object({
  /** By what it was found: the code, the content of the version, or a file that was handed in. */
  foundBy: z.enum(['code', 'content', 'file']),
  planTitle: z.string(),
  formName: z.string(),
  number: z.int(),
  code: z.string(),
  hash: z.string(),
  presentedAt: z.string(),
  /** Everyone who was asked agreed with this version. */
  isAgreed: z.boolean(),
  /** Number of a version that was presented later, if any. */
  replacedBy: z.int().nullable(),
  handedInOn: z.string().nullable(),
  /** The plan expired or another one took its place: when. Why is not for everyone. */
  ended: z.object({ kind: z.enum(['expired', 'superseded']), at: z.string() }).nullable(),
  agreed: z.array(
    z.object({
      label: z.string(),
      verdict: z.string(),
      position: z.string(),
      organisation: z.string(),
      onBehalfOf: z.string(),
      onVersion: z.int(),
      at: z.string(),
      /** How the session began; without the name of anyone who handed a link over. Null when it was not kept. */
      signedIn: StartedBySchema.shape.method.nullable(),
    }),
  ),
  /** Names of who was asked and did not agree (yet). */
  missing: z.array(z.string()),
  signature: z.object({
    isValid: z.boolean(),
    keyId: z.string(),
    signedAt: z.string(),
    record: z.string(),
    value: z.string(),
    publicKey: z.string(),
  }),
})
export type Check = z.infer<typeof CheckSchema>

export const checkDocument = endpoint('GET', '/api/checks/:mark', {
  summary:
    'Whether a code, or the SHA-256 of a file or of the content of a version, is that of an agreed version. Shows nothing of the plan.',
  access: { kind: 'public' },
  response: CheckSchema,
})

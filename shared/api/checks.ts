import { z } from 'zod'
import { StartedBySchema } from '../started-by.ts'
import { endpoint } from './endpoint.ts'

/**
 * Public facts about a presented version: whether it was agreed, and by which functions of which
 * organisations.
 */
export const CheckSchema = z.object({
  /** The match: the code, the content of the version, or a submitted file. */
  foundBy: z.enum(['code', 'content', 'file']),
  planTitle: z.string(),
  formName: z.string(),
  number: z.int(),
  code: z.string(),
  hash: z.string(),
  presentedAt: z.string(),
  /** True if everyone who was asked agreed with this version. */
  isAgreed: z.boolean(),
  /** Number of the version that was presented after this one, if any. */
  replacedBy: z.int().nullable(),
  handedInOn: z.string().nullable(),
  /** When the plan expired or was superseded. The reason is not public. */
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
      /**
       * How the session began, without the name of anyone who handed over a link. Null if that was
       * not recorded.
       */
      signedIn: StartedBySchema.shape.method.nullable(),
      /** The issuer that identified the person, for `oidc`. */
      issuer: z.string().nullable(),
    }),
  ),
  /** Names of the seats that were asked and have not agreed (yet). */
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
    'Check whether a code, or the SHA-256 of a file or of the content of a version, belongs to an agreed version. Reveals nothing of the plan.',
  access: { kind: 'public' },
  response: CheckSchema,
})

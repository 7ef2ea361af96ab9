import { z } from 'zod'
import { FormatSchema } from '../format/schema.ts'
import { PlanContentSchema } from '../plan/content.ts'
import { AnswerBodySchema, AnswerSchema, SigningSchema } from './agreement.ts'
import { endpoint } from './endpoint.ts'

/**
 * The view of a personal link: the version, and its differences from the last one that its holder
 * agreed with.
 */
export const SignRequestSchema = z.object({
  planId: z.string(),
  planTitle: z.string(),
  person: z.string(),
  seat: z.object({ id: z.string(), label: z.string() }),
  /** The identity they sign with; the answer confirms it. */
  signing: SigningSchema,
  version: z.object({
    number: z.int(),
    name: z.string(),
    code: z.string(),
    hash: z.string(),
    presentedAt: z.string(),
    deadline: z.string(),
  }),
  format: FormatSchema,
  content: PlanContentSchema,
  /** Null for anyone who agreed with no earlier version. */
  agreedBefore: z
    .object({ number: z.int(), at: z.string(), content: PlanContentSchema })
    .nullable(),
  /** Set if somebody else answered for this seat in the meantime. */
  answered: AnswerSchema.nullable(),
})
export type SignRequest = z.infer<typeof SignRequestSchema>

export const getSignRequest = endpoint('GET', '/api/sign/:token', {
  summary: 'The question behind a personal link; a look-up does not consume the link',
  access: { kind: 'public' },
  response: SignRequestSchema,
})
export const signVersion = endpoint('POST', '/api/sign/:token', {
  summary: 'Answer by a personal link: one answer, which consumes the link in the same transaction',
  access: { kind: 'public' },
  body: AnswerBodySchema,
  response: z.object({ planId: z.string(), isAdopted: z.boolean() }),
  status: 201,
})

import { z } from 'zod'
import { FormatSchema } from '../format/schema.ts'
import { PlanContentSchema } from '../plan/content.ts'
import { AnswerBodySchema, AnswerSchema, SigningSchema } from './agreement.ts'
import { endpoint } from './endpoint.ts'

/** What a person sees who opens a personal link: the version, and what is different from the last one they agreed with. */
export const SignRequestSchema = z.object({
  planId: z.string(),
  planTitle: z.string(),
  person: z.string(),
  seat: z.object({ id: z.string(), label: z.string() }),
  /** As whom they sign: confirmed with the answer. */
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
  /** Null for anyone who did not agree with any version before. */
  agreedBefore: z
    .object({ number: z.int(), at: z.string(), content: PlanContentSchema })
    .nullable(),
  /** Set when someone else answered for this seat meanwhile. */
  answered: AnswerSchema.nullable(),
})
export type SignRequest = z.infer<typeof SignRequestSchema>

export const getSignRequest = endpoint('GET', '/api/sign/:token', {
  summary: 'What a personal link is for; opening it consumes nothing',
  access: { kind: 'public' },
  response: SignRequestSchema,
})
export const signVersion = endpoint('POST', '/api/sign/:token', {
  summary: 'Answer by a personal link: one answer, and the link is used up in the same transaction',
  access: { kind: 'public' },
  body: AnswerBodySchema,
  response: z.object({ planId: z.string(), isAdopted: z.boolean() }),
  status: 201,
})

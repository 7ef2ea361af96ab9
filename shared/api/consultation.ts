import { z } from 'zod'
import { cleanBody } from '../comments/body.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

/** How someone answered: by a comment of their own, or by saying that they have none. */
export const AnswerSchema = z.enum(['commented', 'no-remarks', 'none'])

const AskedPersonSchema = z.object({
  person: PersonSchema,
  discipline: DisciplineSchema.nullable(),
  answer: AnswerSchema,
  /** Who is asked instead while this person is away. */
  replacement: PersonSchema.nullable(),
  /** The answer is the replacement's. */
  isByReplacement: z.boolean(),
  /** False for anyone who chose to get no mail: they have to be told otherwise. */
  getsMail: z.boolean(),
})
export type AskedPerson = z.infer<typeof AskedPersonSchema>

export const ConsultationSchema = z.object({
  id: z.string(),
  openedAt: z.string(),
  openedBy: PersonSchema,
  deadline: z.string(),
  message: z.string(),
  /** Null while it runs. */
  closedAt: z.string().nullable(),
  asked: z.int(),
  answered: z.int(),
  /** Of the person who asks; null for anyone who is not asked for an answer. */
  mine: AskedPersonSchema.nullable(),
  /** For whom the asking person stands in. */
  standsInFor: z.array(PersonSchema),
  /** Everyone who is asked; null for anyone who does not manage the plan. */
  people: z.array(AskedPersonSchema).nullable(),
})
export type Consultation = z.infer<typeof ConsultationSchema>

const deadline = z.iso.datetime({ offset: true, error: 'Vul een datum en een tijd in.' })
const message = z
  .string()
  .transform(cleanBody)
  .pipe(
    z.string().max(textLengths.consultationMessage, 'Houd het bericht korter dan 1.000 tekens.'),
  )

export const OpenConsultationSchema = z.object({ deadline, message: message.optional() })
export type OpenConsultation = z.input<typeof OpenConsultationSchema>

// Who was invited to parts is asked as well: it tells of people only who opened it, and one's own stand-in.
const read = { kind: 'plan', action: 'read', parts: 'shown' } as const
const comment = { kind: 'plan', action: 'comment' } as const
const manage = { kind: 'plan', action: 'manage' } as const
const answer = z.object({ consultation: ConsultationSchema.nullable() })

export const getConsultation = endpoint('GET', '/api/plans/:planId/consultation', {
  summary: 'The consultation that runs, or the last one',
  access: read,
  response: answer,
})
export const openConsultation = endpoint('POST', '/api/plans/:planId/consultation', {
  summary:
    'Put a plan forward for comments until a moment; who is asked gets one mail, and a reminder two days before the end if they did not answer',
  access: manage,
  body: OpenConsultationSchema,
  response: answer,
  status: 201,
})
export const changeConsultation = endpoint('PATCH', '/api/plans/:planId/consultation', {
  summary: 'Another deadline or message',
  access: manage,
  body: z.object({ deadline: deadline.optional(), message: message.optional() }),
  response: answer,
})
export const closeConsultation = endpoint('DELETE', '/api/plans/:planId/consultation', {
  summary: 'Close it before its deadline',
  access: manage,
  response: answer,
})
export const answerConsultation = endpoint('POST', '/api/plans/:planId/consultation/answer', {
  summary: 'Say that one has no remarks, or take that back',
  access: { ...comment, parts: 'shown' },
  body: z.object({ noRemarks: z.boolean() }),
  response: answer,
})
export const setReplacement = endpoint('POST', '/api/plans/:planId/consultation/replacement', {
  summary: 'Name who answers instead: of oneself, or of anyone by a coordinator. Null: nobody.',
  access: comment,
  body: z.object({
    userId: z.string().max(64).optional(),
    replacementId: z.string().max(64).nullable(),
  }),
  response: answer,
})

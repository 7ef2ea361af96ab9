import { z } from 'zod'
import { cleanBody } from '../comments/body.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { textLengths } from '../limits/text-lengths.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

/** How a person answered: by a comment, or by stating that they have no remarks. */
export const AnswerSchema = z.enum(['commented', 'no-remarks', 'none'])

const AskedPersonSchema = z.object({
  person: PersonSchema,
  discipline: DisciplineSchema.nullable(),
  answer: AnswerSchema,
  /** The stand-in who is asked while this person is away. */
  replacement: PersonSchema.nullable(),
  /** True if the stand-in gave the answer. */
  isByReplacement: z.boolean(),
  /** False for a person who turned mail off: they must be told in another way. */
  getsMail: z.boolean(),
})
export type AskedPerson = z.infer<typeof AskedPersonSchema>

export const ConsultationSchema = z.object({
  id: z.string(),
  openedAt: z.string(),
  openedBy: PersonSchema,
  deadline: z.string(),
  message: z.string(),
  /** Null while it is open. */
  closedAt: z.string().nullable(),
  asked: z.int(),
  answered: z.int(),
  /** The requesting user's own answer; null for anyone who is not asked for one. */
  mine: AskedPersonSchema.nullable(),
  /** The people for whom the requesting user stands in. */
  standsInFor: z.array(PersonSchema),
  /** Everyone who is asked; null for anyone who does not manage the plan. */
  people: z.array(AskedPersonSchema).nullable(),
})
export type Consultation = z.infer<typeof ConsultationSchema>

const deadline = z.iso.datetime({ offset: true, error: apiText.dateAndTime })
const message = z
  .string()
  .transform(cleanBody)
  .pipe(z.string().max(textLengths.consultationMessage, apiText.messageTooLong))

export const OpenConsultationSchema = z.object({ deadline, message: message.optional() })
export type OpenConsultation = z.input<typeof OpenConsultationSchema>

// Members who were invited to parts are asked too. They see no people but the user who opened the
// consultation and their own stand-in.
const read = { kind: 'plan', action: 'read', parts: 'shown' } as const
const comment = { kind: 'plan', action: 'comment' } as const
const manage = { kind: 'plan', action: 'manage' } as const
const answer = z.object({ consultation: ConsultationSchema.nullable() })

export const getConsultation = endpoint('GET', '/api/plans/:planId/consultation', {
  summary: 'The open consultation, or else the last one',
  access: read,
  response: answer,
})
export const openConsultation = endpoint('POST', '/api/plans/:planId/consultation', {
  summary:
    'Open a consultation on a plan with a deadline; everyone asked gets one mail, and a reminder two days before the end if they did not answer',
  access: manage,
  body: OpenConsultationSchema,
  response: answer,
  status: 201,
})
export const changeConsultation = endpoint('PATCH', '/api/plans/:planId/consultation', {
  summary: 'Change the deadline or the message of the consultation',
  access: manage,
  body: z.object({ deadline: deadline.optional(), message: message.optional() }),
  response: answer,
})
export const closeConsultation = endpoint('DELETE', '/api/plans/:planId/consultation', {
  summary: 'Close the consultation before its deadline',
  access: manage,
  response: answer,
})
export const answerConsultation = endpoint('POST', '/api/plans/:planId/consultation/answer', {
  summary: 'State that the user has no remarks, or undo that',
  access: { ...comment, parts: 'shown' },
  body: z.object({ noRemarks: z.boolean() }),
  response: answer,
})
export const setReplacement = endpoint('POST', '/api/plans/:planId/consultation/replacement', {
  summary: 'Name a stand-in: for the user, or by a coordinator for anyone. Null removes it.',
  access: comment,
  body: z.object({
    userId: z.string().max(64).optional(),
    replacementId: z.string().max(64).nullable(),
  }),
  response: answer,
})

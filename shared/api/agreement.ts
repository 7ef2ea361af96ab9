import { z } from 'zod'
import { cleanBody, cleanLine } from '../comments/body.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { StartedBySchema } from '../started-by.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'
import { PlanStatusSchema } from './plans.ts'

export const VerdictSchema = z.enum(['agreed', 'agreed-with-remark', 'not-agreed'])
const EntrySchema = z.enum([...VerdictSchema.options, 'withdrawn'])

export const entryLabels: Record<z.infer<typeof EntrySchema>, string> = {
  agreed: 'Akkoord',
  'agreed-with-remark': 'Akkoord met opmerking',
  'not-agreed': 'Niet akkoord',
  withdrawn: 'Antwoord ingetrokken',
}

/** In whose place someone speaks, as it was when it was written down. */
const mandateParts = {
  position: z.string(),
  organisation: z.string(),
  level: z.string(),
  onBehalfOf: z.string(),
}

export const AnswerSchema = z.object({
  id: z.string(),
  versionId: z.string(),
  versionNumber: z.int(),
  seat: z.string(),
  verdict: EntrySchema,
  remark: z.string(),
  by: PersonSchema,
  /** Empty where nothing but the name of the account was confirmed. */
  ...mandateParts,
  isDeputy: z.boolean(),
  at: z.string(),
  /** The words that were confirmed with the answer; null when none were. */
  statement: z.string().nullable(),
  /** The person of the plan that the account was linked to; null without a link, and in answers of before there were any. */
  person: z
    .object({
      rowId: z.string(),
      /** As that version writes it. */
      name: z.string(),
      /** The member said so themself; else a coordinator did. */
      isSelfLinked: z.boolean(),
    })
    .nullable(),
  /** How the session began; null in answers of before it was kept. */
  signedInBy: StartedBySchema.nullable(),
})
export type AnswerView = z.infer<typeof AnswerSchema>

/** How much differs between two states of a plan. */
const ChangesSchema = z.object({ count: z.int(), text: z.string() })

export const StandingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('agreed'), answer: AnswerSchema, isCarried: z.boolean() }),
  z.object({ kind: z.literal('not-agreed'), answer: AnswerSchema, isCarried: z.boolean() }),
  z.object({ kind: z.literal('withdrawn'), answer: AnswerSchema }),
  z.object({
    kind: z.literal('outdated'),
    answer: AnswerSchema,
    /** What is different since: "1 activiteit". */ since: ChangesSchema,
  }),
])

/** Who said which person of the plan a member is: nobody, the member, or a coordinator. */
const LinkKindSchema = z.enum(['none', 'self', 'coordinator'])
export type LinkKind = z.infer<typeof LinkKindSchema>

export const MandateSchema = z.object({
  user: PersonSchema,
  kind: z.enum(['holder', 'deputy']),
  /** What would be recorded of this person now: from the linked row of the version that lies before everyone, else of the plan as it is. */
  ...mandateParts,
  /** As that row writes the name; empty without a link. */
  planName: z.string(),
  link: LinkKindSchema,
  /** Nobody was named yet, and this member would be asked. */
  isExpected: z.boolean(),
})
export type MandateView = z.infer<typeof MandateSchema>

/** What someone who is about to answer confirms. */
export const SigningSchema = z.object({
  /** "U tekent als … namens …": sent back with the answer, word for word. */
  statement: z.string(),
  /** How the session began, or how the personal link came; null when that is not known. */
  signedInBy: StartedBySchema.nullable(),
  link: LinkKindSchema,
})
export type Signing = z.infer<typeof SigningSchema>

export const SeatViewSchema = z.object({
  id: z.string(),
  label: z.string(),
  discipline: DisciplineSchema.nullable(),
  mandates: z.array(MandateSchema),
  standing: StandingSchema,
  /** Of the last reminder. */
  remindedAt: z.string().nullable(),
  canAnswer: z.boolean(),
  /** As whom this person would sign; null for anyone who can't answer. */
  signing: SigningSchema.nullable(),
  canNameDeputy: z.boolean(),
})
export type SeatView = z.infer<typeof SeatViewSchema>

export const RoundSchema = z.object({
  versionId: z.string(),
  number: z.int(),
  name: z.string(),
  hash: z.string(),
  /** With which anyone can look up what was agreed. */
  code: z.string(),
  /** Number of the version of which only the spelling was changed. */
  editorialOf: z.int().nullable(),
  deadline: z.string(),
  presentedAt: z.string(),
  presentedBy: PersonSchema,
})

export const AgreementSchema = z.object({
  status: PlanStatusSchema,
  /** Versions that were presented, oldest first. The last one is the one that is answered on. */
  rounds: z.array(RoundSchema),
  /** Null while nothing is presented: then `seats` says who would be asked. */
  current: RoundSchema.nullable(),
  seats: z.array(SeatViewSchema),
  /** Names of the seats of which no akkoord counts; null while nothing is presented. */
  missing: z.array(z.string()).nullable(),
  /** What was changed in the plan since the current version was frozen; null while nothing is presented. */
  changedSince: ChangesSchema.nullable(),
  /** Every answer ever given, oldest first; withdrawing is one as well. */
  answers: z.array(AnswerSchema),
})
export type Agreement = z.infer<typeof AgreementSchema>

const manage = { kind: 'plan', action: 'manage' } as const
const remark = z
  .string()
  .transform(cleanBody)
  .pipe(z.string().max(textLengths.answerRemark, 'Houd de opmerking korter dan 2000 tekens.'))
  .default('')
export const AnswerBodySchema = z
  .object({
    verdict: VerdictSchema,
    remark,
    /**
     * The sentence that was read and confirmed (`signing.statement`). Without it the record holds the name of the account, the
     * discipline and the way in, and no function, organisation or mandate. `statement-changed` when it is another by now.
     */
    statement: z.string().max(2000).optional(),
  })
  .refine(({ verdict, remark: text }) => verdict === 'agreed' || text !== '', {
    path: ['remark'],
    message: 'Schrijf op wat u wilt opmerken, of waarom u niet akkoord bent.',
  })

export const getAgreement = endpoint('GET', '/api/plans/:planId/agreement', {
  summary: 'Who is asked to agree, who answered what on which version',
  access: { kind: 'plan', action: 'read' },
  response: AgreementSchema,
})
export const presentVersion = endpoint('POST', '/api/plans/:planId/presentations', {
  summary: 'Freeze the plan as its next version and ask everyone the form names to agree with it',
  access: manage,
  body: z.object({
    name: z.string().transform(cleanLine).pipe(z.string().max(120)).optional(),
    deadline: z.iso.date('Kies een datum.').optional(),
    /** Only the spelling changed since the last presented version: answers on that one still count. Refused when there is more. */
    isEditorial: z.boolean().default(false),
    minSeq: z.int().min(0).optional(),
  }),
  response: AgreementSchema,
  status: 201,
})
export const answerVersion = endpoint('POST', '/api/versions/:versionId/approvals', {
  summary: 'Answer for a discipline (or party) on a version: only by anyone who has the mandate',
  access: { kind: 'version', action: 'read' },
  body: z.object({ discipline: z.string().min(1).max(100) }).and(AnswerBodySchema),
  response: AgreementSchema,
  status: 201,
})
export const withdrawAnswer = endpoint('POST', '/api/versions/:versionId/withdrawals', {
  summary: 'Take an answer back: a new entry, the answer stays to be seen',
  access: { kind: 'version', action: 'read' },
  body: z.object({ discipline: z.string().min(1).max(100), remark }),
  response: AgreementSchema,
  status: 201,
})
export const giveMandate = endpoint('POST', '/api/plans/:planId/mandates', {
  summary:
    'Name who speaks for a seat (coordinator), or a deputy (coordinator or who has the mandate), or take that back',
  access: { kind: 'plan', action: 'read', session: 'own' },
  body: z.object({
    seat: z.string().min(1).max(100),
    userId: z.string().min(1).max(100),
    kind: z.enum(['holder', 'deputy', 'withdrawn']),
  }),
  response: AgreementSchema,
  status: 201,
})
export const remindAnswer = endpoint('POST', '/api/plans/:planId/reminders', {
  summary: 'Mail a personal link to everyone who did not answer yet; at most once a day to each',
  access: manage,
  response: z.object({ reminded: z.int() }),
})

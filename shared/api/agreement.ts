import { z } from 'zod'
import { correctableParts } from '../agreement/signatory.ts'
import { PlanStatusSchema } from '../agreement/status.ts'
import { cleanBody, cleanLine } from '../comments/body.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { StartedBySchema } from '../started-by.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

export const VerdictSchema = z.enum(['agreed', 'agreed-with-remark', 'not-agreed'])
const EntrySchema = z.enum([...VerdictSchema.options, 'withdrawn'])

export const entryLabels: Record<z.infer<typeof EntrySchema>, string> = {
  agreed: apiText.verdicts.agreed,
  'agreed-with-remark': apiText.verdicts.agreedWithRemark,
  'not-agreed': apiText.verdicts.notAgreed,
  withdrawn: apiText.verdicts.withdrawn,
}

const CorrectedPartSchema = z.enum(correctableParts)

/** The party or person a member speaks for, as recorded at that time. */
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
  /** Empty if nothing but the account's name was confirmed. */
  ...mandateParts,
  isDeputy: z.boolean(),
  /** The parts that the signatory corrected. */
  corrected: z.array(CorrectedPartSchema),
  at: z.string(),
  /** The statement that was confirmed with the answer; null if there was none. */
  statement: z.string().nullable(),
  /**
   * The person of the plan that the account was linked to; null without a link, and in answers from
   * before links existed.
   */
  person: z
    .object({
      rowId: z.string(),
      /** Spelled as in that version. */
      name: z.string(),
      /** True if the member made the link; false if a coordinator did. */
      isSelfLinked: z.boolean(),
    })
    .nullable(),
  /** How the session began; null in answers from before this was recorded. */
  signedInBy: StartedBySchema.nullable(),
})
export type AnswerView = z.infer<typeof AnswerSchema>

/** Counts of the differences between two states of a plan. */
const ChangesSchema = z.object({ count: z.int(), text: z.string() })

export const StandingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('agreed'), answer: AnswerSchema, isCarried: z.boolean() }),
  z.object({ kind: z.literal('not-agreed'), answer: AnswerSchema, isCarried: z.boolean() }),
  z.object({ kind: z.literal('withdrawn'), answer: AnswerSchema }),
  z.object({
    kind: z.literal('outdated'),
    answer: AnswerSchema,
    /** The differences since: "1 activiteit". */
    since: ChangesSchema,
  }),
])

/**
 * The author of the link between a member and a person of the plan: nobody, the member, or a
 * coordinator.
 */
const LinkKindSchema = z.enum(['none', 'self', 'coordinator'])
export type LinkKind = z.infer<typeof LinkKindSchema>

export const MandateSchema = z.object({
  user: PersonSchema,
  kind: z.enum(['holder', 'deputy']),
  /**
   * The identity that an answer would record now: read from the linked row of the presented
   * version, or of the current plan if nothing is presented.
   */
  ...mandateParts,
  /** The name as that row spells it; empty without a link. */
  planName: z.string(),
  link: LinkKindSchema,
  /** True if nobody has been named for the seat yet and this member would be asked. */
  isExpected: z.boolean(),
  /** True if mail reaches this person; otherwise they must be told in another way. */
  byMail: z.boolean(),
})
export type MandateView = z.infer<typeof MandateSchema>

/** The statement that a signatory confirms before answering. */
export const SigningSchema = z.object({
  /**
   * "U tekent als … namens …": the client returns it with the answer, unchanged if nothing is
   * corrected.
   */
  statement: z.string(),
  /** The data behind the statement, for a new statement with corrections (`signingStatement`). */
  signatory: z.object({
    name: z.string(),
    planName: z.string(),
    ...mandateParts,
    seatLabel: z.string(),
    isDeputy: z.boolean(),
  }),
  /** The levels of mandate that the form knows. */
  levels: z.array(z.string()),
  /** How the session began, or how the personal link was delivered; null if that is not known. */
  signedInBy: StartedBySchema.nullable(),
  link: LinkKindSchema,
})
export type Signing = z.infer<typeof SigningSchema>

const SeatPeopleSchema = z.object({
  id: z.string(),
  label: z.string(),
  mandates: z.array(MandateSchema),
  /** The persons of the plan who speak for this seat; a member becomes one of them by a link. */
  speakers: z.array(z.object({ rowId: z.string(), name: z.string() })),
})
export type SeatPeople = z.infer<typeof SeatPeopleSchema>

export const SeatViewSchema = SeatPeopleSchema.extend({
  discipline: DisciplineSchema.nullable(),
  standing: StandingSchema,
  /** Time of the last reminder. */
  remindedAt: z.string().nullable(),
  canAnswer: z.boolean(),
  /** The identity this person would sign with; null for anyone who can't answer. */
  signing: SigningSchema.nullable(),
  canNameDeputy: z.boolean(),
})
export type SeatView = z.infer<typeof SeatViewSchema>

export const RoundSchema = z.object({
  versionId: z.string(),
  number: z.int(),
  name: z.string(),
  hash: z.string(),
  /** The public code with which anyone can check what was agreed. */
  code: z.string(),
  /** Number of the version of which this one corrects only the spelling. */
  editorialOf: z.int().nullable(),
  deadline: z.string(),
  presentedAt: z.string(),
  presentedBy: PersonSchema,
})

export type Round = z.infer<typeof RoundSchema>

export const AgreementSchema = z.object({
  status: PlanStatusSchema,
  /** Presented versions, oldest first. Answers are given on the last one. */
  rounds: z.array(RoundSchema),
  /** Null while nothing is presented; `seats` then lists the people who would be asked. */
  current: RoundSchema.nullable(),
  seats: z.array(SeatViewSchema),
  /** The people who would be asked for the current plan, in a new version. */
  next: z.array(SeatPeopleSchema),
  /** Names of the seats without a valid akkoord; null while nothing is presented. */
  missing: z.array(z.string()).nullable(),
  /** Changes in the plan since the current version was frozen; null while nothing is presented. */
  changedSince: ChangesSchema.nullable(),
  /**
   * Whether the version is adopted only by the akkoord of all seats: the source asks it, or the
   * coordinator made it required.
   */
  mustAllAgree: z.boolean(),
  /** The coordinator adopted the current version without these seats; null otherwise. */
  adoptedWithout: z
    .object({
      by: PersonSchema,
      at: z.string(),
      reason: z.string(),
      seats: z.array(z.string()),
    })
    .nullable(),
  /** Every answer ever given, oldest first. A withdrawal is an answer too. */
  answers: z.array(AnswerSchema),
})
export type Agreement = z.infer<typeof AgreementSchema>

/** A person who was asked for an answer, and whether a mail was queued for them. */
export const AskedSchema = z.object({
  user: PersonSchema,
  seatLabel: z.string(),
  isMailed: z.boolean(),
})
export type Asked = z.infer<typeof AskedSchema>

const manage = { kind: 'plan', action: 'manage' } as const
const remark = z
  .string()
  .transform(cleanBody)
  .pipe(z.string().max(textLengths.answerRemark, apiText.remarkTooLong))
  .default('')
const correction = z.string().transform(cleanLine).pipe(z.string().max(textLengths.correction))
export const CorrectionsSchema = z.object({
  position: correction.optional(),
  organisation: correction.optional(),
  level: correction.optional(),
  onBehalfOf: correction.optional(),
})
export const AnswerBodySchema = z
  .object({
    verdict: VerdictSchema,
    remark,
    /**
     * The statement that the signatory read and confirmed (`signing.statement`). Without it the
     * record holds the account's name, the discipline and the sign-in method, but no function,
     * organisation or mandate. `statement-changed` if the statement has changed since.
     */
    statement: z.string().max(2000).optional(),
    /**
     * The signatory's corrections of function, organisation and mandate. Only with a linked person
     * (`correction-needs-link`); the statement must contain these corrections.
     */
    corrections: CorrectionsSchema.optional(),
  })
  .refine(({ verdict, remark: text }) => verdict === 'agreed' || text !== '', {
    path: ['remark'],
    message: apiText.remarkNeeded,
  })

export const getAgreement = endpoint('GET', '/api/plans/:planId/agreement', {
  summary: 'The seats that are asked to agree, and every answer with its version',
  access: { kind: 'plan', action: 'read' },
  response: AgreementSchema,
})
export const presentVersion = endpoint('POST', '/api/plans/:planId/presentations', {
  summary: 'Freeze the plan as its next version and ask everyone the form names to agree with it',
  access: manage,
  body: z.object({
    name: z.string().transform(cleanLine).pipe(z.string().max(120)).optional(),
    deadline: z.iso.date(apiText.chooseDate).optional(),
    /**
     * Only the spelling changed since the last presented version, so answers on that version still
     * count. Refused if anything else changed.
     */
    isEditorial: z.boolean().default(false),
    minSeq: z.int().min(0).optional(),
  }),
  response: AgreementSchema.extend({ asked: z.array(AskedSchema) }),
  status: 201,
})
export const answerVersion = endpoint('POST', '/api/versions/:versionId/approvals', {
  summary: 'Answer for a discipline (or party) on a version; requires the mandate for that seat',
  access: { kind: 'version', action: 'read' },
  body: z.object({ discipline: z.string().min(1).max(100) }).and(AnswerBodySchema),
  response: AgreementSchema,
  status: 201,
})
export const withdrawAnswer = endpoint('POST', '/api/versions/:versionId/withdrawals', {
  summary: 'Withdraw an answer: adds an entry, the earlier answer stays visible',
  access: { kind: 'version', action: 'read' },
  body: z.object({ discipline: z.string().min(1).max(100), remark }),
  response: AgreementSchema,
  status: 201,
})
export const giveMandate = endpoint('POST', '/api/plans/:planId/mandates', {
  summary:
    'Name the representative of a seat (coordinator) or a deputy (coordinator or mandate holder), or revoke that',
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
  summary:
    'Mail a personal link to everyone who has not answered yet; at most once a day per person. `reminded` counts the mails; `asked` also lists the people who can only be told in another way.',
  access: manage,
  response: z.object({ reminded: z.int(), asked: z.array(AskedSchema) }),
})

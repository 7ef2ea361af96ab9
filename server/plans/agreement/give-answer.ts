import { readPersonLinks } from '#server/plans/person-links.ts'
import type { LockedPlan } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import { readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { ApprovalRow, MandateRow } from '#server/storage/tables/agreement.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import {
  type Corrections,
  correctedSignatory,
  signingStatement,
} from '#shared/agreement/signatory.ts'
import { standingOf, type Verdict } from '#shared/agreement/standing.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { StartedBy } from '#shared/started-by.ts'
import { ensureHolders, readMandates } from './mandates.ts'
import { type AgreementDeps, settleRound } from './present.ts'
import { presentedOf, type Round, readAnswers, readRounds, seatsOfRound } from './rounds.ts'
import { digestOfAnswer } from './row-digests.ts'
import { consumeSignLink } from './sign-links.ts'
import { signingOf } from './signing.ts'

type AnswerInput = {
  planId: string
  versionId: string
  userId: string
  name: string
  seat: string
  remark: string
  channel: 'screen' | 'mail-link'
  /**
   * The sign-in method of the session, or the way the personal link was delivered; null if it was
   * not recorded.
   */
  signedInBy: StartedBy | null
}

/**
 * Records one answer for one seat on the version that is currently presented. Everything that may
 * have changed since the request is judged inside the transaction, in this order, and the first
 * refusal writes nothing: `not-presented`, `version-replaced`, `not-asked`, `no-mandate`,
 * `already-answered`, `correction-needs-link`, `statement-changed`; and `sign-link-invalid` for a
 * link used twice. Without a statement only the name of the account, the seat and the sign-in
 * method are recorded.
 */
export async function giveAnswer(
  given: AgreementDeps & { formats: Formats },
  asked: AnswerInput & {
    verdict: Verdict
    /** The confirmed statement: "U tekent als … namens …". */
    statement?: string | undefined
    corrections?: Corrections | undefined
    /** The link that this answer uses up. */
    token?: string
  },
): Promise<void> {
  const { writer, clock } = given
  const { planId, userId, seat: seatId, verdict, token, statement } = asked
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const admitted = await mustBeAsked(tx, plan, { given, asked })
    const { rounds } = admitted
    const standing = standingOf(seatId, presentedOf(rounds), await readAnswers(tx, planId))
    if (standing.kind === 'agreed' || standing.kind === 'not-agreed')
      throw new AppError('already-answered')
    const recorded =
      statement === undefined
        ? nothingRecorded
        : await confirmed(tx, given, { ...asked, ...admitted, statement })
    if (token !== undefined) await consumeSignLink(tx, token, clock.now())
    await addEntry(tx, plan, { given, asked, admitted, verdict, recorded })
    await settleRound(tx, plan, given)
  })
}

/**
 * Withdraws the answer that counts for a seat. Allowed for its author and for the holder of the
 * seat's mandate.
 */
export async function withdrawAnswer(given: AgreementDeps, asked: AnswerInput): Promise<void> {
  const { planId, userId, seat } = asked
  await given.writer.writePlan(planId, userId, async (tx, plan) => {
    const admitted = await mustBeAsked(tx, plan, { given, asked })
    const { rounds } = admitted
    const standing = standingOf(seat, presentedOf(rounds), await readAnswers(tx, planId))
    if (standing.kind !== 'agreed' && standing.kind !== 'not-agreed')
      throw new AppError('nothing-to-withdraw')
    await addEntry(tx, plan, {
      given,
      asked,
      admitted,
      verdict: 'withdrawn',
      recorded: nothingRecorded,
    })
    await settleRound(tx, plan, given)
  })
}

type Admitted = { rounds: Round[]; round: Round; seat: Seat; mandate: MandateRow }

type Recorded = Pick<
  ApprovalRow,
  | 'position'
  | 'organisation'
  | 'level'
  | 'on_behalf_of'
  | 'person_row'
  | 'person_name'
  | 'linked_by'
  | 'statement'
  | 'corrected'
>
const nothingRecorded: Recorded = {
  position: '',
  organisation: '',
  level: '',
  on_behalf_of: '',
  person_row: null,
  person_name: null,
  linked_by: null,
  statement: null,
  corrected: null,
}

/**
 * The identity to record: the one that the person read and confirmed. Refuses with
 * `statement-changed` if it changed meanwhile.
 */
async function confirmed(
  tx: StorageTransaction,
  { formats }: { formats: Formats },
  {
    planId,
    userId,
    name,
    statement,
    corrections = {},
    seat,
    round,
    mandate,
  }: Admitted &
    Pick<AnswerInput, 'planId' | 'userId' | 'name'> & {
      statement: string
      corrections?: Corrections | undefined
    },
): Promise<Recorded> {
  const content = await readVersionContent(tx, round.version_id)
  const format = formats.find(content.format.id, content.format.version)
  if (format === null) throw new AppError('plan-unreadable')
  const link = (await readPersonLinks(tx, planId)).find((one) => one.user_id === userId) ?? null
  const { signatory: inPlan, linked } = signingOf(
    { name, userId, seat, isDeputy: mandate.kind === 'deputy', link },
    { content, format },
  )
  const { signatory, corrected } = correctedSignatory(inPlan, corrections)
  // Without a link nothing proves that this member is a person of the plan.
  if (corrected.length > 0 && linked === null) throw new AppError('correction-needs-link')
  if (signingStatement(signatory) !== statement) throw new AppError('statement-changed')
  const { position, organisation, level, onBehalfOf, planName } = signatory
  return {
    position,
    organisation,
    level,
    on_behalf_of: onBehalfOf,
    person_row: linked?.row_id ?? null,
    person_name: linked === null ? null : planName,
    linked_by: linked?.linked_by ?? null,
    statement,
    corrected: corrected.length === 0 ? null : JSON.stringify(corrected),
  }
}

async function mustBeAsked(
  tx: StorageTransaction,
  plan: LockedPlan,
  { given, asked }: { given: AgreementDeps; asked: AnswerInput },
): Promise<Admitted> {
  const { planId, versionId, userId, seat: seatId } = asked
  const { status } = plan.row
  if (status === 'submitted') throw new AppError('already-submitted')
  if (isEnded(status)) throw new AppError('plan-ended')
  const rounds = await readRounds(tx, planId)
  const round = rounds.at(-1)
  if (round === undefined || (status !== 'approval' && status !== 'adopted'))
    throw new AppError('not-presented')
  if (round.version_id !== versionId)
    throw new AppError(
      rounds.some((one) => one.version_id === versionId) ? 'version-replaced' : 'not-presented',
    )
  const seat = seatsOfRound(round).find((one) => one.id === seatId)
  if (seat === undefined) throw new AppError('not-asked')
  const mine = async () =>
    (await readMandates(tx, planId)).find((one) => one.seat === seatId && one.user_id === userId)
  // A member of the discipline may have joined after the version was presented, for a seat that
  // nobody held.
  if ((await mine()) === undefined)
    await ensureHolders(tx, plan, given, { givenBy: round.presented_by, seats: [seat] })
  const mandate = await mine()
  if (mandate === undefined) throw new AppError('no-mandate')
  return { rounds, round, seat, mandate }
}

async function addEntry(
  tx: StorageTransaction,
  plan: LockedPlan,
  {
    given: { clock, ids },
    asked: { planId, userId, name, seat, remark, channel, signedInBy },
    admitted: { round, mandate },
    verdict,
    recorded,
  }: {
    given: AgreementDeps
    asked: AnswerInput
    admitted: Admitted
    verdict: ApprovalRow['verdict']
    recorded: Recorded
  },
): Promise<void> {
  await mustHaveRoom(tx, 'answersPerVersion', { id: round.version_id, now: clock.now() })
  const row: ApprovalRow = {
    id: ids.next(),
    plan_id: planId,
    version_id: round.version_id,
    number: await plan.nextNumber('approvals'),
    seat,
    verdict,
    remark,
    user_id: userId,
    name,
    ...recorded,
    is_deputy: mandate.kind === 'deputy' ? 1 : 0,
    channel,
    at: clock.now(),
    signed_in_by: signedInBy === null ? null : JSON.stringify(signedInBy),
  }
  await tx.insertInto('approvals').values(row).execute()
  const type = verdict === 'withdrawn' ? 'approval.withdrawn' : 'approval.given'
  await plan.append({
    type,
    versionId: round.version_id,
    approvalId: row.id,
    onBehalfOf: seat,
    digest: digestOfAnswer(row),
  })
}

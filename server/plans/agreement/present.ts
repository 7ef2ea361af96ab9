import type { MailQueue } from '#server/plans/notices/queue.ts'
import type { LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import { createVersion } from '#server/plans/versions/create-version.ts'
import { freezeForm } from '#server/plans/versions/pack.ts'
import { readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { findSubstantiveChanges } from '#shared/agreement/editorial.ts'
import { seatsOf } from '#shared/agreement/seats.ts'
import { missingSeats } from '#shared/agreement/standing.ts'
import { nextStatus } from '#shared/agreement/status.ts'
import { addDays, toAmsterdam } from '#shared/amsterdam.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { isAdoptedWithout, readAdoption } from './adoptions.ts'
import { ensureHolders, readMandates } from './mandates.ts'
import { moveStatus } from './plan-status.ts'
import { lastSubmission, presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'
import { digestOfRound } from './row-digests.ts'
import { askToSign, type Requests } from './sign-links.ts'
import { codeFrom, type Signer, signRecord } from './signed-record.ts'

export type AgreementDeps = {
  db: Storage
  writer: PlanWriter
  clock: Clock
  ids: Ids
  signer: Signer
  mail: MailQueue
  /** A whole plan is written in its canonical form in slices. */
  turns: PlanTurns
}

type Presentation = {
  planId: string
  userId: string
  name: string | undefined
  deadline: string | undefined
  isEditorial: boolean
  /** Read before the transaction: there is one connection. */
  content: PlanContent
  format: Format
}

const defaultDeadlineDays = 14

/**
 * Presents the plan as it was read: freezes it as a version, stores the seats, and gives each
 * holder of a mandate a personal link. Completely or not at all. Returns the links that no mail
 * server delivers.
 */
export async function present(
  given: AgreementDeps,
  asked: Presentation,
): Promise<Requests & { versionId: string }> {
  const { writer, clock, ids } = given
  const { planId, userId, content, format, isEditorial } = asked
  const frozen = await freezeForm({ content, format }, (steps) => given.turns.take(userId, steps))
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const step = nextStatus(plan.row.status, { type: 'present' })
    if (step.kind === 'refused') throw new AppError(step.code)
    const rounds = await readRounds(tx, planId)
    const submitted = await lastSubmission(tx, planId)
    if (plan.row.status === 'submitted') await mustDiffer(tx, plan, submitted?.versionId)
    // A correction may follow one that was recalled: then the submitted version is the last that
    // counted.
    const previous =
      plan.row.status === 'submitted'
        ? rounds.find((round) => round.version_id === submitted?.versionId)
        : rounds.at(-1)
    if (isEditorial) await mustBeSpellingOnly(tx, previous?.version_id, { content, format })

    const now = clock.now()
    await mustHaveRoom(tx, 'presentationsPerDay', { id: planId, now })
    const today = toAmsterdam(now).date
    const deadline =
      asked.deadline ?? addDays(today, format.approval?.deadlineDays ?? defaultDeadlineDays)
    if (deadline < today)
      throw new AppError('invalid-values', {
        fields: [{ path: 'deadline', message: 'Kies een datum die nog komt.' }],
      })
    const seats = seatsOf(format, content)
    const version = await createVersion(tx, plan, given, {
      name: asked.name ?? nameOfRound({ isEditorial, isCorrection: submitted !== undefined }),
      frozen,
      format,
    })
    const round = {
      version_id: version.id,
      plan_id: planId,
      code: codeFrom(ids.secret()),
      editorial_of: isEditorial ? (previous?.version_id ?? null) : null,
      deadline,
      seats: JSON.stringify(seats),
      presented_at: now,
      presented_by: userId,
    }
    const { seq } = await plan.append({
      type: 'version.presented',
      versionId: version.id,
      number: version.number,
      isEditorial,
      digest: digestOfRound(round),
    })
    await tx
      .insertInto('rounds')
      .values({ ...round, seq })
      .execute()
    await ensureHolders(tx, plan, given, { givenBy: userId, seats })
    await moveStatus(tx, plan, { type: 'present' })
    const missing = await settleRound(tx, plan, given)
    const mandates = await readMandates(tx, planId)
    const people = mandates
      .filter((mandate) => mandate.kind === 'holder' && missing.includes(mandate.seat))
      .map((mandate) => ({
        userId: mandate.user_id,
        seat: mandate.seat,
        seatLabel: seats.find((seat) => seat.id === mandate.seat)?.label ?? mandate.seat,
      }))
    return {
      versionId: version.id,
      ...(await askToSign(tx, given, {
        planId,
        versionId: version.id,
        deadline,
        kind: 'sign',
        people,
      })),
    }
  })
}

/**
 * Applies the consequences of the current answers: adopted if no seat is missing or the coordinator
 * adopted the version without the missing ones, open again otherwise. Then signs the state of the round. Returns the missing seats.
 */
export async function settleRound(
  tx: StorageTransaction,
  plan: LockedPlan,
  { clock, signer }: AgreementDeps,
): Promise<string[]> {
  const rounds = await readRounds(tx, plan.id)
  const answers = await readAnswers(tx, plan.id)
  const round = rounds.at(-1)
  if (round === undefined) throw new AppError('not-presented')
  const missing = missingSeats(
    seatsOfRound(round).map((seat) => seat.id),
    presentedOf(rounds),
    answers,
  )
  const { row } = plan
  const isAdopted =
    missing.length === 0 || isAdoptedWithout(await readAdoption(tx, round.version_id), missing)
  if (isAdopted && row.status === 'approval')
    await moveStatus(tx, plan, { type: 'adopt', isAgreed: true })
  if (!isAdopted && row.status === 'adopted') await moveStatus(tx, plan, { type: 'dissent' })
  await signRecord(tx, signer, { round, rounds, answers, status: row.status, now: clock.now() })
  return missing
}

/** What is submitted already needs no correction. */
async function mustDiffer(
  tx: StorageTransaction,
  { row }: LockedPlan,
  versionId: string | undefined,
): Promise<void> {
  const version = await tx
    .selectFrom('versions')
    .select('seq')
    .where('id', '=', versionId ?? '')
    .executeTakeFirst()
  if (version !== undefined && row.document_seq <= version.seq)
    throw new AppError('already-submitted')
}

function nameOfRound(round: { isEditorial: boolean; isCorrection: boolean }): string {
  if (round.isEditorial) return 'Spelling verbeterd'
  return round.isCorrection ? 'Correctie' : 'Ter akkoord'
}

async function mustBeSpellingOnly(
  tx: StorageTransaction,
  previousId: string | undefined,
  { content, format }: Pick<Presentation, 'content' | 'format'>,
): Promise<void> {
  if (previousId === undefined) throw new AppError('not-presented')
  const found = findSubstantiveChanges(await readVersionContent(tx, previousId), content, format)
  if (found.length === 0) return
  throw new AppError('not-editorial', {
    fields: found.slice(0, 20).map(({ reason, target }) => ({
      path: target.table ?? target.field ?? '',
      message: reasons[reason],
    })),
  })
}

const reasons = {
  number: 'Hier is een getal, bedrag of telwoord anders.',
  date: 'Hier is een datum anders.',
  table: 'Hier is een cel of rij van een tabel anders.',
  choice: 'Hier is een antwoord anders.',
  form: 'De versies volgen niet hetzelfde formulier.',
} as const

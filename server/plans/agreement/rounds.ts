import type { ApprovalRow, RoundRow } from '#server/storage/tables/agreement.ts'
import type { PlanRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import type { CorrectedPart } from '#shared/agreement/signatory.ts'
import { type Answer, missingSeats, type Presented } from '#shared/agreement/standing.ts'
import { type StartedBy, StartedBySchema } from '#shared/started-by.ts'
import { statusBeforeEnding } from './read-ending.ts'

export type Round = RoundRow & { number: number; name: string; hash: string; seal: string }
export type StoredAnswer = ApprovalRow & Answer

/** Presented versions, in order of presentation. */
export function readRounds(db: Storage | StorageTransaction, planId: string): Promise<Round[]> {
  return db
    .selectFrom('rounds')
    .innerJoin('versions', 'versions.id', 'rounds.version_id')
    .where('rounds.plan_id', '=', planId)
    .selectAll('rounds')
    .select(['versions.number', 'versions.name', 'versions.hash', 'versions.seal'])
    .orderBy('rounds.seq')
    .execute()
}

/** In order of time. */
export async function readAnswers(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<StoredAnswer[]> {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ ...row, versionId: row.version_id }))
}

export const presentedOf = (rounds: readonly Round[]): Presented[] =>
  rounds.map((round) => ({ versionId: round.version_id, editorialOf: round.editorial_of }))

/**
 * The seats belong to the presented version: a row that is removed from the plan later keeps its
 * seat.
 */
export const seatsOfRound = (round: Pick<RoundRow, 'seats'>): Seat[] =>
  JSON.parse(round.seats) as Seat[]

/** The sign-in method of the answer; null in answers from before it was recorded. */
export const signedInByOf = ({
  signed_in_by,
}: Pick<ApprovalRow, 'signed_in_by'>): StartedBy | null =>
  signed_in_by === null || signed_in_by === undefined
    ? null
    : StartedBySchema.parse(JSON.parse(signed_in_by))

/** The parts that the signatory corrected; also for rows from before the column existed. */
export const correctedOf = ({ corrected }: Pick<ApprovalRow, 'corrected'>): CorrectedPart[] =>
  corrected === null || corrected === undefined ? [] : (JSON.parse(corrected) as CorrectedPart[])

/** The last version that was submitted to the receiver; undefined before the first time. */
export async function lastSubmission(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<{ versionId: string; versionNumber: number; handedInOn: string } | undefined> {
  return db
    .selectFrom('submissions')
    .innerJoin('versions', 'versions.id', 'submissions.version_id')
    .where('submissions.plan_id', '=', planId)
    .select([
      'versions.id as versionId',
      'versions.number as versionNumber',
      'submissions.handed_in_on as handedInOn',
    ])
    .orderBy('versions.number', 'desc')
    .executeTakeFirst()
}

/**
 * The presented versions up to the one that counts now; none if nothing is presented. Of a submitted
 * plan the submitted version counts, also after a correction of it was presented and recalled.
 */
export async function countingRounds(
  db: Storage,
  plan: Pick<PlanRow, 'id' | 'status'>,
  rounds: readonly Round[],
): Promise<readonly Round[]> {
  const status = await statusBeforeEnding(db, plan)
  if (!isPresented({ status })) return []
  if (status !== 'submitted') return rounds
  const submitted = await lastSubmission(db, plan.id)
  return rounds.slice(
    0,
    rounds.findLastIndex((round) => round.version_id === submitted?.versionId) + 1,
  )
}

/** Names of the seats without a counting akkoord; null if nothing is presented. */
export async function missingApprovals(
  db: Storage,
  plan: Pick<PlanRow, 'id' | 'status'>,
): Promise<string[] | null> {
  const rounds = await countingRounds(db, plan, await readRounds(db, plan.id))
  const round = rounds.at(-1)
  if (round === undefined) return null
  const seats = seatsOfRound(round)
  const missing = missingSeats(
    seats.map((seat) => seat.id),
    presentedOf(rounds),
    await readAnswers(db, plan.id),
  )
  return seats.filter((seat) => missing.includes(seat.id)).map((seat) => seat.label)
}

/** Whether a version is presented, or was presented and adopted. */
const isPresented = ({ status }: Pick<PlanRow, 'status'>): boolean =>
  status === 'approval' || status === 'adopted' || status === 'submitted'

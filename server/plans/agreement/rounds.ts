import type { ApprovalRow, RoundRow } from '#server/storage/tables/agreement.ts'
import type { PlanRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import { type Answer, missingSeats, type Presented } from '#shared/agreement/standing.ts'
import { type StartedBy, StartedBySchema } from '#shared/started-by.ts'
import { statusBeforeEnding } from './ending.ts'

export type Round = RoundRow & { number: number; name: string; hash: string; seal: string }
export type StoredAnswer = ApprovalRow & Answer

/** Versions that were presented, in that order. */
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

/** In the order in which they were given. */
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

/** Who was asked is part of what was presented: a row that is taken out of the plan later asks nobody less. */
export const seatsOfRound = (round: Pick<RoundRow, 'seats'>): Seat[] =>
  JSON.parse(round.seats) as Seat[]

/** How the session of who answered began; null in answers of before it was kept. */
export const signedInByOf = ({
  signed_in_by,
}: Pick<ApprovalRow, 'signed_in_by'>): StartedBy | null =>
  signed_in_by === null || signed_in_by === undefined
    ? null
    : StartedBySchema.parse(JSON.parse(signed_in_by))

/** Names of the seats of which no akkoord counts; null while nothing is presented. */
export async function missingApprovals(
  db: Storage,
  plan: Pick<PlanRow, 'id' | 'status'>,
): Promise<string[] | null> {
  const rounds = isPresented({ status: await statusBeforeEnding(db, plan) })
    ? await readRounds(db, plan.id)
    : []
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

/** Whether a version lies before everyone, or did and was adopted. */
export const isPresented = ({ status }: Pick<PlanRow, 'status'>): boolean =>
  status === 'approval' || status === 'adopted' || status === 'submitted'

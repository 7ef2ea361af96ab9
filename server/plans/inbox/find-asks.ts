import type { Selectable } from 'kysely'
import { expectedHolder } from '#server/plans/agreement/holders.ts'
import { isGiven, readLastMandates, readSeatedMembers } from '#server/plans/agreement/mandates.ts'
import {
  presentedOf,
  readAnswers,
  readRounds,
  seatsOfRound,
} from '#server/plans/agreement/rounds.ts'
import { maySeeComments } from '#server/plans/comment-access.ts'
import { askedPeople } from '#server/plans/consultation/asked-people.ts'
import { isRunning, lastConsultation } from '#server/plans/consultation/read-consultation.ts'
import { slicesInTurns } from '#server/runtime.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { AskRow } from '#server/storage/tables/inbox.ts'
import type { PlanRow, StorageTransaction, Tables } from '#server/storage/tables.ts'
import { missingSeats } from '#shared/agreement/standing.ts'

export type Ask = Pick<AskRow, 'user_id' | 'kind' | 'about' | 'due'>
type AskingPlan = Pick<PlanRow, 'id' | 'status' | 'readers_see_comments'>

/** The holders, deputies and expected holders of the seats whose akkoord is missing. */
export async function agreementAsks(tx: StorageTransaction, plan: AskingPlan): Promise<Ask[]> {
  if (plan.status !== 'approval') return []
  const rounds = await readRounds(tx, plan.id)
  const round = rounds.at(-1)
  if (round === undefined) return []
  const seats = seatsOfRound(round)
  const missing = new Set(
    missingSeats(
      seats.map(({ id }) => id),
      presentedOf(rounds),
      await readAnswers(tx, plan.id),
    ),
  )
  const mandates = await readLastMandates(tx, plan.id)
  const members = await readSeatedMembers(tx, plan.id)
  return seats
    .filter(({ id }) => missing.has(id))
    .flatMap((seat) => {
      const given = mandates.filter((one) => one.seat === seat.id && isGiven(one))
      const expected = expectedHolder(seat, members, mandates)
      const users = new Set([
        ...given.map(({ user_id }) => user_id),
        ...(expected === undefined ? [] : [expected.user_id]),
      ])
      return [...users].map((user_id) => ({
        user_id,
        kind: 'approval' as const,
        about: `${round.version_id}/${seat.id}`,
        due: round.deadline,
      }))
    })
}

/** Everyone whose reaction is missing, or their replacement. */
export async function consultationAsks(
  tx: StorageTransaction,
  plan: AskingPlan,
  now: number,
): Promise<Ask[]> {
  const consultation = await lastConsultation(tx, plan.id)
  if (consultation === undefined || !isRunning(consultation, now)) return []
  const waiting = (await askedPeople(tx, consultation)).filter(({ answer }) => answer === 'none')
  const users = new Set(waiting.map(({ person, replacement }) => replacement?.id ?? person.id))
  return [...users].map((user_id) => ({
    user_id,
    kind: 'consultation' as const,
    about: consultation.id,
    due: new Date(consultation.deadline).toISOString(),
  }))
}

type AskedMember = Pick<
  Selectable<Tables['members']>,
  'user_id' | 'role' | 'discipline' | 'sections'
>

export function askedMembers(tx: StorageTransaction, planId: string): Promise<AskedMember[]> {
  return tx
    .selectFrom('members')
    .select(['user_id', 'role', 'discipline', 'sections'])
    .where('plan_id', '=', planId)
    .execute()
}

/** Threads in one statement. */
const threadsAtOnce = 200

/**
 * The discipline that an open thread asks, and the users it mentions, until they write in it. A
 * question to a discipline is for members of the whole plan; a mentioned user is included only if
 * they see the thread.
 */
export async function threadAsks(
  tx: StorageTransaction,
  plan: AskingPlan,
  { threadIds, members }: { threadIds: readonly string[]; members: readonly AskedMember[] },
): Promise<Ask[]> {
  const readers = members.filter(({ role }) => maySeeComments(role, plan))
  const holders = await readHolders(tx, plan.id)
  const asks: Ask[] = []
  // Other plans wait for this transaction, and everything else must not.
  for await (const some of slicesInTurns(threadIds, threadsAtOnce)) {
    const threads = await tx
      .selectFrom('threads')
      .select(['id', 'asked_discipline', heldBy('created_by').as('created_by'), 'due_date'])
      .where('id', 'in', some)
      .where('plan_id', '=', plan.id)
      .where('resolved_at', 'is', null)
      .where('deleted_at', 'is', null)
      .execute()
    const comments = await tx
      .selectFrom('comments')
      .select(['thread_id', heldBy('author_id').as('author_id'), 'seq', 'mentions'])
      .where('thread_id', 'in', some)
      .where('deleted_at', 'is', null)
      .orderBy('seq')
      .execute()
    const commentsOf = new Map<string, typeof comments>()
    for (const comment of comments) {
      const own = commentsOf.get(comment.thread_id)
      if (own === undefined) commentsOf.set(comment.thread_id, [comment])
      else own.push(comment)
    }
    for (const thread of threads)
      asks.push(...asksOf(thread, { comments: commentsOf.get(thread.id) ?? [], readers, holders }))
  }
  return asks
}

/** Accounts that were merged into one of a member: a mention of those is one of this member. */
async function readHolders(tx: StorageTransaction, planId: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('user')
    .innerJoin('members', 'members.user_id', 'user.mergedInto')
    .where('members.plan_id', '=', planId)
    .select(['user.id', 'members.user_id'])
    .execute()
  return new Map(rows.map(({ id, user_id }) => [id, user_id]))
}

type AskingThread = Pick<
  Selectable<Tables['threads']>,
  'id' | 'asked_discipline' | 'created_by' | 'due_date'
>
type AskingComment = Pick<Selectable<Tables['comments']>, 'author_id' | 'seq' | 'mentions'>

function asksOf(
  thread: AskingThread,
  {
    comments,
    readers,
    holders,
  }: {
    comments: readonly AskingComment[]
    readers: readonly AskedMember[]
    holders: ReadonlyMap<string, string>
  },
): Ask[] {
  const lastOf = new Map(comments.map(({ author_id, seq }) => [author_id, seq]))
  const named = new Set(
    comments.flatMap(({ mentions, seq }) =>
      (JSON.parse(mentions) as string[])
        .map((userId) => holders.get(userId) ?? userId)
        .filter((userId) => (lastOf.get(userId) ?? -1) < seq),
    ),
  )
  if (thread.asked_discipline === null && named.size === 0) return []
  return readers.flatMap(({ user_id, discipline, sections }): Ask[] => {
    const ask = { user_id, about: thread.id, due: thread.due_date }
    if (named.has(user_id)) return [{ ...ask, kind: 'mention' }]
    const isAsked =
      thread.asked_discipline !== null &&
      discipline === thread.asked_discipline &&
      sections === null &&
      user_id !== thread.created_by &&
      !lastOf.has(user_id)
    return isAsked ? [{ ...ask, kind: 'question' }] : []
  })
}

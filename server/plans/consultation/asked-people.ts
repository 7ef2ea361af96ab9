import { heldBy } from '#server/storage/merged-accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can } from '#shared/access.ts'
import type { AskedPerson } from '#shared/api/consultation.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { type Consultation, endOf } from './read-consultation.ts'

type Db = Storage | StorageTransaction
type ConsultedMember = { userId: string; name: string; discipline: Discipline | null }
type Replacements = ReadonlyMap<string, string>

/**
 * The members that are asked: everyone who may comment, except the one who opened the consultation.
 */
export async function askedMembers(
  db: Db,
  { plan_id, opened_by }: Pick<Consultation, 'plan_id' | 'opened_by'>,
): Promise<ConsultedMember[]> {
  return (await commenters(db, plan_id)).filter((member) => member.userId !== opened_by)
}

/** Everyone who is asked, with their own answer or that of their replacement. */
export async function askedPeople(db: Db, consultation: Consultation): Promise<AskedPerson[]> {
  const members = await commenters(db, consultation.plan_id)
  const replacements = await replacementsOf(db, consultation.id, members)
  const commented = await whoCommented(db, consultation)
  const answers = new Set(
    (
      await db
        .selectFrom('consultation_answers')
        .select('user_id')
        .where('consultation_id', '=', consultation.id)
        .execute()
    ).map((row) => row.user_id),
  )
  const silent = new Set(
    (
      await db.selectFrom('mail_settings').select('user_id').where('rhythm', '=', 'none').execute()
    ).map((row) => row.user_id),
  )
  const names = new Map(members.map((member) => [member.userId, member.name]))
  const answerOf = (userId: string) =>
    commented.has(userId)
      ? ('commented' as const)
      : answers.has(userId)
        ? ('no-remarks' as const)
        : ('none' as const)
  return members
    .filter((member) => member.userId !== consultation.opened_by)
    .map(({ userId, name, discipline }) => {
      const standIn = standInFor(userId, replacements)
      const own = answerOf(userId)
      const isByReplacement = own === 'none' && standIn !== userId && answerOf(standIn) !== 'none'
      return {
        person: { id: userId, name },
        discipline,
        answer: isByReplacement ? answerOf(standIn) : own,
        replacement: standIn === userId ? null : { id: standIn, name: names.get(standIn) ?? '' },
        isByReplacement,
        getsMail: !silent.has(standIn),
      }
    })
}

/** A replacement may have a replacement too; a circle ends at its first member. */
function standInFor(userId: string, replacements: Replacements): string {
  const met = new Set([userId])
  let at = userId
  for (
    let next = replacements.get(at);
    next !== undefined && !met.has(next);
    next = replacements.get(at)
  ) {
    met.add(next)
    at = next
  }
  return at
}

async function commenters(db: Db, planId: string): Promise<ConsultedMember[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('members.plan_id', '=', planId)
    .select(['members.user_id', 'members.role', 'members.discipline', 'user.name'])
    .orderBy('user.name')
    .orderBy('members.user_id')
    .execute()
  return rows
    .filter((row) => can(row.role, 'comment'))
    .map((row) => ({ userId: row.user_id, name: row.name, discipline: row.discipline }))
}

/** Only current members: a replacement who left the plan no longer counts. */
async function replacementsOf(
  db: Db,
  consultationId: string,
  members: readonly ConsultedMember[],
): Promise<Replacements> {
  const here = new Set(members.map((member) => member.userId))
  const rows = await db
    .selectFrom('consultation_replacements')
    .select(['user_id', 'replacement_id'])
    .where('consultation_id', '=', consultationId)
    .execute()
  return new Map(
    rows
      .filter((row) => here.has(row.replacement_id))
      .map((row) => [row.user_id, row.replacement_id]),
  )
}

/** By the time of writing: a comment that was written in time and arrived late counts. */
async function whoCommented(db: Db, consultation: Consultation): Promise<Set<string>> {
  const rows = await db
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .where('threads.plan_id', '=', consultation.plan_id)
    .where('comments.deleted_at', 'is', null)
    .where('comments.created_at', '>=', consultation.opened_at)
    .select([
      heldBy('comments.author_id').as('author_id'),
      'comments.created_at',
      'comments.written_at',
    ])
    .execute()
  return new Set(
    rows.flatMap(({ author_id, created_at, written_at }) => {
      const at = written_at ?? created_at
      return at >= consultation.opened_at && at < endOf(consultation) ? [author_id] : []
    }),
  )
}

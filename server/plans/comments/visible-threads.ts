import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import { readThreads, seesComments } from './read-threads.ts'

/**
 * What of the discussion of a plan may leave the installation towards one person, at this moment: place, quote and words
 * of each thread. Everything that is mailed comes through here; nothing for who is no member (any more), and nothing of a
 * plan that was removed.
 */
export async function visibleThreads(db: Storage, { planId, userId }: { planId: string; userId: string }): Promise<Thread[]> {
  const member = await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('plans.id', '=', planId)
    .where('plans.deleted_at', 'is', null)
    .where('members.user_id', '=', userId)
    .select('members.role')
    .executeTakeFirst()
  if (member === undefined || !(await seesComments(db, planId, member.role))) return []
  return readThreads(db, { planId, userId })
}

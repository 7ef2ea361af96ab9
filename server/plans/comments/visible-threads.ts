import { seesComments } from '#server/plans/comment-access.ts'
import { partsOf } from '#server/plans/parts-given.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import { sectionOfTarget, shownTargets } from '#shared/comments/shown-targets.ts'
import type { Format } from '#shared/format/schema.ts'
import { readThreads, type ThreadsInput } from './read-threads.ts'

/**
 * The threads of a plan, or these of them, that may be mailed to one user at this moment: place,
 * quote and words of each. Every mail takes its threads from here. A former member gets none, a removed plan gives
 * none, and a user who was invited to parts gets no thread on hidden parts.
 */
export async function visibleThreads(db: Storage, wanted: ThreadsInput): Promise<Thread[]> {
  const { planId, userId } = wanted
  const member = await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('plans.id', '=', planId)
    .where('plans.deleted_at', 'is', null)
    .where('members.user_id', '=', userId)
    .select(['members.role', 'members.sections', 'plans.format_id', 'plans.format_version'])
    .executeTakeFirst()
  if (member === undefined || !(await seesComments(db, planId, member.role))) return []
  const threads = await readThreads(db, wanted)
  const parts = partsOf(member)
  if (parts === null) return threads
  const pinned = await db
    .selectFrom('plan_formats')
    .select('json')
    .where('id', '=', member.format_id)
    .where('version', '=', member.format_version)
    .executeTakeFirst()
  if (pinned === undefined) return []
  const format = JSON.parse(pinned.json) as Format
  const isShown = shownTargets(format, parts)
  // A place is named by its section: the stored name may come from a row in a hidden table.
  return threads
    .filter((thread) => isShown(thread.target))
    .map((thread) => ({
      ...thread,
      place: sectionOfTarget(thread.target, format)?.shortTitle ?? 'Een onderdeel',
    }))
}

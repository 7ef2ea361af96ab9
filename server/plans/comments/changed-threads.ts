import type { Formats } from '#server/storage/formats.ts'
import type { Thread } from '#shared/api/comments.ts'
import { shownTargets } from '#shared/comments/shown-targets.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import { limits } from '#shared/limits.ts'
import { shownThreads, type ThreadReading } from './shown-threads.ts'

type ChangedThreadsInput = {
  planId: string
  userId: string
  parts: Parts
  /** The position of the screen: `seq` of its last answer, under that epoch. */
  since: number
  epoch: string | undefined
  limit: number
}

export type ChangedThreads = {
  threads: Thread[]
  removed: string[]
  seq: number
  epoch: string
  isWhole: boolean
  next?: number
}

/**
 * The threads that changed after `since`, in pages by the time of the change; for a removed thread
 * only its id. A position under another epoch or beyond the log does not count: then all threads
 * are returned (`isWhole`). A user who was invited to parts learns nothing of threads on hidden
 * parts.
 */
export async function changedThreads(
  { db, reading, formats }: ThreadReading & { formats: Formats },
  { planId, userId, parts, since, epoch, limit }: ChangedThreadsInput,
): Promise<ChangedThreads> {
  // Read first: a change during the reading is then returned twice and never skipped.
  const plan = await db
    .selectFrom('plans')
    .select(['seq', 'epoch', 'format_id', 'format_version'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const form = plan === undefined ? null : formats.find(plan.format_id, plan.format_version)
  if (plan === undefined) throw new AppError('plan-not-found')
  if (form === null) throw new AppError('plan-unreadable')
  const isKnown = since <= plan.seq && (epoch === undefined || epoch === plan.epoch)
  const from = isKnown ? since : 0
  const size = Math.min(limit, limits.threadsPerPage.max)
  const found = await db
    .selectFrom('threads')
    .select(['id', 'changed_seq', 'target', 'deleted_at'])
    .where('plan_id', '=', planId)
    .where('changed_seq', '>', from)
    .$if(from === 0, (whole) => whole.where('deleted_at', 'is', null))
    .orderBy('changed_seq')
    // With parts, all rows are read, so that no page ends at a hidden row and no cursor names one.
    .$if(parts === null, (all) => all.limit(size + 1))
    .execute()
  const isShown = shownTargets(form, parts)
  const shown = parts === null ? found : found.filter(({ target }) => isShown(JSON.parse(target)))
  const page = shown.slice(0, size)
  const next = shown.length > size ? page.at(-1)?.changed_seq : undefined
  const left = page.flatMap((row) => (row.deleted_at === null ? [row.id] : []))
  return {
    threads: await shownThreads({ db, reading }, { planId, userId, parts, threadIds: left }),
    removed: page.flatMap((row) => (row.deleted_at === null ? [] : [row.id])),
    seq: next ?? plan.seq,
    epoch: plan.epoch,
    isWhole: from === 0,
    ...(next === undefined ? {} : { next }),
  }
}

import type { Formats } from '#server/storage/formats.ts'
import type { Thread } from '#shared/api/comments.ts'
import { shownTargets } from '#shared/comments/parts.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts.ts'
import { limits } from '#shared/limits.ts'
import { shownThreads, type ThreadReading } from './shown-threads.ts'

type ChangedThreadsInput = {
  planId: string
  userId: string
  parts: Parts
  /** What the screen has seen already: `seq` of its last answer, under that epoch. */
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
 * The threads in which something happened after `since`, a page at a time by when that was; of one that was removed the
 * id alone. What was seen under another epoch, or lies beyond the log, counts for nothing: then all threads are told
 * (`isWhole`). Someone who was invited to parts is not told that anything was said or removed elsewhere.
 */
export async function changedThreads(
  { db, reading, formats }: ThreadReading & { formats: Formats },
  { planId, userId, parts, since, epoch, limit }: ChangedThreadsInput,
): Promise<ChangedThreads> {
  // First: what happens while the threads are read is then told once more, and never skipped.
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
    // Of parts all rows are looked through, so that no page ends at, and no cursor names, what is not shown.
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

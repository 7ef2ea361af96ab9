import type { PlanReading } from '#server/plans/plan-reading.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { shownTargets } from '#shared/comments/shown-targets.ts'
import { AppError } from '#shared/errors.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readThreads } from './read-threads.ts'

export type ThreadReading = { db: Storage; reading: PlanReading }
type ShownThreadsInput = {
  planId: string
  userId: string
  parts: Parts
  /** These threads only. */
  threadIds?: readonly string[]
}

/** The threads of a plan that a user may see, oldest first. */
export async function shownThreads(
  { db, reading }: ThreadReading,
  { parts, ...asked }: ShownThreadsInput,
): Promise<Thread[]> {
  const threads = await readThreads(db, asked)
  // Without threads the plan need not be read.
  if (parts === null || threads.length === 0) return threads
  const plan = await findPlan(db, asked.planId)
  const { content, format, whole } = await reading.content(plan, plan.seq, parts)
  return partOfThreads(threads, { content, format, whole, parts })
}

export async function shownThread(
  given: ThreadReading,
  { threadId, ...asked }: Omit<ShownThreadsInput, 'threadIds'> & { threadId: string },
): Promise<Thread> {
  const [thread] = await shownThreads(given, { ...asked, threadIds: [threadId] })
  if (thread === undefined) throw new AppError('thread-not-found')
  return thread
}

/**
 * The threads on these parts. Place names are recomputed, because a stored name may come from a row
 * in a hidden table, and positions are given in the text (`view`): a position in the document is
 * useless without the document.
 */
export function partOfThreads(
  threads: readonly Thread[],
  {
    content,
    format,
    whole,
    parts,
  }: { content: PlanContent; format: Format; whole: Format; parts: Parts },
): Thread[] {
  const isShown = shownTargets(whole, parts)
  return threads
    .filter((thread) => isShown(thread.target))
    .map(({ range: _range, ...thread }) => ({
      ...thread,
      place: placeOf(thread.target, format, content) ?? nameOfKind(thread, format),
    }))
}

function nameOfKind({ target }: Thread, format: Format): string {
  const one = tableOf(format, target.table ?? '')?.item.one ?? 'onderdeel'
  return `${one.charAt(0).toLocaleUpperCase('nl')}${one.slice(1)}`
}

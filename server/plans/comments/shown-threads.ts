import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import { seesTarget } from '#shared/comments/parts.ts'
import { placeOf } from '#shared/comments/place.ts'
import { AppError } from '#shared/errors.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Parts } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readThreads } from './read-threads.ts'

export type ThreadReading = { db: Storage; reading: PlanReading }
type Asked = {
  planId: string
  userId: string
  parts: Parts /** One thread only. */
  threadId?: string
}

/** The threads of a plan that a person may see, in the order in which they began. */
export async function shownThreads(
  { db, reading }: ThreadReading,
  { parts, ...asked }: Asked,
): Promise<Thread[]> {
  const threads = await readThreads(db, asked)
  if (parts === null) return threads
  const plan = await db
    .selectFrom('plans')
    .selectAll()
    .where('id', '=', asked.planId)
    .executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  const { content, format, whole } = await reading.content(plan, plan.seq, parts)
  return partOfThreads(threads, { content, format, whole, parts })
}

export async function shownThread(
  given: ThreadReading,
  asked: Asked & { threadId: string },
): Promise<Thread> {
  const [thread] = await shownThreads(given, asked)
  if (thread === undefined) throw new AppError('thread-not-found')
  return thread
}

/**
 * What is said of these parts. A place is named anew, because a name that was kept may be that of someone in a hidden
 * table, and words are told by their place in the text (`view`): a position in the document means nothing without it.
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
  return threads
    .filter((thread) => seesTarget(thread.target, whole, parts))
    .map(({ range: _range, ...thread }) => ({
      ...thread,
      place: placeOf(thread.target, format, content) ?? nameOfKind(thread, format),
    }))
}

function nameOfKind({ target }: Thread, format: Format): string {
  const one = tableOf(format, target.table ?? '')?.item.one ?? 'onderdeel'
  return `${one.charAt(0).toLocaleUpperCase('nl')}${one.slice(1)}`
}

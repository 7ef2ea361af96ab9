import { nextTurn } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readThreads } from './read-threads.ts'
import { partOfThreads } from './shown-threads.ts'

/** Threads per page; other requests run between two pages. */
const pageSize = 50

type PartialPlan = { content: PlanContent; format: Format; whole: Format; parts: Parts }

/**
 * The threads of a plan that a user may see, oldest first, a page at a time as the reader consumes
 * them.
 */
export async function* threadPages(
  db: Storage,
  asked: { planId: string; userId: string },
  plan: PartialPlan,
): AsyncGenerator<Thread[]> {
  const ids = await db
    .selectFrom('threads')
    .select('id')
    .where('plan_id', '=', asked.planId)
    .where('deleted_at', 'is', null)
    .orderBy('seq')
    .execute()
  for (let from = 0; from < ids.length; from += pageSize) {
    await nextTurn()
    const threadIds = ids.slice(from, from + pageSize).map(({ id }) => id)
    const threads = await readThreads(db, { ...asked, threadIds })
    yield plan.parts === null ? threads : partOfThreads(threads, plan)
  }
}

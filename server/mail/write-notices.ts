import { visibleThreads } from '#server/plans/comments/visible-threads.ts'
import { namesOf } from '#server/plans/names-of.ts'
import { type Picked, pickNotices } from '#server/plans/notices/pick-notices.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Addresses } from './addresses.ts'
import type { LetterWords } from './letter-layout.ts'
import { type Item, noticeParts, noticeSubject, type PlanNews } from './notice-letter.ts'

/** The news for one user, over all their plans. */
export async function writeNotices(
  row: OutboxRow,
  { db, addresses }: { db: Storage; addresses: Addresses },
): Promise<LetterWords | null> {
  const kind = row.kind === 'direct' ? 'direct' : 'digest'
  const userId = row.user_id
  const notices = await db
    .selectFrom('mail_notices')
    .selectAll()
    .where('mail_id', '=', row.id)
    .execute()
  const planIds = [...new Set(notices.map((notice) => notice.plan_id))]
  const plans =
    planIds.length === 0
      ? []
      : await db
          .selectFrom('plans')
          .select(['id', 'title'])
          .where('id', 'in', planIds)
          .orderBy('title')
          .orderBy('id')
          .execute()
  const seenUpTo = await seenBy(db, userId)
  const news: PlanNews[] = []
  for (const plan of plans) {
    const threads = await visibleThreads(db, { planId: plan.id, userId })
    const picked = pickNotices(
      notices.filter((notice) => notice.plan_id === plan.id),
      threads,
      { userId, seenUpTo },
    )
    if (picked.length === 0) continue
    const told = new Set(picked.map(({ thread }) => thread.id))
    const others =
      kind === 'direct'
        ? []
        : threads.filter((thread) => thread.isUnread && !thread.resolved && !told.has(thread.id))
    const actors = await actorsOf(db, picked)
    news.push({
      title: plan.title,
      url: addresses.plan(plan.id),
      others: others.length,
      items: picked.map((one) => itemOf(one, addresses, actors)),
    })
  }
  return news.length === 0 ? null : { subject: noticeSubject(news, kind), parts: noticeParts(news) }
}

function itemOf(
  { notice, thread, comment }: Picked,
  addresses: Addresses,
  actors: ReadonlyMap<number, string>,
): Item {
  return {
    reason: notice.reason,
    place: thread.place,
    quote: thread.quote ?? null,
    by: comment?.author.name ?? actors.get(notice.seq) ?? 'Iemand',
    body: comment?.body ?? null,
    asked: thread.askedDiscipline ?? null,
    url: addresses.thread(notice.plan_id, thread.id),
  }
}

/** The user who resolved or reopened a thread, by the number of the event. */
async function actorsOf(db: Storage, picked: readonly Picked[]): Promise<Map<number, string>> {
  const ends = picked.filter(({ comment }) => comment === null).map(({ notice }) => notice)
  if (ends.length === 0) return new Map()
  const rows = await db
    .selectFrom('plan_changes')
    .select(['seq', 'actor'])
    .where('plan_id', '=', ends[0]?.plan_id ?? '')
    .where(
      'seq',
      'in',
      ends.map((notice) => notice.seq),
    )
    .execute()
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.actor ?? []),
  )
  return new Map(
    rows.flatMap(({ seq, actor }) =>
      actor === null ? [] : [[seq, names.get(actor) ?? 'Iemand'] as const],
    ),
  )
}

async function seenBy(db: Storage, userId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('thread_reads')
    .select(['thread_id', 'seq'])
    .where('user_id', '=', userId)
    .execute()
  return new Map(rows.map((row) => [row.thread_id, row.seq]))
}

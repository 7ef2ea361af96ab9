import { nextTurn, slicesInTurns } from '#server/runtime.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { AskRow } from '#server/storage/tables/inbox.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { can } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { askKinds } from '#shared/api/inbox.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'
import { topicsOf } from './ask-topics.ts'
import { type Ask, agreementAsks, askedMembers, consultationAsks, threadAsks } from './find-asks.ts'

/** Rows per statement: a question may go to everyone in a neighbourhood. */
const rowsAtOnce = 250

/**
 * Runs at the end of a transaction that appended these events to a plan: stores the open questions
 * to each member at that moment. Only the questions that the events may have changed are
 * recomputed, and rows that stay keep their time of arrival. Resolves with the users for whom
 * something else may wait now: also those whose question stays, because its words may be others.
 */
export async function keepAsks(
  tx: StorageTransaction,
  planId: string,
  { events, now }: { events: readonly PlanEvent[]; now: number },
): Promise<string[]> {
  const topics = topicsOf(events)
  if (topics === null) return []
  // A member who joins, leaves or is linked to a person of the plan has other actions too.
  const asked = new Set(events.flatMap((event) => ('userId' in event ? [event.userId] : [])))
  const note = (userIds: readonly string[]) => {
    for (const userId of userIds) asked.add(userId)
  }
  const plan = await tx
    .selectFrom('plans')
    .select(['id', 'status', 'readers_see_comments', 'deleted_at'])
    .where('id', '=', planId)
    .executeTakeFirst()
  if (plan === undefined || plan.deleted_at !== null || isEnded(plan.status)) {
    const gone = await tx
      .deleteFrom('asks')
      .where('plan_id', '=', planId)
      .returning('user_id')
      .execute()
    note(gone.map(({ user_id }) => user_id))
    return [...asked]
  }
  if (topics.agreement)
    note(await replace(tx, { planId, now, kinds: ['approval'] }, await agreementAsks(tx, plan)))
  if (topics.consultation)
    note(
      await replace(
        tx,
        { planId, now, kinds: ['consultation'] },
        await consultationAsks(tx, plan, now),
      ),
    )
  // A comment is an answer to the consultation too.
  else if (topics.threads.length > 0) note(await forgetAnswered(tx, planId, events))
  if (topics.threads.length === 0 && topics.members.length === 0 && !topics.readers)
    return [...asked]
  const members = await askedMembers(tx, planId)
  const scope = { planId, now, kinds: ['question', 'mention'] } satisfies Scope
  if (topics.threads.length > 0)
    note(
      await replace(
        tx,
        { ...scope, about: topics.threads },
        await threadAsks(tx, plan, { threadIds: topics.threads, members }),
      ),
    )
  const changed = members.filter(
    ({ user_id, role }) =>
      topics.members.includes(user_id) || (topics.readers && !can(role, 'comment')),
  )
  // A former member has no rows.
  if (changed.length > 0)
    note(
      await replace(
        tx,
        { ...scope, users: changed.map(({ user_id }) => user_id) },
        await threadAsks(tx, plan, {
          threadIds: await askingThreads(tx, planId),
          members: changed,
        }),
      ),
    )
  return [...asked]
}

/** The same for every question of a plan, for one whose questions were never stored. */
export async function keepEveryAsk(
  tx: StorageTransaction,
  planId: string,
  now: number,
): Promise<void> {
  const plan = await tx
    .selectFrom('plans')
    .select(['id', 'status', 'readers_see_comments', 'deleted_at'])
    .where('id', '=', planId)
    .executeTakeFirst()
  if (plan === undefined || plan.deleted_at !== null || isEnded(plan.status)) return
  const scope = { planId, now }
  await replace(tx, { ...scope, kinds: ['approval'] }, await agreementAsks(tx, plan))
  await replace(tx, { ...scope, kinds: ['consultation'] }, await consultationAsks(tx, plan, now))
  const open = await tx
    .selectFrom('threads')
    .select('id')
    .where('plan_id', '=', planId)
    .where('resolved_at', 'is', null)
    .where('deleted_at', 'is', null)
    .execute()
  const asks = await threadAsks(tx, plan, {
    threadIds: open.map(({ id }) => id),
    members: await askedMembers(tx, planId),
  })
  await replace(tx, { ...scope, kinds: ['question', 'mention'] }, asks)
}

/** The rows that are replaced: all of these kinds in the plan, or only those about or to these. */
type Scope = {
  planId: string
  now: number
  kinds: readonly (typeof askKinds)[number][]
  about?: readonly string[]
  users?: readonly string[]
}

/** Resolves with the users who had or have one of them. */
async function replace(
  tx: StorageTransaction,
  { planId, now, kinds, about, users }: Scope,
  asks: readonly Ask[],
): Promise<string[]> {
  const old = await tx
    .selectFrom('asks')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('kind', 'in', kinds)
    .$if(about !== undefined, (some) => some.where('about', 'in', about ?? []))
    .$if(users !== undefined, (some) => some.where('user_id', 'in', users ?? []))
    .execute()
  const wanted = new Map(asks.map((ask) => [keyOf(ask), ask]))
  const stays = (row: AskRow) => wanted.get(keyOf(row))?.due === row.due
  const gone = old.filter((row) => !stays(row))
  // Few questions go to many members, and a changed member has many questions.
  const [one, many] =
    users === undefined ? (['about', 'user_id'] as const) : (['user_id', 'about'] as const)
  let rows = 0
  for (const chunk of chunksBy(gone, (row) => `${row.kind} ${row[one]}`)) {
    // Only where it is long: another connection to the same file of SQLite waits without turns.
    if (rows >= rowsAtOnce) {
      rows = 0
      await nextTurn()
    }
    rows += chunk.length
    await tx
      .deleteFrom('asks')
      .where('plan_id', '=', planId)
      .where('kind', '=', chunk[0].kind)
      .where(one, '=', chunk[0][one])
      .where(
        many,
        'in',
        chunk.map((row) => row[many]),
      )
      .execute()
  }
  const known = new Map(old.map((row) => [keyOf(row), row]))
  const fresh = asks
    .filter((ask) => known.get(keyOf(ask))?.due !== ask.due || !known.has(keyOf(ask)))
    .map((ask) => ({ ...ask, plan_id: planId, at: known.get(keyOf(ask))?.at ?? now }))
  for await (const some of slicesInTurns(fresh, rowsAtOnce))
    await tx
      .insertInto('asks')
      .values(some)
      // A mandate may belong to a former member.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  return [...old, ...asks].map(({ user_id }) => user_id)
}

type Chunk = [AskRow, ...AskRow[]]

/** Combines rows with the same key, as many as fit in a statement. */
function chunksBy(rows: readonly AskRow[], keyOfChunk: (row: AskRow) => string): Chunk[] {
  const chunks: Chunk[] = []
  const open = new Map<string, Chunk>()
  for (const row of rows) {
    const key = keyOfChunk(row)
    const chunk = open.get(key)
    if (chunk !== undefined && chunk.length < rowsAtOnce) chunk.push(row)
    else {
      const begun: Chunk = [row]
      open.set(key, begun)
      chunks.push(begun)
    }
  }
  return chunks
}

const keyOf = ({ user_id, kind, about }: Pick<AskRow, 'user_id' | 'kind' | 'about'>) =>
  `${user_id} ${kind} ${about}`

/** Authors of comments in these threads have answered a running consultation. */
async function forgetAnswered(
  tx: StorageTransaction,
  planId: string,
  events: readonly PlanEvent[],
): Promise<string[]> {
  const threadIds = events.flatMap((event) =>
    event.type === 'thread.added' || event.type === 'comment.added' ? [event.threadId] : [],
  )
  if (threadIds.length === 0) return []
  const gone = await tx
    .deleteFrom('asks')
    .where('plan_id', '=', planId)
    .where('kind', '=', 'consultation')
    .where('user_id', 'in', (eb) =>
      eb
        .selectFrom('comments')
        .select(heldBy('author_id').as('author_id'))
        .where('thread_id', 'in', threadIds),
    )
    .returning('user_id')
    .execute()
  return gone.map(({ user_id }) => user_id)
}

/** Threads that ask a discipline, or with an open question to a user. */
async function askingThreads(tx: StorageTransaction, planId: string): Promise<string[]> {
  const asking = await tx
    .selectFrom('threads')
    .select('id')
    .where('plan_id', '=', planId)
    .where('resolved_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where('asked_discipline', 'is not', null)
    .execute()
  const asked = await tx
    .selectFrom('asks')
    .select('about')
    .distinct()
    .where('plan_id', '=', planId)
    .where('kind', 'in', ['question', 'mention'])
    .execute()
  return [...new Set([...asking.map(({ id }) => id), ...asked.map(({ about }) => about)])]
}

import { seatsOfRound } from '#server/plans/agreement/rounds.ts'
import { maySeeComments } from '#server/plans/comment-access.ts'
import { visibleThreads } from '#server/plans/comments/visible-threads.ts'
import { isCoordinatedBy } from '#server/plans/coordinated-by.ts'
import { namesOf } from '#server/plans/names-of.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { AskRow } from '#server/storage/tables/inbox.ts'
import type { Storage } from '#server/storage/tables.ts'
import { type InboxItem, type InboxKind, InboxKindSchema } from '#shared/api/inbox.ts'
import { limits } from '#shared/limits.ts'

type Reader = {
  userId: string
  /** For a session by a coordinator's handed link: only plans of that coordinator. */
  ofCoordinator: string | null
}
export type FoundItem = Omit<InboxItem, 'at' | 'isLate' | 'isUnread'> & { at: number }
type Ask = AskRow & {
  plan_title: string
  sections: string | null
  role: Parameters<typeof maySeeComments>[0]
  readers_see_comments: number
}

export async function readAskItems(db: Storage, reader: Reader): Promise<FoundItem[]> {
  const asks = await readAsks(db, reader)
  const rounds = await roundsOf(db, asks)
  const threads = await threadsOf(db, reader.userId, asks)
  const coordinators = await coordinatorsOf(db, asks)
  return asks.flatMap((ask) => itemOf(ask, { rounds, threads, coordinators }) ?? [])
}

type Details = {
  rounds: ReadonlyMap<string, { number: number; seatLabel: string }>
  threads: ReadonlyMap<string, AskingThread>
  /** Names by plan and user. */
  coordinators: ReadonlyMap<string, string>
}

/** Null for what is gone, or not shown to this person. */
function itemOf(ask: Ask, { rounds, threads, coordinators }: Details): FoundItem | null {
  const item = {
    id: `${ask.kind}/${ask.plan_id}/${ask.about}`,
    kind: ask.kind,
    planId: ask.plan_id,
    planTitle: ask.plan_title,
    due: ask.due,
    at: ask.at,
    url: `/plan/${ask.plan_id}`,
  }
  switch (ask.kind) {
    case 'approval': {
      const round = rounds.get(ask.about)
      return round === undefined
        ? null
        : {
            ...item,
            title: `${ask.plan_title}, versie ${round.number}`,
            detail: `U antwoordt voor ${round.seatLabel}`,
            url: `/plan/${ask.plan_id}/akkoord`,
          }
    }
    case 'consultation':
      return {
        ...item,
        title: ask.plan_title,
        detail: 'Ter consultatie: reageer bij de tekst, of laat weten dat u niets heeft',
      }
    case 'coordinator': {
      const name = coordinators.get(`${ask.plan_id} ${ask.about}`)
      return name === undefined
        ? null
        : {
            ...item,
            title:
              ask.about === ask.user_id ? 'U bent nu coördinator' : `${name} is nu coördinator`,
            detail: `${ask.plan_title} had er geen; een beheerder wees die aan`,
          }
    }
    case 'question':
    case 'mention': {
      const thread = threads.get(ask.about)
      return thread === undefined
        ? null
        : {
            ...item,
            title: `${thread.author}: “${shortened(thread.body)}”`,
            detail: `${ask.plan_title}, ${thread.place}`,
            url: `/plan/${ask.plan_id}?reactie=${encodeURIComponent(ask.about)}`,
          }
    }
  }
}

/** By index of the person: no plan is looked through. */
function readAsks(db: Storage, { userId, ofCoordinator }: Reader): Promise<Ask[]> {
  return db
    .selectFrom('asks')
    .innerJoin('plans', 'plans.id', 'asks.plan_id')
    .innerJoin('members', (join) =>
      join
        .onRef('members.plan_id', '=', 'asks.plan_id')
        .onRef('members.user_id', '=', 'asks.user_id'),
    )
    .where('asks.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .$if(ofCoordinator !== null, (all) => all.where(isCoordinatedBy(ofCoordinator)))
    .selectAll('asks')
    .select([
      'plans.title as plan_title',
      'plans.readers_see_comments',
      'members.sections',
      'members.role',
    ])
    .orderBy('asks.at', 'desc')
    .limit(limits.inboxShown.max)
    .execute()
}

async function roundsOf(
  db: Storage,
  asks: readonly Ask[],
): Promise<Map<string, { number: number; seatLabel: string }>> {
  const wanted = asks.filter(({ kind }) => kind === 'approval').map(({ about }) => about)
  const versions = [...new Set(wanted.map((about) => about.split('/')[0] ?? ''))]
  if (versions.length === 0) return new Map()
  const rows = await db
    .selectFrom('rounds')
    .innerJoin('versions', 'versions.id', 'rounds.version_id')
    .where('rounds.version_id', 'in', versions)
    .select(['rounds.version_id', 'rounds.seats', 'versions.number'])
    .execute()
  return new Map(
    rows.flatMap(({ version_id, seats, number }) =>
      seatsOfRound({ seats }).map(({ id, label }) => [
        `${version_id}/${id}`,
        { number, seatLabel: label },
      ]),
    ),
  )
}

/** Left out: a person who is not the coordinator any more. */
async function coordinatorsOf(db: Storage, asks: readonly Ask[]): Promise<Map<string, string>> {
  const told = asks.filter(({ kind }) => kind === 'coordinator')
  if (told.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where(
      'members.plan_id',
      'in',
      told.map(({ plan_id }) => plan_id),
    )
    .where('members.role', '=', 'coordinator')
    .select(['members.plan_id', 'members.user_id', 'user.name'])
    .execute()
  return new Map(rows.map(({ plan_id, user_id, name }) => [`${plan_id} ${user_id}`, name]))
}

type AskingThread = { author: string; body: string; place: string }

/** The last comment that somebody else wrote, and where. Anyone invited to parts gets those of their parts alone. */
async function threadsOf(
  db: Storage,
  userId: string,
  asks: readonly Ask[],
): Promise<Map<string, AskingThread>> {
  const asked = asks.filter((ask) => ask.kind === 'question' || ask.kind === 'mention')
  const found = new Map<string, AskingThread>()
  const whole = asked.filter((ask) => ask.sections === null && maySeeComments(ask.role, ask))
  if (whole.length > 0) {
    const byOthers = db
      .selectFrom('comments')
      .where(
        'thread_id',
        'in',
        whole.map(({ about }) => about),
      )
      .where('deleted_at', 'is', null)
      .where(heldBy('author_id'), '!=', userId)
    const rows = await db
      .selectFrom(
        byOthers
          .groupBy('thread_id')
          .select((eb) => ['thread_id', eb.fn.max('seq').as('seq')])
          .as('last'),
      )
      .innerJoin('comments', (join) =>
        join
          .onRef('comments.thread_id', '=', 'last.thread_id')
          .onRef('comments.seq', '=', 'last.seq'),
      )
      .innerJoin('threads', 'threads.id', 'comments.thread_id')
      .where('threads.deleted_at', 'is', null)
      .select(['threads.id', 'threads.place', 'comments.author_id', 'comments.body'])
      .execute()
    const names = await namesOf(
      db,
      rows.map(({ author_id }) => author_id),
    )
    for (const { id, place, author_id, body } of rows)
      found.set(id, { author: names.get(author_id) ?? 'Iemand', body, place })
  }
  const inParts = asked.filter((ask) => ask.sections !== null)
  for (const planId of new Set(inParts.map((ask) => ask.plan_id))) {
    const threadIds = inParts.filter((ask) => ask.plan_id === planId).map(({ about }) => about)
    for (const thread of await visibleThreads(db, { planId, userId, threadIds })) {
      const last = thread.comments.findLast(({ author }) => author.id !== userId)
      if (last !== undefined)
        found.set(thread.id, { author: last.author.name, body: last.body, place: thread.place })
    }
  }
  return found
}

const shownLength = 90
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= shownLength ? line : `${line.slice(0, shownLength).trimEnd()}…`
}

/** Actions of the person that a coordinator, or the member, linked to the account. */
export async function readTaskItems(
  db: Storage,
  { userId, ofCoordinator }: Reader,
): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('person_links')
    .innerJoin('plan_tasks', (join) =>
      join
        .onRef('plan_tasks.plan_id', '=', 'person_links.plan_id')
        .onRef('plan_tasks.person_row', '=', 'person_links.row_id'),
    )
    .innerJoin('members', (join) =>
      join
        .onRef('members.plan_id', '=', 'person_links.plan_id')
        .onRef('members.user_id', '=', 'person_links.user_id'),
    )
    .innerJoin('plans', 'plans.id', 'person_links.plan_id')
    .where('person_links.user_id', '=', userId)
    // Someone who was invited to parts may not be shown the actions.
    .where('members.sections', 'is', null)
    .where('plans.deleted_at', 'is', null)
    .where('plans.status', 'not in', ['expired', 'superseded'])
    .$if(ofCoordinator !== null, (all) => all.where(isCoordinatedBy(ofCoordinator)))
    .select([
      'plan_tasks.plan_id',
      'plan_tasks.row_id',
      'plan_tasks.title',
      'plan_tasks.due',
      'plan_tasks.at',
      'plans.title as plan_title',
    ])
    .orderBy('plan_tasks.at', 'desc')
    .limit(limits.inboxShown.max)
    .execute()
  return rows.map(({ plan_id, row_id, title, due, at, plan_title }) => ({
    id: `action/${plan_id}/${row_id}`,
    kind: 'action' as const,
    planId: plan_id,
    planTitle: plan_title,
    title: title === '' ? 'Actie zonder omschrijving' : title,
    detail: plan_title,
    due,
    at,
    url: `/plan/${plan_id}`,
  }))
}

export async function readSettings(
  db: Storage,
  userId: string,
): Promise<{ muted: InboxKind[]; seenAt: number }> {
  const row = await db
    .selectFrom('inbox_settings')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (row === undefined) return { muted: [], seenAt: 0 }
  const muted = (JSON.parse(row.muted) as string[]).flatMap((kind) => {
    const known = InboxKindSchema.safeParse(kind)
    return known.success ? [known.data] : []
  })
  return { muted, seenAt: row.seen_at }
}

export async function saveSettings(
  db: Storage,
  { userId, muted, seenAt }: { userId: string; muted: readonly InboxKind[]; seenAt: number },
): Promise<void> {
  const row = { muted: JSON.stringify(muted), seen_at: seenAt }
  await db
    .insertInto('inbox_settings')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

import { sql } from 'kysely'
import type * as Y from 'yjs'
import { type Clock, type Logger, nextTurn } from '#server/runtime.ts'
import { lockPlans } from '#server/storage/lock-plans.ts'
import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { type TouchedPlace, touchedPlaces } from './touched-places.ts'

/** For a change that is in the log; `actor` is null for the installation itself. */
type Noted = { seq: number; at: number; actor: string | null }

/** Called by an open plan for each update. Never throws: a fault here must not close the plan. */
export type Activity = {
  look(planId: string, transaction: Y.Transaction): (change: Noted) => void
  /** Stores everything noted so far: of one plan, or of all plans before the server stops. */
  settle(planId?: string): Promise<void>
}

/** People type in bursts: a burst is stored once, separately from its commits. */
const settleAfterMs = 2000
/** Rows per transaction: some milliseconds. */
const storedAtOnce = 250
/**
 * Parts per turn: some milliseconds. A larger change is noted later, because its commit waits for
 * this.
 */
const mergedAtOnce = 2000
const keptForMs = 180 * 24 * 60 * 60 * 1000

type ActivityEntry = Omit<PlanActivityTable, 'plan_id'>
/** A change of very many parts, as it was reported. */
type Large = { parts: readonly TouchedPlace[]; seq: number; at: number; actor: string }
type Pending = {
  entries: Map<string, ActivityEntry>
  /** Not yet moved to `entries`. */
  large: Large[]
  lastSeq: number
  cancel: () => void
}

/**
 * Stores which user changed which part of a plan and when, which the log loses when it is
 * compacted. The cost for a commit is a walk over the changed parts in memory. A crash loses the
 * last two seconds of this record and nothing of the plan.
 */
export function createActivity({
  db,
  clock,
  logger,
}: {
  db: Storage
  clock: Clock
  logger: Logger
}): Activity {
  const pending = new Map<string, Pending>()
  // One at a time: two concurrent writers of one part would both insert it.
  let storing: Promise<void> = Promise.resolve()

  function flush(planId: string): Promise<void> {
    const batch = pending.get(planId)
    if (batch !== undefined) {
      pending.delete(planId)
      batch.cancel()
      storing = storing
        .then(() => store(planId, batch))
        .catch((error: unknown) =>
          logger.error(
            { err: error, planId },
            'Activity of a plan could not be stored; the plan itself is not affected',
          ),
        )
    }
    return storing
  }

  /**
   * One part at a time, each stored separately: an import may touch every cell of a plan, and other
   * commits wait meanwhile.
   */
  async function store(planId: string, { entries, large, lastSeq }: Pending): Promise<void> {
    for (const { parts, ...change } of large)
      for (let from = 0; from < parts.length; from += mergedAtOnce) {
        for (const part of parts.slice(from, from + mergedAtOnce)) merge(entries, part, change)
        await nextTurn()
      }
    const all = [...entries.values()]
    for (let from = 0; from < all.length; from += storedAtOnce) {
      const upTo = from + storedAtOnce
      await storeSome(planId, all.slice(from, upTo), upTo < all.length ? null : lastSeq)
      await nextTurn()
    }
  }

  /** `lastSeq` of the whole change, stored with its last part. */
  async function storeSome(
    planId: string,
    entries: readonly ActivityEntry[],
    lastSeq: number | null,
  ): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const [plan] = await lockPlans(trx, [planId])
      // Every node with the plan open notes the same updates; the first node stores them.
      const stored = plan?.activity_seq ?? Number.POSITIVE_INFINITY
      const fresh = entries.filter((entry) => entry.last_seq > stored)
      if (fresh.length > 0) await storeEntries(trx, planId, fresh)
      if (lastSeq === null || lastSeq <= stored) return
      await trx
        .updateTable('plans')
        .set({ activity_seq: lastSeq })
        .where('id', '=', planId)
        .execute()
      await trx
        .deleteFrom('plan_activity')
        .where('plan_id', '=', planId)
        .where('last_at', '<', clock.now() - keptForMs)
        .execute()
    })
  }

  function partsOf(planId: string, transaction: Y.Transaction): TouchedPlace[] {
    try {
      return touchedPlaces(transaction)
    } catch (error) {
      logger.error({ err: error, planId }, 'The changes of an update could not be recorded')
      return []
    }
  }

  function note(planId: string, parts: readonly TouchedPlace[], { seq, at, actor }: Noted): void {
    if (actor === null || parts.length === 0) return
    let batch = pending.get(planId)
    if (batch === undefined) {
      batch = {
        entries: new Map(),
        large: [],
        lastSeq: seq,
        cancel: clock.after(settleAfterMs, () => void flush(planId)),
      }
      pending.set(planId, batch)
    }
    batch.lastSeq = Math.max(batch.lastSeq, seq)
    if (batch.entries.size + parts.length > mergedAtOnce)
      batch.large.push({ parts, seq, at, actor })
    else for (const part of parts) merge(batch.entries, part, { seq, at, actor })
  }

  return {
    look(planId, transaction) {
      const parts = partsOf(planId, transaction)
      return (change) => note(planId, parts, change)
    },
    async settle(planId) {
      for (const id of planId === undefined ? [...pending.keys()] : [planId]) void flush(id)
      await storing
    },
  }
}

/** Order does not matter: a postponed change may be older than the stored one. */
function merge(
  entries: Map<string, ActivityEntry>,
  part: TouchedPlace,
  { seq, at, actor }: { seq: number; at: number; actor: string },
): void {
  const key = keyOf({ ...part, user_id: actor })
  const known = entries.get(key)
  if (known === undefined)
    entries.set(key, {
      ...part,
      user_id: actor,
      first_seq: seq,
      last_seq: seq,
      first_at: at,
      last_at: at,
    })
  else if (seq < known.first_seq) Object.assign(known, { ...part, first_seq: seq, first_at: at })
  else if (seq > known.last_seq) Object.assign(known, { last_seq: seq, last_at: at })
}

const key = ['kind', 'part', 'row', 'column', 'user_id'] as const

/** Continues a row of the same person, unless somebody looked at the plan in between. */
async function storeEntries(
  trx: StorageTransaction,
  planId: string,
  entries: readonly ActivityEntry[],
): Promise<void> {
  const visit = await trx
    .selectFrom('plan_visits')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const names = sql.join(key.map((name) => sql.ref(name)))
  const keys = entries.map((entry) => sql`(${sql.join(key.map((name) => entry[name]))})`)
  const open = await trx
    .selectFrom('plan_activity')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('last_seq', '>', visit?.seq ?? 0)
    .where(sql<boolean>`(${names}) in (values ${sql.join(keys)})`)
    .execute()
  const known = new Map(open.map((row) => [keyOf(row), row]))
  await trx
    .insertInto('plan_activity')
    .values(
      entries.map((entry) => ({
        ...(known.get(keyOf(entry)) ?? { plan_id: planId, ...entry }),
        last_seq: entry.last_seq,
        last_at: entry.last_at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['plan_id', ...key, 'first_seq']).doUpdateSet((eb) => ({
        last_seq: eb.ref('excluded.last_seq'),
        last_at: eb.ref('excluded.last_at'),
      })),
    )
    .execute()
}

function keyOf({
  kind,
  part,
  row,
  column,
  user_id,
}: Pick<ActivityEntry, 'kind' | 'part' | 'row' | 'column' | 'user_id'>): string {
  return [kind, part, row, column, user_id].join('/')
}

import { assert } from '#server/invariant.ts'
import { type Clock, slicesOf } from '#server/runtime.ts'
import type {
  Change,
  ChangeBody,
  LoadedPlan,
  LogHead,
  NewChange,
  PlanLog,
  SinceResult,
} from '#server/sync/plan-log.ts'
import { AppError } from '#shared/errors.ts'
import { type PlanEvent, PlanEventSchema } from '#shared/protocol/events.ts'
import { bindBytes, plainBytes } from './append-changes.ts'
import { appendAudit, type Origin } from './audit-trail.ts'
import { checksumOf } from './checksum.ts'
import { type Appended, engineOf } from './engine.ts'
import { meaningOf } from './storage-faults.ts'
import type { Storage, StorageTransaction } from './tables.ts'

export type SqlPlanLog = PlanLog & {
  /**
   * The same as `append` inside a transaction of the caller, so that a row and its event commit
   * together or not at all (EV1). The caller notifies the rooms after its commit, never before.
   */
  appendIn(trx: StorageTransaction, changes: readonly NewChange[]): Promise<Appended[]>
  /** The same as `saveSnapshot` inside a transaction of the caller. */
  saveSnapshotIn(
    trx: StorageTransaction,
    planId: string,
    snapshot: { seq: number; state: Uint8Array },
  ): Promise<void>
}

type SqlPlanLogOptions = {
  db: Storage
  clock: Clock
  /** The channel and address of the write; read here, because every event passes here. */
  originOf?: () => Origin
}

/** A statement takes a limited number of parameters, on every database. */
const headsAtOnce = 500

const fromServer = (): Origin => ({ channel: 'server', address: null })

export function createSqlPlanLog({
  db,
  clock,
  originOf = fromServer,
}: SqlPlanLogOptions): SqlPlanLog {
  const engine = engineOf(db)

  async function append(changes: readonly NewChange[]): Promise<Appended[]> {
    if (changes.length === 0) return []
    return changes.some((change) => change.body.kind === 'event')
      ? db.transaction().execute((trx) => appendIn(trx, changes))
      : engine.changes.alone(changes, () => clock.now())
  }

  async function appendIn(
    trx: StorageTransaction,
    changes: readonly NewChange[],
  ): Promise<Appended[]> {
    const at = clock.now()
    const appended = await engine.changes.inside(trx, changes, at)
    const origin = originOf()
    await appendAudit(
      trx,
      changes.flatMap(({ planId, actor, body }) =>
        body.kind === 'event'
          ? [{ planId, at, actor, ...describeEvent(body.event), result: 'ok', origin }]
          : [],
      ),
    )
    return appended
  }

  async function load(planId: string, eventsAfter = Infinity): Promise<LoadedPlan | null> {
    try {
      return await loadNow(planId, eventsAfter)
    } catch (error) {
      // A database that does not answer says nothing about the plan, which would be shown as unreadable.
      if (meaningOf(error)?.meaning === 'refuse')
        throw new AppError('unavailable', { cause: error })
      throw error
    }
  }

  async function loadNow(planId: string, eventsAfter: number): Promise<LoadedPlan | null> {
    return engine.readTogether((trx) => loadPlanIn(trx, planId, eventsAfter))
  }

  async function heads(planIds: readonly string[]): Promise<ReadonlyMap<string, LogHead>> {
    const found = new Map<string, LogHead>()
    for (const some of slicesOf(planIds, headsAtOnce)) {
      const rows = await db
        .selectFrom('plans')
        .select(['id', 'epoch', 'seq'])
        .where('id', 'in', some)
        .where('deleted_at', 'is', null)
        .execute()
      for (const { id, epoch, seq } of rows) found.set(id, { epoch, seq })
    }
    return found
  }

  async function since(planId: string, seq: number): Promise<SinceResult> {
    // One statement: it sees the head and the changes of one moment, without the round trips of a
    // transaction. Every change of another node is read this way.
    const rows = await db
      .selectFrom('plans')
      .leftJoin('plan_changes as change', (join) =>
        join.onRef('change.plan_id', '=', 'plans.id').on('change.seq', '>', seq),
      )
      .where('plans.id', '=', planId)
      .where('plans.deleted_at', 'is', null)
      .select(['plans.seq as head', 'change.seq', 'change.at', 'change.actor'])
      .select(['change.kind', 'change.body'])
      .orderBy('change.seq')
      .execute()
    const [first] = rows
    if (first === undefined) throw new AppError('plan-not-found')
    assert(seq <= first.head, 'log-keeps')
    const changes = rows.flatMap((row): Change[] =>
      row.seq === null || row.at === null || row.kind === null || row.body === null
        ? []
        : [{ seq: row.seq, at: row.at, actor: row.actor, body: decodeBody(row.kind, row.body) }],
    )
    // Numbers have no gaps (LG1), so a smaller count means that compaction removed some of them.
    if (changes.length < first.head - seq) return { kind: 'pruned' }
    assertConsecutive(changes, { after: seq, upTo: first.head })
    return { kind: 'changes', changes }
  }

  async function saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void> {
    await db.transaction().execute((trx) => saveSnapshotIn(trx, planId, { seq, state }))
  }

  async function saveSnapshotIn(
    trx: StorageTransaction,
    planId: string,
    { seq, state }: { seq: number; state: Uint8Array },
  ): Promise<void> {
    const plan = await findPlan(trx, planId)
    if (plan === undefined) throw new AppError('plan-not-found')
    assert(seq <= plan.seq, 'snapshot-in-log')
    const older = await trx
      .selectFrom('plan_snapshots')
      .select('seq')
      .where('plan_id', '=', planId)
      .executeTakeFirst()
    // Two nodes may compact at once; the later, older snapshot must not replace the newer one.
    if (older !== undefined && older.seq >= seq) return
    const kept = { seq, state: bindBytes(state), state_crc32: checksumOf(state) }
    const stored = await trx
      .insertInto('plan_snapshots')
      .values({ plan_id: planId, ...kept })
      .onConflict((conflict) =>
        conflict.column('plan_id').doUpdateSet(kept).where('plan_snapshots.seq', '<', seq),
      )
      .executeTakeFirst()
    if (stored.numInsertedOrUpdatedRows === 0n) return
    // Events stay: they are few, and they are the plan's history.
    await trx
      .deleteFrom('plan_changes')
      .where('plan_id', '=', planId)
      .where('kind', '=', 'update')
      .where('seq', '<=', seq)
      .execute()
  }

  async function probe(): Promise<void> {
    const at = clock.now()
    await db
      .insertInto('storage_probe')
      .values({ id: 1, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute()
  }

  return { append, appendIn, load, heads, since, saveSnapshot, saveSnapshotIn, probe }
}

/** An event holds ids only, so it can become a line of the audit trail unchanged. */
function describeEvent({ type, ...about }: PlanEvent): {
  action: string
  object: string
  onBehalfOf: string | null
} {
  const { onBehalfOf = null, ...ids } = about as Record<string, string | number | null>
  return {
    action: type,
    object: Object.entries(ids)
      .map(([name, id]) => `${name}=${id}`)
      .join(' '),
    onBehalfOf: onBehalfOf === null ? null : String(onBehalfOf),
  }
}

/** The same as `load` inside a transaction of the caller, which reads more of the same moment. */
export async function loadPlanIn(
  trx: StorageTransaction,
  planId: string,
  eventsAfter = Infinity,
): Promise<LoadedPlan | null> {
  const plan = await findPlan(trx, planId)
  if (plan === undefined) return null
  const snapshot = await trx
    .selectFrom('plan_snapshots')
    .select(['seq', 'state'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const snapshotSeq = snapshot?.seq ?? 0
  const changes = await changesAfter(trx, planId, snapshotSeq)
  assert(snapshotSeq <= plan.seq, 'snapshot-in-log')
  assertConsecutive(changes, { after: snapshotSeq, upTo: plan.seq })
  const event = await trx
    .selectFrom('plan_changes')
    .select('seq')
    .where('plan_id', '=', planId)
    .where('kind', '=', 'event')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const earlier =
    eventsAfter < snapshotSeq ? await changesAfter(trx, planId, eventsAfter, snapshotSeq) : []
  return {
    epoch: plan.epoch,
    seq: plan.seq,
    eventSeq: event?.seq ?? 0,
    snapshot: snapshot === undefined ? null : plainBytes(snapshot.state),
    snapshotSeq,
    changes,
    events: earlier.filter((change) => change.body.kind === 'event'),
  }
}

function findPlan(
  trx: StorageTransaction,
  planId: string,
): Promise<{ epoch: string; seq: number } | undefined> {
  return trx
    .selectFrom('plans')
    .select(['epoch', 'seq'])
    .where('id', '=', planId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
}

async function changesAfter(
  trx: StorageTransaction,
  planId: string,
  seq: number,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Change[]> {
  const rows = await trx
    .selectFrom('plan_changes')
    .select(['seq', 'at', 'actor', 'kind', 'body'])
    .where('plan_id', '=', planId)
    .where('seq', '>', seq)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    body: decodeBody(row.kind, row.body),
  }))
}

/** Asserts that these are all changes between two numbers. */
function assertConsecutive(
  changes: readonly Change[],
  { after, upTo }: { after: number; upTo: number },
): void {
  const isWhole =
    changes.length === upTo - after && changes.every(({ seq }, index) => seq === after + 1 + index)
  assert(isWhole, 'changes-in-order')
}

function decodeBody(kind: 'update' | 'event', bytes: Uint8Array): ChangeBody {
  if (kind === 'update') return { kind, update: plainBytes(bytes) }
  return { kind, event: PlanEventSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) }
}

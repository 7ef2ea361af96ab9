import { assert } from '#server/invariant.ts'
import { slicesOf } from '#server/runtime.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import { AppError } from '#shared/errors.ts'
import {
  encodeBody,
  groupByPlan,
  type LaterChange,
  mustBeFirst,
  selectLater,
  unknownAfter,
} from '../append-changes.ts'
import { checksumOfChange } from '../checksum.ts'
import type { Appended } from '../engine.ts'
import { ConnectionLost, isRolledBackByOthers } from './postgres-faults.ts'
import type { PostgresPool } from './postgres-pool.ts'

/** A named statement is parsed once per connection; null for a statement whose text varies. */
export type Run = <R>(name: string | null, text: string, values: unknown[]) => Promise<R[]>

/** Rows per statement: a statement takes 65,535 parameters. */
const rowsAtOnce = 500
/** A plan that other nodes write to continuously may be the victim of a deadlock more than once. */
const attempts = 5
/**
 * Within 1.5 s the server notices that a connection is gone, and then knows how its transaction
 * ended.
 */
const outcomeAttempts = 30
const outcomeEveryMs = 50

type Claimed = { id: string; seq: number; xid: string }

/**
 * The lock of a plan's row serialises its numbers. Rows are locked in the order of their ids, so
 * that two nodes that commit several plans never deadlock.
 */
export async function appendChanges(
  run: Run,
  changes: readonly NewChange[],
  now: () => number,
): Promise<{ appended: Appended[]; xid: string }> {
  const { statements, ...made } = numberChanges(changes, await lockHeads(run, changes), now)
  for (const write of statements) await write(run)
  return made
}

type Statement = (run: Run) => Promise<unknown>
/** `statements`: what writes the changes, in this order. */
type Numbered = { appended: Appended[]; xid: string; statements: readonly Statement[] }

/** Locks the plans and reads their heads. Throws `plan-not-found`, and `behind` (plan-log.ts). */
async function lockHeads(run: Run, changes: readonly NewChange[]): Promise<Claimed[]> {
  const groups = groupByPlan(changes)
  const claimed = await run<Claimed>(
    'lock-plans',
    `select id, seq, pg_current_xact_id()::text as xid from plans
     where id = any($1::text[]) and deleted_at is null order by id for no key update`,
    [[...groups.keys()]],
  )
  if (claimed.length < groups.size) throw new AppError('plan-not-found')
  for (const { seq } of claimed) assert(Number.isSafeInteger(seq) && seq >= 0, 'commit-answered')
  for (const { id: planId, seq: head } of claimed)
    await mustBeFirstIn(run, { planId, own: groups.get(planId) ?? [], head })
  return claimed
}

/** Gives changes their numbers, once their plans are locked. */
function numberChanges(
  changes: readonly NewChange[],
  claimed: readonly Claimed[],
  now: () => number,
): Numbered {
  const groups = groupByPlan(changes)
  // After the locks: a change has a higher number than one that was committed before it, and no
  // earlier time.
  const at = now()
  const lastSeq = new Map(claimed.map(({ id, seq }) => [id, seq]))
  const appended: Appended[] = []
  const rows: unknown[][] = []
  for (const { planId, actor, body } of changes) {
    const seq = (lastSeq.get(planId) ?? 0) + 1
    lastSeq.set(planId, seq)
    const bytes = encodeBody(body)
    const sum = checksumOfChange({ seq, at, actor, kind: body.kind }, bytes)
    rows.push([planId, seq, at, actor, body.kind, bytes, sum])
    appended.push({ seq, at })
  }
  return {
    appended,
    xid: claimed[0]?.xid ?? '',
    statements: [
      (run) => moveHeads(run, groups, at),
      ...[...slicesOf(rows, rowsAtOnce)].map((some) => (run: Run) => insertRows(run, some)),
    ],
  }
}

/** Asks nothing while no other server writes in the plan. */
async function mustBeFirstIn(
  run: Run,
  { planId, own, head }: { planId: string; own: readonly NewChange[]; head: number },
): Promise<void> {
  const after = unknownAfter(own, head)
  if (after === null) return
  const later = await run<LaterChange>('later-changes', selectLater('$1', '$2'), [planId, after])
  mustBeFirst(own, { after, head }, later)
}

/** All plans in one statement: their typists wait for as long as this transaction holds the locks. */
function moveHeads(
  run: Run,
  groups: ReadonlyMap<string, readonly NewChange[]>,
  at: number,
): Promise<unknown> {
  const heads = [...groups].map(([planId, own]) => {
    const last = own.findLastIndex((change) => change.body.kind === 'update')
    return { planId, count: own.length, last: last + 1, by: own[last]?.actor ?? null }
  })
  return run(
    'move-heads',
    `update plans set
       seq = plans.seq + head.count,
       document_seq = case when head.last = 0 then document_seq else plans.seq + head.last end,
       changed_at = case when head.last = 0 then changed_at else $5::bigint end,
       changed_by = case when head.last = 0 then changed_by else head.by end
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) as head(id, count, last, by)
     where plans.id = head.id`,
    [
      heads.map(({ planId }) => planId),
      heads.map(({ count }) => count),
      heads.map(({ last }) => last),
      heads.map(({ by }) => by),
      at,
    ],
  )
}

function insertRows(run: Run, rows: readonly unknown[][]): Promise<unknown> {
  const places = rows.map(
    (row, index) => `(${row.map((_, column) => `$${index * row.length + column + 1}`).join(', ')})`,
  )
  return run(
    rows.length === 1 ? 'insert-change' : null,
    `insert into plan_changes (plan_id, seq, at, actor, kind, body, body_crc32) values ${places.join(', ')}`,
    rows.flat(),
  )
}

/**
 * Appends in a transaction of its own. If the connection breaks during the commit, the server is
 * asked whether the transaction took effect: otherwise a client that sends its change again would
 * have it logged twice.
 */
export async function appendAlone(
  pool: PostgresPool,
  changes: readonly NewChange[],
  now: () => number,
): Promise<Appended[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await appendOnce(pool, changes, now)
    } catch (error) {
      if (attempt === attempts || !isRolledBackByOthers(error)) throw error
    }
  }
}

/**
 * Two round trips: the plans are locked and their numbers read; then everything is written and committed. Each round trip
 * is two changes of process on either side, and everybody who types in these plans waits for the second.
 */
async function appendOnce(
  pool: PostgresPool,
  changes: readonly NewChange[],
  now: () => number,
): Promise<Appended[]> {
  const connection = await pool.connect()
  const { timeline } = pool
  const run: Run = async <R>(name: string | null, text: string, values: unknown[]) =>
    (name === null
      ? await connection.query<R>(text, values)
      : await connection.prepared<R>(name, text, values)
    ).rows
  /** After a statement that failed, the commit behind it was a rollback, and this one changes nothing. */
  const rollBack = () => connection.query('rollback', []).catch(() => connection.discard())
  try {
    let made: Numbered
    try {
      const begun = connection.query('begin', [])
      const [claimed] = await Promise.all([lockHeads(run, changes), begun])
      made = numberChanges(changes, claimed, now)
    } catch (error) {
      await rollBack()
      throw error
    }
    try {
      const writing = made.statements.map((write) => write(run))
      await Promise.all([...writing, connection.query('commit', [])])
    } catch (error) {
      // The commit was on its way together with the statement that got no answer.
      const isUnknown = error instanceof ConnectionLost
      if (!isUnknown) await rollBack()
      if (!isUnknown || !(await didCommit(pool, { ...made, timeline }))) throw error
    }
    return made.appended
  } finally {
    connection.release()
  }
}

/**
 * False also if the server does not return in time: its clients then send again, and the update
 * changes nothing. And false on another timeline: there the number of the transaction may by now be
 * that of another one, which did commit.
 */
async function didCommit(
  pool: PostgresPool,
  { xid, timeline }: { xid: string; timeline: string | null },
): Promise<boolean> {
  for (let attempt = 0; attempt < outcomeAttempts; attempt++) {
    const status = await statusOf(pool, xid).catch(() => null)
    if (pool.timeline !== timeline) return false
    if (status === 'committed') return true
    if (status === 'aborted') return false
    await new Promise((resolve) => setTimeout(resolve, outcomeEveryMs))
  }
  return false
}

async function statusOf(pool: PostgresPool, xid: string): Promise<string | null> {
  const connection = await pool.connect()
  try {
    const { rows } = await connection.query<{ status: string | null }>(
      'select pg_xact_status($1::xid8) as status',
      [xid],
    )
    return rows[0]?.status ?? null
  } finally {
    connection.release()
  }
}

import { assert } from '#server/invariant.ts'
import type { ChangeBody, NewChange } from '#server/sync/plan-log.ts'
import { AppError } from '#shared/errors.ts'
import { checksumOfChange } from './checksum.ts'
import type { Appended } from './engine.ts'
import type { SqliteDatabase } from './sqlite.ts'

/**
 * Writes changes to their plans' logs with prepared statements: this runs for every keystroke, and
 * building and preparing the same SQL again took ten times as long as executing it. Synchronous, so
 * no other statement runs in between; the caller holds the connection, in a transaction. Throws
 * `plan-not-found`.
 */
export function prepareAppend(
  database: SqliteDatabase,
): (changes: readonly NewChange[], at: number) => Appended[] {
  // A plan's counter is what serializes writers.
  const claimForEvents = database.prepare<[number, string], { seq: number }>(
    'update plans set seq = seq + ? where id = ? and deleted_at is null returning seq',
  )
  const claimForUpdates = database.prepare<
    [number, number, number, string | null, string],
    { seq: number }
  >(
    'update plans set seq = seq + ?, document_seq = seq + ?, changed_at = ?, changed_by = ? where id = ? and deleted_at is null returning seq',
  )
  const insert = database.prepare<
    [string, number, number, string | null, ChangeBody['kind'], Buffer, number]
  >(
    'insert into plan_changes (plan_id, seq, at, actor, kind, body, body_crc32) values (?, ?, ?, ?, ?, ?, ?)',
  )

  const findLater = database.prepare<[string, number], LaterChange>(selectLater('?', '?'))

  /**
   * Increments a plan's counter once by the number of changes; returns the number before the first
   * of `own`.
   */
  function claim(planId: string, own: readonly NewChange[], at: number): number {
    const last = own.findLastIndex((change) => change.body.kind === 'update')
    const claimed =
      last === -1
        ? claimForEvents.get(own.length, planId)
        : claimForUpdates.get(own.length, last + 1, at, own[last]?.actor ?? null, planId)
    if (claimed === undefined) throw new AppError('plan-not-found')
    const before = claimed.seq - own.length
    assert(Number.isSafeInteger(before) && before >= 0, 'commit-answered')
    const after = unknownAfter(own, before)
    if (after !== null) mustBeFirst(own, { after, head: before }, findLater.all(planId, after))
    return before
  }

  return (changes, at) => {
    const lastSeq = new Map<string, number>()
    for (const [planId, own] of groupByPlan(changes)) lastSeq.set(planId, claim(planId, own, at))
    return changes.map(({ planId, actor, body }) => {
      const seq = (lastSeq.get(planId) ?? 0) + 1
      lastSeq.set(planId, seq)
      const bytes = encodeBody(body)
      insert.run(
        planId,
        seq,
        at,
        actor,
        body.kind,
        bytes,
        checksumOfChange({ seq, at, actor, kind: body.kind }, bytes),
      )
      return { seq, at }
    })
  }
}

/** Larger ones are read first instead: everyone who writes in the plan waits for the comparison. */
const comparedBytes = 64 * 1024

/** The changes of a plan after a number, in order; takes the markers of these two parameters. */
export const selectLater = (planId: string, after: string): string =>
  `select seq, kind, case when sum(length(body)) over (order by seq) <= ${comparedBytes} then body end as body
   from plan_changes where plan_id = ${planId} and seq > ${after} order by seq`

export type LaterChange = { seq: number; kind: ChangeBody['kind']; body: Uint8Array | null }

/** The number after which the log of a plan may hold changes that these do not know; else null. */
export function unknownAfter(own: readonly NewChange[], head: number): number | null {
  let known = head
  for (const { basis } of own) if (basis !== undefined) known = Math.min(known, basis.seq())
  return known < head ? known : null
}

/**
 * Refuses changes of which another server committed the clocks first. `later`: the changes after
 * `after`, read under the lock of the plan. Throws `behind`.
 */
export function mustBeFirst(
  own: readonly NewChange[],
  { after, head }: { after: number; head: number },
  later: readonly LaterChange[],
): void {
  // Compaction removed some of them.
  if (later.length < head - after) throw new AppError('behind')
  for (const { seq, kind, body } of later) {
    if (kind === 'event') continue
    if (body === null) throw new AppError('behind')
    for (const { basis } of own)
      if (basis !== undefined && seq > basis.seq() && basis.sharesClocksWith(plainBytes(body)))
        throw new AppError('behind')
  }
}

export function groupByPlan(changes: readonly NewChange[]): Map<string, NewChange[]> {
  const groups = new Map<string, NewChange[]>()
  for (const change of changes) {
    const group = groups.get(change.planId)
    if (group === undefined) groups.set(change.planId, [change])
    else group.push(change)
  }
  return groups
}

export function encodeBody(body: ChangeBody): Buffer {
  return body.kind === 'update'
    ? bindBytes(body.update)
    : Buffer.from(JSON.stringify(body.event), 'utf8')
}

/** The driver returns Buffers, whose `slice` and JSON differ from those of a Uint8Array. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The driver accepts only Buffers; this is a view, not a copy. */
export function bindBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

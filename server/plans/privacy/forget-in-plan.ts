import * as Y from 'yjs'
import { packContent, unpackContent } from '#server/plans/days/day-rows.ts'
import type { LockedPlan } from '#server/plans/plan-writer.ts'
import { removeWords } from '#server/plans/search/plan-words.ts'
import { canonicalOf, freezeContent } from '#server/plans/versions/pack.ts'
import { sha256Of } from '#server/plans/versions/seal.ts'
import { redactionOfLines } from '#server/storage/audit-trail.ts'
import { engineOf } from '#server/storage/engine.ts'
import { readFormat } from '#server/storage/formats.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import { currentHash, digestOfRedactions, readRedactions } from '#server/storage/redactions.ts'
import type { RedactionRow } from '#server/storage/tables/redactions.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { restoreFrom } from '#shared/compare/restore-from.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { atOnce } from '#shared/steps.ts'
import { contentWithout, type Forgotten, pseudonymized } from './pseudonym.ts'
import { openStoredPlan } from './stored-plan.ts'

/**
 * The changes in a plan for forgetting a person, computed before the transaction that writes them.
 */
export type PlanChange = {
  planId: string
  userId: string
  gone: Forgotten
  /**
   * The edit of the text, and the complete state after it; null if the text does not contain the
   * name.
   */
  document: { update: Uint8Array; state: Uint8Array; seq: number } | null
  days: { day: string; content: Buffer }[]
}

export async function prepareChange(
  { db, log }: { db: Storage; log: SqlPlanLog },
  { planId, userId, gone }: { planId: string; userId: string; gone: Forgotten },
): Promise<PlanChange> {
  const plan = await openStoredPlan(db, log, planId)
  if (plan === null) throw new Error(`Plan ${planId} can not be opened: run verify first.`)
  const { doc, format, epoch, seq } = plan
  const before = Y.encodeStateVector(doc)
  const now = readPlan(doc, format, { epoch, seq })
  const count = doc.transact(() =>
    restoreFrom(doc, format, {
      version: contentWithout(now, format, gone),
      chosen: { kind: 'all' },
    }),
  )
  const document = {
    update: Y.encodeStateAsUpdate(doc, before),
    state: Y.encodeStateAsUpdate(doc),
    seq,
  }
  doc.destroy()
  const days: PlanChange['days'] = []
  for (const { day, content } of await db
    .selectFrom('plan_days')
    .select(['day', 'content'])
    .where('plan_id', '=', planId)
    .execute()) {
    const old = await unpackContent(content)
    const next = contentWithout(old, format, gone)
    if (JSON.stringify(next) !== JSON.stringify(old))
      days.push({ day, content: await packContent(next) })
  }
  return { planId, userId, gone, document: count > 0 ? document : null, days }
}

type ForgetInPlanInput = { log: SqlPlanLog; now: number; batch: string }

/** In the caller's write. */
export async function forgetInPlan(
  tx: StorageTransaction,
  plan: LockedPlan,
  { log, now, batch }: ForgetInPlanInput,
  change: PlanChange,
): Promise<{ id: string; title: string; versions: number; lines: number }> {
  const { planId, userId, gone, document, days } = change
  await forgetInTexts(tx, planId, gone)
  await removeWords(tx, planId)
  for (const { day, content } of days)
    await tx
      .updateTable('plan_days')
      .set({ content })
      .where('plan_id', '=', planId)
      .where('day', '=', day)
      .execute()
  const old = await readRedactions(tx, planId)
  const found = [
    ...(await redactVersions(tx, planId, { gone, old })),
    ...(await redactLines(tx, planId, userId)),
  ]
  const rows = found.map(
    (redaction, index): RedactionRow => ({
      ...redaction,
      plan_id: planId,
      number: old.length + index + 1,
      batch,
      at: now,
    }),
  )
  for (const row of rows) await tx.insertInto('redactions').values(row).execute()
  await append(tx, plan, log, { userId, document, rows })
  const { row } = plan
  const title = pseudonymized(row.title, gone)
  await tx
    .updateTable('plans')
    .set({ title, wijk: pseudonymized(row.wijk, gone), team: pseudonymized(row.team, gone) })
    .where('id', '=', planId)
    .execute()
  const lines = rows.find(({ kind }) => kind === 'trail')?.subject.split(',').length ?? 0
  return {
    id: planId,
    title,
    versions: rows.filter(({ kind }) => kind === 'version').length,
    lines,
  }
}

/**
 * Appends the edit and the events, then stores a snapshot, so that the updates with the name are
 * removed from the log.
 */
async function append(
  tx: StorageTransaction,
  plan: LockedPlan,
  log: SqlPlanLog,
  {
    userId,
    document,
    rows,
  }: Pick<PlanChange, 'userId' | 'document'> & { rows: readonly RedactionRow[] },
): Promise<void> {
  const planId = plan.id
  if (document !== null && plan.row.seq !== document.seq)
    throw new Error(`Plan ${planId} was changed meanwhile. Nothing was changed: try again.`)
  const member = await tx
    .deleteFrom('members')
    .where('plan_id', '=', planId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst()
  const digest = rows.length === 0 ? {} : { digest: digestOfRedactions(rows) }
  const own = { by: null } as const
  const [first] = await plan.appendAll([
    ...(document === null
      ? []
      : [{ ...own, body: { kind: 'update', update: document.update } } as const]),
    {
      ...own,
      body: { kind: 'event', event: { type: 'person.forgotten', userId, ...digest } },
    } as const,
    ...(member === undefined
      ? []
      : [{ ...own, body: { kind: 'event', event: { type: 'member.removed', userId } } } as const]),
  ])
  if (member !== undefined) plan.revoke(userId, 'no-access')
  if (document !== null && first !== undefined)
    await log.saveSnapshotIn(tx, planId, { seq: first.seq, state: document.state })
}

async function redactVersions(
  tx: StorageTransaction,
  planId: string,
  { gone, old }: { gone: Forgotten; old: readonly RedactionRow[] },
): Promise<Pick<RedactionRow, 'kind' | 'subject' | 'old_hash' | 'new_hash'>[]> {
  const formats = new Map<string, Format | null>()
  const found: Pick<RedactionRow, 'kind' | 'subject' | 'old_hash' | 'new_hash'>[] = []
  for (const version of await tx
    .selectFrom('versions')
    .select(['id', 'hash', 'content', 'packing', 'format_id', 'format_version'])
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()) {
    const key = `${version.format_id}/${version.format_version}`
    if (!formats.has(key))
      formats.set(key, await readFormat(tx, version.format_id, version.format_version))
    const format = formats.get(key) ?? null
    if (format === null) continue
    const canonical = await canonicalOf(version)
    const read = JSON.parse(new TextDecoder().decode(canonical)) as PlanContent
    const next = await freezeContent(contentWithout(read, format, gone), atOnce)
    const hash = currentHash(version, old)
    // A row that fails verification is evidence and is left as it is.
    if (hash === null || sha256Of(canonical) !== hash || next.hash === hash) continue
    const { content, packing } = next
    await engineOf(tx).guards.lift(tx, 'versions_never_change', () =>
      tx.updateTable('versions').set({ content, packing }).where('id', '=', version.id).execute(),
    )
    found.push({ kind: 'version', subject: version.id, old_hash: hash, new_hash: next.hash })
  }
  return found
}

async function redactLines(
  tx: StorageTransaction,
  planId: string,
  userId: string,
): Promise<Pick<RedactionRow, 'kind' | 'subject' | 'old_hash' | 'new_hash'>[]> {
  const rows = await tx
    .selectFrom('audit')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  const numbers = rows.flatMap((row) =>
    row.actor === userId && row.address !== null ? [row.number] : [],
  )
  if (numbers.length === 0) return []
  await engineOf(tx).guards.lift(tx, 'audit_never_change', () =>
    tx
      .updateTable('audit')
      .set({ address: null })
      .where('plan_id', '=', planId)
      .where('actor', '=', userId)
      .execute(),
  )
  return [redactionOfLines(rows, numbers)]
}

/** Text by other users about the person, outside the document. */
async function forgetInTexts(
  tx: StorageTransaction,
  planId: string,
  gone: Forgotten,
): Promise<void> {
  const changed = (text: string) => pseudonymized(text, gone)
  for (const { id, place, range } of await tx
    .selectFrom('threads')
    .select(['id', 'place', 'range'])
    .where('plan_id', '=', planId)
    .execute()) {
    const next = { place: changed(place), range: range === null ? null : changed(range) }
    if (next.place !== place || next.range !== range)
      await tx.updateTable('threads').set(next).where('id', '=', id).execute()
  }
  for (const { id, body } of await tx
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .select(['comments.id', 'comments.body'])
    .where('threads.plan_id', '=', planId)
    .execute())
    if (changed(body) !== body)
      await tx
        .updateTable('comments')
        .set({ body: changed(body) })
        .where('id', '=', id)
        .execute()
  for (const { id, place, reason } of await tx
    .selectFrom('bsn_answers')
    .select(['id', 'place', 'reason'])
    .where('plan_id', '=', planId)
    .execute())
    if (changed(place) !== place || changed(reason) !== reason)
      await tx
        .updateTable('bsn_answers')
        .set({ place: changed(place), reason: changed(reason) })
        .where('id', '=', id)
        .execute()
  for (const { id, message, content } of await tx
    .selectFrom('consultations')
    .select(['id', 'message', 'content'])
    .where('plan_id', '=', planId)
    .execute()) {
    const read = JSON.parse(content) as PlanContent
    const format = await readFormat(tx, read.format.id, read.format.version)
    const next = {
      message: changed(message),
      content: format === null ? content : JSON.stringify(contentWithout(read, format, gone)),
    }
    if (next.message !== message || next.content !== content)
      await tx.updateTable('consultations').set(next).where('id', '=', id).execute()
  }
}

import { sql } from 'kysely'
import type { LockedPlan } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { FrozenContent } from './pack.ts'
import { canonicalJson, sealOf, sha256Of } from './seal.ts'

export type VersionMaking = { clock: Clock; ids: Ids }
export type NewVersion = {
  name: string
  /** Read from the room and frozen before the transaction: there is one connection. */
  frozen: FrozenContent
  format: Format
}

/**
 * Freezes a reading of a plan as its next version, with its event (EV1), in the caller's
 * transaction. The caller notifies the rooms after its commit. Edits after the reading of `content`
 * are in the log before that event and not in the version: `seq` states the exact position of the
 * version.
 */
export async function createVersion(
  tx: StorageTransaction,
  plan: LockedPlan,
  { clock, ids }: VersionMaking,
  { name, frozen, format }: NewVersion,
): Promise<VersionRow> {
  const planId = plan.id
  if (plan.row.epoch !== frozen.facts.epoch) throw new AppError('other-epoch')
  // Read before the plan began to follow another version of its form.
  if (plan.row.format_version !== format.version) throw new AppError('form-changed')
  const pinned = await tx
    .selectFrom('plan_formats')
    .select('json')
    .where('id', '=', format.id)
    .where('version', '=', format.version)
    .executeTakeFirst()
  if (pinned === undefined) throw new AppError('plan-unreadable')
  const last = await tx
    .selectFrom('versions')
    .select('seal')
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { facts: content, hash, ...packed } = frozen
  const now = clock.now()
  await mustHaveRoom(tx, 'versionsPerPlan', { id: planId, now })
  mustBeUnder('versionBytesPerPlan', (await keptBytes(tx, planId)) + packed.content.byteLength)
  const facts = {
    id: ids.next(),
    plan_id: planId,
    number: await plan.nextNumber('versions'),
    name,
    format_id: format.id,
    format_version: format.version,
    format_hash: sha256Of(canonicalJson(JSON.parse(pinned.json))),
    epoch: content.epoch,
    seq: content.seq,
    total_cents: summarize(content, format).totalCents,
    hash,
    created_at: now,
    created_by: plan.actor ?? '',
  }
  const version: VersionRow = { ...facts, ...packed, seal: sealOf(facts, last?.seal ?? null) }
  await tx.insertInto('versions').values(version).execute()
  await plan.append({
    type: 'version.made',
    versionId: version.id,
    number: version.number,
    seal: version.seal,
  })
  return version
}

async function keptBytes(tx: StorageTransaction, planId: string): Promise<number> {
  const { bytes } = await tx
    .selectFrom('versions')
    .select(sql<number>`coalesce(sum(length(content)), 0)`.as('bytes'))
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow()
  return Number(bytes)
}

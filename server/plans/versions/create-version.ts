import { sql } from 'kysely'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { FrozenContent } from './pack.ts'
import { canonicalJson, sealOf, sha256Of } from './seal.ts'

export type VersionMaking = { log: SqlPlanLog; clock: Clock; ids: Ids }
export type NewVersion = {
  planId: string
  userId: string
  name: string /** Read from the room and frozen before the transaction: there is one connection. */
  frozen: FrozenContent
  format: Format
}

/**
 * Freezes what was read of a plan as its next version, with the event that tells of it (EV1), in the caller's
 * transaction. The caller notifies the rooms after its commit. What others typed since `content` was read is in the log
 * before that event and not in the version: `seq` says exactly up to where it goes.
 */
export async function createVersion(
  trx: StorageTransaction,
  { log, clock, ids }: VersionMaking,
  { planId, userId, name, frozen, format }: NewVersion,
): Promise<VersionRow> {
  const plan = await trx
    .selectFrom('plans')
    .select('epoch')
    .where('id', '=', planId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  if (plan.epoch !== frozen.facts.epoch) throw new AppError('other-epoch')
  const pinned = await trx
    .selectFrom('plan_formats')
    .select('json')
    .where('id', '=', format.id)
    .where('version', '=', format.version)
    .executeTakeFirst()
  if (pinned === undefined) throw new AppError('plan-unreadable')
  const last = await trx
    .selectFrom('versions')
    .select(['number', 'seal'])
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { facts: content, hash, ...packed } = frozen
  const now = clock.now()
  await mustHaveRoom(trx, 'versionsPerPlan', { id: planId, now })
  mustBeUnder('versionBytesPerPlan', (await keptBytes(trx, planId)) + packed.content.byteLength)
  const facts = {
    id: ids.next(),
    plan_id: planId,
    number: (last?.number ?? 0) + 1,
    name,
    format_id: format.id,
    format_version: format.version,
    format_hash: sha256Of(canonicalJson(JSON.parse(pinned.json))),
    epoch: content.epoch,
    seq: content.seq,
    total_cents: summarize(content, format).totalCents,
    hash,
    created_at: now,
    created_by: userId,
  }
  const version: VersionRow = { ...facts, ...packed, seal: sealOf(facts, last?.seal ?? null) }
  await trx.insertInto('versions').values(version).execute()
  await log.appendIn(trx, [
    {
      planId,
      actor: userId,
      body: {
        kind: 'event',
        event: {
          type: 'version.made',
          versionId: version.id,
          number: version.number,
          seal: version.seal,
        },
      },
    },
  ])
  return version
}

async function keptBytes(trx: StorageTransaction, planId: string): Promise<number> {
  const { bytes } = await trx
    .selectFrom('versions')
    .select(sql<number>`coalesce(sum(length(content)), 0)`.as('bytes'))
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow()
  return Number(bytes)
}

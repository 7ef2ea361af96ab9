import { namesOf } from '#server/plans/names-of.ts'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Version } from '#shared/api/versions.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { canonicalOf } from './pack.ts'

/** All columns of a version but its content, which may be large. */
export type VersionFacts = Omit<VersionRow, 'content' | 'packing'>

const facts = [
  'id',
  'plan_id',
  'number',
  'name',
  'format_id',
  'format_version',
  'format_hash',
  'epoch',
  'seq',
  'total_cents',
  'hash',
  'created_at',
  'created_by',
  'seal',
] as const

/** Newest first. */
export async function listVersions(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<VersionFacts[]> {
  return db
    .selectFrom('versions')
    .select(facts)
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .execute()
}

export async function findVersion(
  db: Storage | StorageTransaction,
  versionId: string,
): Promise<VersionFacts> {
  const row = await db
    .selectFrom('versions')
    .select(facts)
    .where('id', '=', versionId)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('version-not-found')
  return row
}

/**
 * A version of this plan; the id of another plan's version is not found, even for a user who may
 * read both.
 */
export async function findVersionOf(
  db: Storage | StorageTransaction,
  planId: string,
  versionId: string,
): Promise<VersionFacts> {
  const version = await findVersion(db, versionId)
  if (version.plan_id !== planId) throw new AppError('version-not-found')
  return version
}

/**
 * The content of a version, for REST, comparisons and exports alike, so that content is hidden from
 * some readers in this one place.
 */
export async function readVersionContent(
  db: Storage | StorageTransaction,
  versionId: string,
): Promise<PlanContent> {
  const row = await db
    .selectFrom('versions')
    .select(['content', 'packing'])
    .where('id', '=', versionId)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('version-not-found')
  return JSON.parse(new TextDecoder().decode(await canonicalOf(row))) as PlanContent
}

/** As clients read them, with the names of their makers. */
export async function describeVersions(
  db: Storage,
  rows: readonly VersionFacts[],
): Promise<Version[]> {
  const names = await namesOf(
    db,
    rows.map((row) => row.created_by),
  )
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    name: row.name,
    format: { id: row.format_id, version: row.format_version },
    hash: row.hash,
    seal: row.seal,
    seq: row.seq,
    totalCents: row.total_cents,
    createdAt: new Date(row.created_at).toISOString(),
    createdBy: { id: row.created_by, name: names.get(row.created_by) ?? 'Onbekend' },
  }))
}

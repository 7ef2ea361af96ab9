import { createHash } from 'node:crypto'
import type { RedactionRow } from './tables/redactions.ts'
import type { Storage, StorageTransaction } from './tables.ts'

/**
 * One digest for everything that one redaction removed from a plan; the audit line about it holds
 * this digest.
 */
export function digestOfRedactions(rows: readonly RedactionRow[]): string {
  const told = [...rows]
    .sort((a, b) => a.number - b.number)
    .map(({ plan_id, number, batch, kind, subject, old_hash, new_hash, at }) => [
      plan_id,
      number,
      batch,
      kind,
      subject,
      old_hash,
      new_hash,
      at,
    ])
  return digestOfList(told)
}

export function digestOfList(list: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(list), 'utf8').digest('hex')
}

/** The redactions of a plan, in order. A database from before redactions has none. */
export async function readRedactions(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<RedactionRow[]> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'redactions')) return []
  return db
    .selectFrom('redactions')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
}

/**
 * The hash that the content of a version must have now: its own, or that of the last redaction in
 * an unbroken chain of them.
 */
export function currentHash(
  version: { id: string; hash: string },
  redactions: readonly RedactionRow[],
): string | null {
  let hash = version.hash
  for (const { kind, subject, old_hash, new_hash } of redactions) {
    if (kind !== 'version' || subject !== version.id) continue
    if (old_hash !== hash) return null
    hash = new_hash
  }
  return hash
}

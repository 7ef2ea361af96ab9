import { createHash } from 'node:crypto'
import type { RedactionRow } from './tables/redactions.ts'
import type { Storage, StorageTransaction } from './tables.ts'

/** One digest for all that was taken out of a plan at once, which the line about it holds. */
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

/** Of a plan, in order. A database of before there were any has none. */
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

/** What the content of a version hashes to now: its own hash, or that of the last redaction in an unbroken row of them. */
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

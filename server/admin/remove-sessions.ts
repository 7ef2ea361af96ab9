import type { Storage, StorageTransaction } from '#server/storage/tables.ts'

/**
 * Tables of this and earlier releases: a copy is cleaned as it is, whatever release its server
 * runs.
 */
const tables = ['sessions', 'sign_in_links', 'session', 'verification'] as const

/**
 * Removes everything with which somebody is or could be signed in. A backup ends up on other disks
 * and machines, and must open nothing there; after a restore everyone signs in again.
 */
export async function removeSessions(db: Storage | StorageTransaction): Promise<void> {
  const present = new Set((await db.introspection.getTables()).map(({ name }) => name))
  const any = db.withTables<Record<(typeof tables)[number], { id: string }>>()
  for (const table of tables) if (present.has(table)) await any.deleteFrom(table).execute()
}

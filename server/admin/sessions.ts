import type { Storage, StorageTransaction } from '#server/storage/tables.ts'

/** Of this release, and of those before it: a copy is cleaned as it is, of whatever release its server was. */
const tables = ['sessions', 'sign_in_links', 'session', 'verification'] as const

/**
 * Takes out everything with which someone is or could be signed in. A backup ends up on other disks and other machines,
 * and what it holds must open nothing there; after a restore everyone signs in anew.
 */
export async function removeSessions(db: Storage | StorageTransaction): Promise<void> {
  const present = new Set((await db.introspection.getTables()).map(({ name }) => name))
  const any = db.withTables<Record<(typeof tables)[number], { id: string }>>()
  for (const table of tables) if (present.has(table)) await any.deleteFrom(table).execute()
}

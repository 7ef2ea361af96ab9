import type { Storage, StorageTransaction } from '#server/storage/tables.ts'

/**
 * Takes out everything with which someone is or could be signed in. A backup ends up on other disks and other machines,
 * and what it holds must open nothing there; after a restore everyone signs in anew.
 */
export async function removeSessions(db: Storage | StorageTransaction): Promise<void> {
  await db.deleteFrom('session').execute()
  await db.deleteFrom('verification').execute()
}

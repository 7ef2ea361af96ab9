import { sql } from 'kysely'
import type { PlanRow, StorageTransaction } from './tables.ts'

/**
 * Locks in a database, and the only code that differs for another database (ADR 0021). Both locks
 * last until the transaction ends, and are taken before reading anything the change depends on:
 * then, under READ COMMITTED too, the second of two transactions reads everything the first one
 * wrote.
 *
 * SQLite has one writer, so holding it holds every plan. PostgreSQL: `select … order by id for update`, and
 * `pg_advisory_xact_lock` for a name.
 */

/**
 * Locks the existing plans in the order of their ids, so that two transactions that lock several
 * plans never deadlock.
 */
export async function lockPlans(
  trx: StorageTransaction,
  planIds: readonly string[],
): Promise<PlanRow[]> {
  await holdWriter(trx)
  if (planIds.length === 0) return []
  return trx
    .selectFrom('plans')
    .selectAll()
    .where('id', 'in', planIds)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
}

/**
 * For a rule over several plans, such as one application per neighbourhood (Z3). Taken after the
 * plan locks, never before.
 */
export async function lockName(trx: StorageTransaction, _name: string): Promise<void> {
  await holdWriter(trx)
}

/**
 * SQLite begins a transaction as a reader and takes the write lock at the first statement that
 * could write. If that is late, the data read before may be stale, and SQLite refuses to continue;
 * this statement changes no row.
 */
async function holdWriter(trx: StorageTransaction): Promise<void> {
  await sql`update plans set seq = seq where 1 = 0`.execute(trx)
}

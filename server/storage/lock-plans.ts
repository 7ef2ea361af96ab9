import { sql } from 'kysely'
import type { PlanRow, StorageTransaction } from './tables.ts'

/**
 * Locks in a database, and the one place where another database locks in its own way (ADR 0021). Both work until the
 * transaction ends, and come before anything is read that the change depends on: under READ COMMITTED too, the second of two
 * transactions then reads all that the first one wrote.
 *
 * SQLite has one writer, so holding it holds every plan. PostgreSQL: `select … order by id for update`, and
 * `pg_advisory_xact_lock` for a name.
 */

/** The plans that are there, in the order of their ids, so that two who lock several never wait for each other. */
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

/** For a rule that holds over several plans, such as one application for a neighbourhood (Z3). After the plans, never before. */
export async function lockName(trx: StorageTransaction, _name: string): Promise<void> {
  await holdWriter(trx)
}

/**
 * SQLite begins a transaction as a reader and takes the one writer at the first statement that could write. Taken late,
 * what was read may be old by then, and SQLite refuses to go on; this statement changes no row.
 */
async function holdWriter(trx: StorageTransaction): Promise<void> {
  await sql`update plans set seq = seq where 1 = 0`.execute(trx)
}

import { engineOf } from './engine.ts'
import type { PlanRow, StorageTransaction } from './tables.ts'

/**
 * Locks in a database (ADR 0021). Each lasts until the transaction ends, and is taken before
 * anything is read that the change depends on: then, also under READ COMMITTED, the second of two
 * transactions reads all rows that the first one wrote.
 */

/**
 * Locks the existing plans in the order of their ids, so that two transactions that lock several
 * plans never deadlock.
 */
export function lockPlans(trx: StorageTransaction, planIds: readonly string[]): Promise<PlanRow[]> {
  return engineOf(trx).locks.plans(trx, planIds)
}

/** For a change that reads before it knows what it has to lock. */
export function beginWriting(trx: StorageTransaction): Promise<void> {
  return engineOf(trx).locks.beginWriting(trx)
}

/**
 * For a change that learns only in its transaction which plans it concerns. Taken before any other
 * lock.
 */
export function lockEveryPlan(trx: StorageTransaction): Promise<void> {
  return engineOf(trx).locks.everyPlan(trx)
}

/**
 * For a rule over several plans, such as one application per neighbourhood (Z3). Taken after the
 * plan locks, never before.
 */
export function lockName(trx: StorageTransaction, name: string): Promise<void> {
  return engineOf(trx).locks.name(trx, name)
}

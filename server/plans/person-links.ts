import { createHash } from 'node:crypto'
import type { PersonLinkRow } from '#server/storage/tables/agreement.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { LockedPlan } from './plan-writer.ts'

/** Which persons of a plan its members are. A row may be gone from the plan meanwhile, or come back to it. */
export function readPersonLinks(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<PersonLinkRow[]> {
  return db.selectFrom('person_links').selectAll().where('plan_id', '=', planId).execute()
}

/** User id to row of `people`. */
export async function readPersons(db: Storage, planId: string): Promise<Map<string, string>> {
  return new Map((await readPersonLinks(db, planId)).map((link) => [link.user_id, link.row_id]))
}

/** What the event that makes a link says of all of it, so that `verify` finds one that was changed around it. */
export const digestOfLink = ({ plan_id, user_id, row_id, linked_by, linked_at }: PersonLinkRow) =>
  createHash('sha256')
    .update(JSON.stringify([plan_id, user_id, row_id, linked_by, linked_at]), 'utf8')
    .digest('hex')

type LinkInput = {
  now: number
  actor: { userId: string; role: Role }
  /** The member. */
  userId: string
  /** Row of `people`; null takes the link away. */
  rowId: string | null
  /** The rows that the plan has now, read before the transaction. */
  rows: ReadonlySet<string>
}

/**
 * Says which person of the plan a member is. A coordinator decides for everyone; a member says "dit ben ik" where nobody
 * said anything before, and takes back what was said of themself. A coordinator who repeats what a member said confirms
 * it. Rejects with `link-not-allowed`, `person-unknown`, `person-taken`, `member-not-found` or `plan-ended`.
 */
export async function linkPerson(
  tx: StorageTransaction,
  plan: LockedPlan,
  { now, actor, userId, rowId, rows }: LinkInput,
): Promise<void> {
  const planId = plan.id
  if (isEnded(plan.row.status)) throw new AppError('plan-ended')
  const member = await tx
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', planId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (member === undefined) throw new AppError('member-not-found')
  const links = await readPersonLinks(tx, planId)
  const old = links.find((link) => link.user_id === userId)
  const isManager = can(actor.role, 'manage')
  const isFree = old === undefined || rowId === null || !rows.has(old.row_id)
  if (!isManager && !(actor.userId === userId && isFree)) throw new AppError('link-not-allowed')
  if (rowId === null) {
    if (old === undefined) return
    await removeLink(tx, old)
    await plan.append({ type: 'person.unlinked', userId })
    return
  }
  if (!rows.has(rowId)) throw new AppError('person-unknown')
  if (links.some((link) => link.row_id === rowId && link.user_id !== userId))
    throw new AppError('person-taken')
  // A coordinator need not say again what a coordinator said.
  if (old?.row_id === rowId && (old.linked_by !== userId || actor.userId === userId)) return
  if (old !== undefined) await removeLink(tx, old)
  const row: PersonLinkRow = {
    plan_id: planId,
    user_id: userId,
    row_id: rowId,
    linked_by: actor.userId,
    linked_at: now,
  }
  await tx.insertInto('person_links').values(row).execute()
  await plan.append({ type: 'person.linked', userId, rowId, digest: digestOfLink(row) })
}

function removeLink(tx: StorageTransaction, { plan_id, user_id }: PersonLinkRow) {
  return tx
    .deleteFrom('person_links')
    .where('plan_id', '=', plan_id)
    .where('user_id', '=', user_id)
    .execute()
}

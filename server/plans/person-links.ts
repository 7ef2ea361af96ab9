import { createHash } from 'node:crypto'
import { findPlan } from '#server/storage/find-plan.ts'
import type { PersonLinkRow } from '#server/storage/tables/agreement.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import { peopleOf, type Speaker } from '#shared/agreement/seats.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanReading } from './plan-reading.ts'
import type { LockedPlan } from './plan-writer.ts'

/**
 * Links between the members of a plan and rows of its people table. A linked row may be removed
 * from the plan and come back.
 */
export function readPersonLinks(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<PersonLinkRow[]> {
  return db.selectFrom('person_links').selectAll().where('plan_id', '=', planId).execute()
}

/** The persons that the plan names now. Rejects with `plan-not-found`. */
export async function readPeople(
  { db, reading }: { db: Storage; reading: PlanReading },
  planId: string,
): Promise<Speaker[]> {
  const plan = await findPlan(db, planId)
  const { content, format } = await reading.content(plan, plan.seq)
  return peopleOf(format, content)
}

/** User id to row of `people`. */
export async function readPersons(db: Storage, planId: string): Promise<Map<string, string>> {
  return new Map((await readPersonLinks(db, planId)).map((link) => [link.user_id, link.row_id]))
}

/**
 * The facts of a link in its event, so that `verify` finds a link that was changed in the database.
 */
export const digestOfLink = ({ plan_id, user_id, row_id, linked_by, linked_at }: PersonLinkRow) =>
  createHash('sha256')
    .update(JSON.stringify([plan_id, user_id, row_id, linked_by, linked_at]), 'utf8')
    .digest('hex')

type LinkInput = {
  now: number
  actor: { userId: string; role: Role }
  /** The member. */
  userId: string
  /** Row of `people`; null removes the link. */
  rowId: string | null
  /** The current rows of the plan, read before the transaction. */
  rows: ReadonlySet<string>
}

/**
 * Links a member to a person of the plan. A coordinator may link everyone. A member may link
 * themself ("dit ben ik") while no link exists, and may remove their own link. A coordinator who
 * repeats a member's own link confirms it. Rejects with `link-not-allowed`, `person-unknown`,
 * `person-taken`, `member-not-found` or `plan-ended`.
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
  // A link that a coordinator made needs no confirmation.
  if (old?.row_id === rowId && (old.linked_by !== userId || actor.userId === userId)) return
  if (old !== undefined) await removeLink(tx, old)
  const row: PersonLinkRow = {
    plan_id: planId,
    user_id: userId,
    row_id: rowId,
    linked_by: actor.userId,
    linked_at: now,
  }
  await insertLink(tx, plan, row)
}

/**
 * Links a new member to the person that the maker of the invitation chose. Skipped if someone else
 * was linked to that person meanwhile, or if the maker is no coordinator any more: the link gives
 * the right to answer, which only a coordinator gives.
 */
export async function linkInvited(
  tx: StorageTransaction,
  plan: LockedPlan,
  { now, userId, rowId, by }: { now: number; userId: string; rowId: string; by: string },
): Promise<void> {
  if (isEnded(plan.row.status)) return
  const links = await readPersonLinks(tx, plan.id)
  if (links.some((link) => link.row_id === rowId || link.user_id === userId)) return
  const maker = await tx
    .selectFrom('members')
    .select('role')
    .where('plan_id', '=', plan.id)
    .where('user_id', '=', by)
    .executeTakeFirst()
  if (maker === undefined || !can(maker.role, 'manage')) return
  await insertLink(tx, plan, {
    plan_id: plan.id,
    user_id: userId,
    row_id: rowId,
    linked_by: by,
    linked_at: now,
  })
}

/**
 * Gives a member the link of another account of the same person; a link of their own stays. A link
 * that either account made for the other is one that the person made themself, which gives no right
 * to answer.
 */
export async function passLink(
  tx: StorageTransaction,
  plan: LockedPlan,
  { from, to, by }: { from: string; to: string; by: string },
): Promise<void> {
  const links = await readPersonLinks(tx, plan.id)
  const old = links.find(({ user_id }) => user_id === from)
  const own = links.find(({ user_id }) => user_id === to)
  if (old !== undefined) {
    await removeLink(tx, old)
    await plan.append({ type: 'person.unlinked', userId: from })
  }
  const passed = own ?? old
  if (passed === undefined || (passed === own && own.linked_by !== from)) return
  if (own !== undefined) await removeLink(tx, own)
  const isSelfLinked = passed.linked_by === from || passed.linked_by === to
  const row = { ...passed, user_id: to, linked_by: isSelfLinked ? to : passed.linked_by }
  await insertLink(tx, plan, row, by)
}

async function insertLink(
  tx: StorageTransaction,
  plan: LockedPlan,
  row: PersonLinkRow,
  by: string = row.linked_by,
): Promise<void> {
  await tx.insertInto('person_links').values(row).execute()
  const { user_id: userId, row_id: rowId } = row
  await plan.append({ type: 'person.linked', userId, rowId, digest: digestOfLink(row) }, by)
}

function removeLink(tx: StorageTransaction, { plan_id, user_id }: PersonLinkRow) {
  return tx
    .deleteFrom('person_links')
    .where('plan_id', '=', plan_id)
    .where('user_id', '=', user_id)
    .execute()
}

/** The accounts that were linked to a person of one of these plans. */
export async function linkedUsers(db: Storage, planIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('person_links')
    .select('user_id')
    .distinct()
    .where('plan_id', 'in', planIds)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

import { readPersonLinks } from '#server/plans/person-links.ts'
import type { LockedPlan } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { MandateRow } from '#server/storage/tables/agreement.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import { AppError } from '#shared/errors.ts'
import { expectedHolder, type SeatedMember } from './holders.ts'
import { digestOfMandate } from './row-digests.ts'

type MandateWriting = { clock: Clock; ids: Ids }

/**
 * The current mandates per seat: the last row of a seat and person counts, and only for members of
 * the whole plan.
 */
export async function readMandates(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<MandateRow[]> {
  return (await readLastMandates(db, planId)).filter(isGiven)
}

/** The same, including withdrawn mandates. */
export async function readLastMandates(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<MandateRow[]> {
  const rows = await db
    .selectFrom('mandates')
    .innerJoin('members', (join) =>
      join
        .onRef('members.plan_id', '=', 'mandates.plan_id')
        .onRef('members.user_id', '=', 'mandates.user_id'),
    )
    .where('mandates.plan_id', '=', planId)
    // An answer covers the whole plan, so a user who was invited to parts of it can't hold a
    // mandate.
    .where('members.sections', 'is', null)
    .selectAll('mandates')
    .orderBy('mandates.number')
    .execute()
  const last = new Map(rows.map((row) => [`${row.seat} ${row.user_id}`, row]))
  return [...last.values()]
}

export const isGiven = ({ kind }: MandateRow): boolean => kind !== 'withdrawn'

/** Gives each seat a holder where plan, links and members determine one (`expectedHolder`). */
export async function ensureHolders(
  tx: StorageTransaction,
  plan: LockedPlan,
  writing: MandateWriting,
  { givenBy, seats }: { givenBy: string; seats: readonly Seat[] },
): Promise<void> {
  const members = await readSeatedMembers(tx, plan.id)
  const mandates = await readLastMandates(tx, plan.id)
  for (const seat of seats) {
    const member = expectedHolder(seat, members, mandates)
    if (member !== undefined)
      await addMandate(tx, plan, writing, {
        givenBy,
        seat: seat.id,
        userId: member.user_id,
        kind: 'holder',
      })
  }
}

/**
 * Rejects with `not-asked`, `member-not-found` or `no-access`. A new holder ends the mandates that
 * the previous holder gave.
 */
export async function giveMandate(
  tx: StorageTransaction,
  plan: LockedPlan,
  writing: MandateWriting,
  {
    actor,
    seat,
    userId,
    kind,
  }: {
    actor: { userId: string; role: Role }
    seat: Seat
    userId: string
    kind: MandateRow['kind']
  },
): Promise<void> {
  const members = await readSeatedMembers(tx, plan.id)
  const mandates = (await readMandates(tx, plan.id)).filter((mandate) => mandate.seat === seat.id)
  const holder = mandates.find((mandate) => mandate.kind === 'holder')
  const old = mandates.find((mandate) => mandate.user_id === userId)
  const isForDeputy = kind === 'deputy' || (kind === 'withdrawn' && old?.kind === 'deputy')
  if (!can(actor.role, 'manage') && !(isForDeputy && holder?.user_id === actor.userId))
    throw new AppError('no-mandate-to-give')
  if (!members.some((one) => one.user_id === userId)) throw new AppError('member-not-found')
  const add = (given: Pick<NewMandate, 'userId' | 'kind'>) =>
    addMandate(tx, plan, writing, { givenBy: actor.userId, seat: seat.id, ...given })
  if (kind === 'holder')
    for (const other of mandates)
      if (other.user_id !== userId) await add({ userId: other.user_id, kind: 'withdrawn' })
  await add({ userId, kind })
}

/**
 * Gives a member the mandates of another account of the same person, while both are members of the
 * whole plan. A seat that either account held as representative stays so.
 */
export async function passMandates(
  tx: StorageTransaction,
  plan: LockedPlan,
  writing: MandateWriting,
  { from, to, by }: { from: string; to: string; by: string },
): Promise<void> {
  const mandates = await readMandates(tx, plan.id)
  for (const { seat, kind } of mandates.filter(({ user_id }) => user_id === from)) {
    const own = mandates.find((one) => one.user_id === to && one.seat === seat)
    if (own?.kind === 'holder' || own?.kind === kind) continue
    await addMandate(tx, plan, writing, { givenBy: by, seat, userId: to, kind })
  }
}

type NewMandate = {
  givenBy: string
  seat: string
  userId: string
  kind: MandateRow['kind']
}

async function addMandate(
  tx: StorageTransaction,
  plan: LockedPlan,
  { clock, ids }: MandateWriting,
  { givenBy, seat, userId, kind }: NewMandate,
): Promise<void> {
  await mustHaveRoom(tx, 'mandatesPerPlan', { id: plan.id, now: clock.now() })
  const row: MandateRow = {
    id: ids.next(),
    plan_id: plan.id,
    number: await plan.nextNumber('mandates'),
    seat,
    user_id: userId,
    kind,
    // The mandate holds only the right to answer: the recorded identity follows from the link at
    // the moment of the answer.
    position: '',
    organisation: '',
    level: '',
    on_behalf_of: '',
    given_by: givenBy,
    given_at: clock.now(),
  }
  await tx.insertInto('mandates').values(row).execute()
  await plan.append(
    { type: 'mandate.changed', seat, userId, mandate: kind, digest: digestOfMandate(row) },
    givenBy,
  )
}

/** Members of the whole plan in order of joining, with their linked persons. */
export async function readSeatedMembers(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<SeatedMember[]> {
  const links = await readPersonLinks(db, planId)
  const rows = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('members.plan_id', '=', planId)
    .where('members.sections', 'is', null)
    .select(['members.user_id', 'user.name', 'members.role', 'members.discipline'])
    .orderBy('members.added_at')
    .orderBy('members.user_id')
    .execute()
  // The first coordinator has no name until they enter one.
  const named = rows.filter((row) => row.name.trim() !== '')
  return named.map((row) => ({
    ...row,
    link: links.find((link) => link.user_id === row.user_id) ?? null,
  }))
}

import type { Clock, Ids } from '#server/runtime.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { MandateRow } from '#server/storage/tables/agreement.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import {
  firstSpeaker,
  foldName,
  type Seat,
  type Speaker,
  speakerNamed,
} from '#shared/agreement/seats.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { AppError } from '#shared/errors.ts'
import { digestOfMandate } from './told-digests.ts'

type MandateWriting = { log: SqlPlanLog; clock: Clock; ids: Ids }
type MemberOfPlan = {
  user_id: string
  name: string
  role: Role
  discipline: Discipline | null
  added_at: number
}

/** Who may answer for each seat now: of the rows of a seat and person the last one counts, and members of the whole plan only. */
export async function readMandates(
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
    // Who answers answers for the whole plan, and reads it: nobody who was invited to parts of it.
    .where('members.sections', 'is', null)
    .selectAll('mandates')
    .orderBy('mandates.number')
    .execute()
  const last = new Map(rows.map((row) => [`${row.seat} ${row.user_id}`, row]))
  return [...last.values()].filter((row) => row.kind !== 'withdrawn')
}

/**
 * Sees to it that each seat has someone who may answer, as far as the plan and its members tell: the member whose name
 * the plan gives, else who joined first with that discipline. Where people sit by name (practices) a discipline alone
 * gives no mandate. What a person is and for whom they speak is taken over from the plan each time it is presented.
 */
export async function ensureHolders(
  trx: StorageTransaction,
  writing: MandateWriting,
  { planId, userId, seats }: { planId: string; userId: string; seats: readonly Seat[] },
): Promise<void> {
  const members = await membersOf(trx, planId)
  const mandates = await readMandates(trx, planId)
  for (const seat of seats) {
    const holder = mandates.find((mandate) => mandate.seat === seat.id && mandate.kind === 'holder')
    const member =
      holder === undefined
        ? likelyHolder(seat, members)
        : members.find((one) => one.user_id === holder.user_id)
    if (member === undefined) continue
    const speaker =
      speakerNamed(seat, member.name) ?? (holder === undefined ? firstSpeaker(seat) : undefined)
    if (holder !== undefined && (speaker === undefined || isSame(holder, speaker))) continue
    await addMandate(trx, writing, {
      planId,
      givenBy: userId,
      seat: seat.id,
      userId: member.user_id,
      kind: 'holder',
      speaker: speaker ?? firstSpeaker(seat),
    })
  }
}

function likelyHolder(seat: Seat, members: readonly MemberOfPlan[]): MemberOfPlan | undefined {
  const isFit = (member: MemberOfPlan) =>
    can(member.role, 'write') &&
    ((member.discipline !== null && seat.disciplines.includes(member.discipline)) ||
      member.role === seat.role)
  const fit = members.filter(isFit)
  return (
    fit.find((member) => speakerNamed(seat, member.name) !== undefined) ??
    (seat.isByName ? undefined : fit[0])
  )
}

/** Rejects with `not-asked`, `member-not-found` or `no-access`. A new holder ends what the one before gave to others. */
export async function giveMandate(
  trx: StorageTransaction,
  writing: MandateWriting,
  {
    planId,
    actor,
    seat,
    userId,
    kind,
    position,
  }: {
    planId: string
    actor: { userId: string; role: Role }
    seat: Seat
    userId: string
    kind: MandateRow['kind']
    position: string | undefined
  },
): Promise<void> {
  const members = await membersOf(trx, planId)
  const mandates = (await readMandates(trx, planId)).filter((mandate) => mandate.seat === seat.id)
  const holder = mandates.find((mandate) => mandate.kind === 'holder')
  const old = mandates.find((mandate) => mandate.user_id === userId)
  const isForDeputy = kind === 'deputy' || (kind === 'withdrawn' && old?.kind === 'deputy')
  if (!can(actor.role, 'manage') && !(isForDeputy && holder?.user_id === actor.userId))
    throw new AppError('no-mandate-to-give')
  const member = members.find((one) => one.user_id === userId)
  if (member === undefined) throw new AppError('member-not-found')
  const add = (given: {
    userId: string
    kind: MandateRow['kind']
    speaker: Omit<Speaker, 'name'>
  }) => addMandate(trx, writing, { planId, givenBy: actor.userId, seat: seat.id, ...given })
  if (kind === 'holder')
    for (const other of mandates)
      if (other.user_id !== userId)
        await add({ userId: other.user_id, kind: 'withdrawn', speaker: speakerOfRow(other) })
  const own = speakerNamed(seat, member.name)
  const represented = own ?? (holder === undefined ? firstSpeaker(seat) : speakerOfRow(holder))
  await add({
    userId,
    kind,
    speaker: {
      ...represented,
      position:
        position ?? own?.position ?? (kind === 'deputy' ? 'plaatsvervanger' : represented.position),
    },
  })
}

type NewMandate = {
  planId: string
  givenBy: string
  seat: string
  userId: string
  kind: MandateRow['kind']
  speaker: Omit<Speaker, 'name'>
}

async function addMandate(
  trx: StorageTransaction,
  { log, clock, ids }: MandateWriting,
  { planId, givenBy, seat, userId, kind, speaker }: NewMandate,
): Promise<void> {
  const last = await trx
    .selectFrom('mandates')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const { position, organisation, level, onBehalfOf } = speaker
  const row: MandateRow = {
    id: ids.next(),
    plan_id: planId,
    number: (last?.number ?? 0) + 1,
    seat,
    user_id: userId,
    kind,
    position,
    organisation,
    level,
    on_behalf_of: onBehalfOf,
    given_by: givenBy,
    given_at: clock.now(),
  }
  await trx.insertInto('mandates').values(row).execute()
  await log.appendIn(trx, [
    {
      planId,
      actor: givenBy,
      body: {
        kind: 'event',
        event: {
          type: 'mandate.changed',
          seat,
          userId,
          mandate: kind,
          digest: digestOfMandate(row),
        },
      },
    },
  ])
}

const speakerOfRow = (row: MandateRow): Omit<Speaker, 'name'> => ({
  position: row.position,
  organisation: row.organisation,
  level: row.level,
  onBehalfOf: row.on_behalf_of,
})
const isSame = (row: MandateRow, speaker: Speaker): boolean =>
  row.position === speaker.position &&
  row.organisation === speaker.organisation &&
  row.level === speaker.level &&
  row.on_behalf_of === speaker.onBehalfOf

async function membersOf(trx: StorageTransaction, planId: string): Promise<MemberOfPlan[]> {
  const rows = await trx
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('members.plan_id', '=', planId)
    .where('members.sections', 'is', null)
    .select([
      'members.user_id',
      'user.name',
      'members.role',
      'members.discipline',
      'members.added_at',
    ])
    .orderBy('members.added_at')
    .orderBy('members.user_id')
    .execute()
  return rows.filter((row) => foldName(row.name) !== '')
}

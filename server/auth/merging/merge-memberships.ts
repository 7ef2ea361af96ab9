import type { Selectable } from 'kysely'
import { passMandates } from '#server/plans/agreement/mandates.ts'
import { partsOf } from '#server/plans/parts-given.ts'
import { passLink } from '#server/plans/person-links.ts'
import type { LockedPlan } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { StorageTransaction, Tables } from '#server/storage/tables.ts'
import { RoleSchema } from '#shared/access.ts'

type MemberRow = Selectable<Tables['members']>
type Both = { keptId: string; closedId: string; by: string }

/** From strong to weak. */
const strength = RoleSchema.options

/**
 * One membership of two. The stronger role wins, with the parts and the discipline that belong to
 * it: a reader of the whole plan who may also comment on one part comments on that part, because
 * nobody let this person comment on the rest. A coordinator can widen it. Parts with the same role
 * add up.
 */
export function mergedMembership(kept: MemberRow, closed: MemberRow): MemberRow {
  const isKeptStronger = strength.indexOf(kept.role) <= strength.indexOf(closed.role)
  const [strong, weak] = isKeptStronger ? [kept, closed] : [closed, kept]
  return {
    ...kept,
    role: strong.role,
    discipline: strong.discipline ?? weak.discipline,
    sections: strong.role === weak.role ? joinedParts(strong, weak) : strong.sections,
    added_at: Math.min(kept.added_at, closed.added_at),
    last_here_on: [kept.last_here_on ?? '', closed.last_here_on ?? ''].sort()[1] || null,
  }
}

function joinedParts(a: MemberRow, b: MemberRow): string | null {
  const [some, more] = [partsOf(a), partsOf(b)]
  return some === null || more === null ? null : JSON.stringify([...new Set([...some, ...more])])
}

/** In a plan of which the closed account is a member. */
export async function mergeMembership(
  tx: StorageTransaction,
  plan: LockedPlan,
  writing: { clock: Clock; ids: Ids },
  both: Both,
): Promise<void> {
  const { keptId, closedId, by } = both
  const rows = await tx
    .selectFrom('members')
    .selectAll()
    .where('plan_id', '=', plan.id)
    .where('user_id', 'in', [keptId, closedId])
    .execute()
  const closed = rows.find(({ user_id }) => user_id === closedId)
  if (closed === undefined) return
  const kept = rows.find(({ user_id }) => user_id === keptId)
  const next = kept === undefined ? { ...closed, user_id: keptId } : mergedMembership(kept, closed)
  await tx
    .insertInto('members')
    .values(next)
    .onConflict((conflict) => conflict.columns(['plan_id', 'user_id']).doUpdateSet(next))
    .execute()
  await plan.append({
    type: kept === undefined ? 'member.added' : 'member.changed',
    userId: keptId,
  })
  if (next.sections === null) {
    await passMandates(tx, plan, writing, { from: closedId, to: keptId, by })
    await passLink(tx, plan, { from: closedId, to: keptId, by })
  }
  await passAsks(tx, plan.id, both)
  await passConsultations(tx, plan.id, both)
  await tx
    .deleteFrom('members')
    .where('plan_id', '=', plan.id)
    .where('user_id', '=', closedId)
    .execute()
  await plan.append({ type: 'member.removed', userId: closedId })
  await plan.audit({
    action: 'accounts.merged',
    object: `userId=${closedId} into=${keptId}`,
    result: 'ok',
  })
  for (const userId of [keptId, closedId]) plan.revoke(userId, 'no-access')
}

/** They keep their time of arrival; the plan writer judges afterwards which of them stay. */
async function passAsks(
  tx: StorageTransaction,
  planId: string,
  { keptId, closedId }: Both,
): Promise<void> {
  await tx
    .insertInto('asks')
    .columns(['plan_id', 'user_id', 'kind', 'about', 'due', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('asks')
        .where('plan_id', '=', planId)
        .where('user_id', '=', closedId)
        .select((row) => ['plan_id', row.val(keptId).as('user_id'), 'kind', 'about', 'due', 'at']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .deleteFrom('asks')
    .where('plan_id', '=', planId)
    .where('user_id', '=', closedId)
    .execute()
}

/** An answer of either account is an answer; a replacement of oneself is none. */
async function passConsultations(
  tx: StorageTransaction,
  planId: string,
  { keptId, closedId }: Both,
): Promise<void> {
  const consultations = await tx
    .selectFrom('consultations')
    .select('id')
    .where('plan_id', '=', planId)
    .execute()
  for (const { id } of consultations) {
    const answers = await tx
      .deleteFrom('consultation_answers')
      .where('consultation_id', '=', id)
      .where('user_id', '=', closedId)
      .returningAll()
      .execute()
    for (const answer of answers)
      await tx
        .insertInto('consultation_answers')
        .values({ ...answer, user_id: keptId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    const replacements = await tx
      .deleteFrom('consultation_replacements')
      .where('consultation_id', '=', id)
      .where((eb) => eb.or([eb('user_id', '=', closedId), eb('replacement_id', '=', closedId)]))
      .returningAll()
      .execute()
    for (const row of replacements) {
      const passed = {
        ...row,
        user_id: row.user_id === closedId ? keptId : row.user_id,
        replacement_id: row.replacement_id === closedId ? keptId : row.replacement_id,
      }
      if (passed.user_id !== passed.replacement_id)
        await tx
          .insertInto('consultation_replacements')
          .values(passed)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
    }
  }
}

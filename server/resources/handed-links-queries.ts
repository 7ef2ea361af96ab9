import { type Actor, handerOf } from '#server/auth/guard.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Notice } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'

/** Handed links that were used and are not yet reported to their person; last first. */
export async function readNotices(db: Storage, actor: Actor): Promise<Notice[]> {
  const rows = await openNotices(db, actor)
    .innerJoin('user as hander', 'hander.id', 'sign_in_links.handed_by')
    .leftJoin('plans', 'plans.id', 'sign_in_links.plan_id')
    .select([
      'sign_in_links.id',
      'sign_in_links.used_at',
      'hander.id as hander_id',
      'hander.name as hander_name',
      'plans.id as plan_id',
      'plans.title',
    ])
    .orderBy('sign_in_links.used_at', 'desc')
    .limit(shownAtOnce)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: 'handed-link-used' as const,
    at: new Date(row.used_at ?? 0).toISOString(),
    by: { id: row.hander_id, name: row.hander_name },
    plan: row.plan_id === null ? null : { id: row.plan_id, title: row.title ?? '' },
  }))
}

export async function markNoticeSeen(
  db: Storage,
  actor: Actor,
  { linkId, now }: { linkId: string; now: number },
): Promise<void> {
  const row = await openNotices(db, actor)
    .where('sign_in_links.id', '=', linkId)
    .select('sign_in_links.id')
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found')
  await db.updateTable('sign_in_links').set({ told_at: now }).where('id', '=', linkId).execute()
}

const shownAtOnce = 20

/**
 * The session that a link began may belong to an impostor: it neither sees nor dismisses the
 * notice. A session of a coordinator's link does neither for a notice about another coordinator's
 * plan, of which that coordinator may know nothing.
 */
function openNotices(db: Storage, actor: Actor) {
  const hander = handerOf(actor)
  return db
    .selectFrom('sign_in_links')
    .where('sign_in_links.user_id', '=', actor.userId)
    .where('sign_in_links.kind', '=', 'handed')
    .where('sign_in_links.used_at', 'is not', null)
    .where('sign_in_links.told_at', 'is', null)
    .where('sign_in_links.session_id', '!=', actor.sessionId)
    .$if(hander !== null, (all) =>
      all.where((eb) =>
        eb.or([
          eb('sign_in_links.plan_id', 'is', null),
          eb.exists(
            eb
              .selectFrom('members')
              .select('members.user_id')
              .whereRef('members.plan_id', '=', 'sign_in_links.plan_id')
              .where('members.user_id', '=', hander)
              .where('members.role', '=', 'coordinator'),
          ),
        ]),
      ),
    )
}

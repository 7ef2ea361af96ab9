import type { Storage } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import { AppError } from '#shared/errors.ts'

/** A reader sees comments only if the coordinator allows it. */
export async function mustSeeComments(db: Storage, planId: string, role: Role): Promise<void> {
  if (!(await seesComments(db, planId, role))) throw new AppError('comments-hidden')
}

export async function seesComments(db: Storage, planId: string, role: Role): Promise<boolean> {
  const plan = await db
    .selectFrom('plans')
    .select('readers_see_comments')
    .where('id', '=', planId)
    .executeTakeFirst()
  return maySeeComments(role, plan)
}

/** The same for a plan whose setting was read already. */
export function maySeeComments(
  role: Role,
  plan: { readers_see_comments: number } | undefined,
): boolean {
  return can(role, 'comment') || plan?.readers_see_comments === 1
}

import type { Storage } from '#server/storage/tables.ts'

/** Members whose account has a mail address. */
export async function withAddress(db: Storage, planId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('members.plan_id', '=', planId)
    // The first coordinator has a placeholder address that can't exist.
    .where('user.email', 'not like', '%.invalid')
    .select('user.id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

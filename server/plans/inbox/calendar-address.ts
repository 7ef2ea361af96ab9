import type { CalendarRow } from '#server/storage/tables/inbox.ts'
import type { Storage } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'

export function findCalendar(
  db: Storage,
  by: { userId: string } | { token: string },
): Promise<CalendarRow | undefined> {
  const all = db.selectFrom('calendars').selectAll()
  return 'token' in by
    ? all.where('token_hash', '=', hashOfToken(by.token)).executeTakeFirst()
    : all.where('user_id', '=', by.userId).executeTakeFirst()
}

/** Replaces an earlier address, which stops working. */
export async function saveCalendar(
  db: Storage,
  { userId, token, now }: { userId: string; token: string; now: number },
): Promise<void> {
  const row = { token_hash: hashOfToken(token), created_at: now }
  await db
    .insertInto('calendars')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

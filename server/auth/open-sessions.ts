import type { Storage } from '#server/storage/tables.ts'
import type { OwnSession } from '#shared/api/my-data.ts'
import { startedByOf } from './sessions.ts'

/** The sessions of a user that have not expired, last begun first. `now`: ms since 1970. */
export async function readOpenSessions(
  db: Storage,
  { userId, now }: { userId: string; now: number },
): Promise<Omit<OwnSession, 'isThis'>[]> {
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('user as hander', 'hander.id', 'sessions.handed_by')
    .where('sessions.user_id', '=', userId)
    .where('sessions.expires_at', '>', now)
    .select([
      'sessions.id',
      'sessions.method',
      'sessions.handed_by',
      'sessions.issuer',
      'sessions.reach',
      'sessions.created_at',
      'sessions.expires_at',
      'hander.name as hander',
    ])
    .orderBy('sessions.created_at', 'desc')
    .orderBy('sessions.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    startedBy: startedByOf(row),
    reach: row.reach,
    startedAt: new Date(row.created_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
  }))
}

import type { Storage } from '#server/storage/tables.ts'

/** The names of users by id; an unknown id is left out. */
export async function namesOf(
  db: Storage,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)]
  const rows =
    ids.length === 0
      ? []
      : await db.selectFrom('user').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

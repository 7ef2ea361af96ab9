import type { Storage } from './tables.ts'

/**
 * Migrations after which a server of the release before can't go on, each with the reason. Every
 * other migration only adds, so that the servers of an installation can be replaced one by one.
 * How to write one is in CONTRIBUTING; a test compares all of them with the last released schema.
 */
const breaking: Readonly<Record<string, string>> = {
  '0013-sessions': 'moved sessions and links to tables of our own',
}

/** Records it for servers that do not know these migrations. */
export async function noteSteps(db: Storage, names: readonly string[]): Promise<void> {
  const rows = names.map((name) => ({ name, breaks: Object.hasOwn(breaking, name) ? 1 : 0 }))
  await db
    .insertInto('schema_steps')
    .values(rows)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

/** Whether a server that does not know these migrations can go on beside those that do. */
export async function canGoOn(db: Storage, unknown: readonly string[]): Promise<boolean> {
  const rows = await db
    .selectFrom('schema_steps')
    .select('name')
    .where('breaks', '=', 0)
    .where('name', 'in', unknown)
    .execute()
  return rows.length === unknown.length
}

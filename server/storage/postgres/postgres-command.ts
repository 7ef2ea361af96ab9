import { sql } from 'kysely'
import type { Storage } from '../tables.ts'

/** Tells the connections of a command from those of servers. */
const commandName = 'wijktafel-admin'

/** The address by which a command of the operator connects. */
export function asCommand(url: string): string {
  const named = new URL(url)
  named.searchParams.set('application_name', commandName)
  return named.href
}

/**
 * Everybody else who is connected to this database: a server that runs, or another program. PostgreSQL shows each role
 * that others are connected, whatever its rights; background processes of PostgreSQL itself have no user.
 */
export async function countOthers(db: Storage): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
    where datname = current_database() and usesysid is not null
      and application_name is distinct from ${commandName}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/** Whether there is nothing in it: no table of ours, nor of another program. */
export async function hasTables(db: Storage): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_class
    where relkind in ('r', 'p', 'v', 'm') and relnamespace = current_schema()::regnamespace limit 1`.execute(
    db,
  )
  return rows.length > 0
}

import {
  CompiledQuery,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely'
import { limits } from '#shared/limits.ts'
import { type Engine, type LookupValue, type RowGuard, registerEngine } from '../engine.ts'
import { FaultGate } from '../storage-faults.ts'
import type { Storage, Tables } from '../tables.ts'
import { Lines } from './lines.ts'
import { appendAlone, appendChanges } from './postgres-append.ts'
import { PostgresCluster } from './postgres-cluster.ts'
import { PostgresPool } from './postgres-pool.ts'
import { postgresRates } from './postgres-rates.ts'
import { postgresRowSums } from './postgres-row-sums.ts'
import {
  isEarlier,
  PostgresTimelines,
  renewEpoch,
  type TimelineMemory,
} from './postgres-timelines.ts'
import { MigratingCompiler } from './postgres-types.ts'
import { postgresWords } from './postgres-words.ts'

/** Identifies our lock among the advisory locks of a database: an arbitrary, permanent number. */
const lockClass = 1465
const everyPlan = 1
const migrating = 2
/**
 * No statement of a request takes longer; a longer one would hold locks that other requests need.
 */
const usualStatementMs = 30_000
/** Names the guard that is lifted for the rest of one statement. */
const liftedSetting = 'wijktafel.lifted'

/**
 * A storage on a PostgreSQL database. `onIdleError` is called for a connection that broke while it
 * was idle.
 */
export function storageOnPostgres(
  url: string,
  {
    onIdleError,
    statementWithinMs = usualStatementMs,
    lockWithinMs = 0,
    timelines: kept = 'any',
  }: {
    onIdleError: (error: Error) => void
    statementWithinMs?: number
    lockWithinMs?: number
    /** `any`: a command that only reads or copies works on any timeline. */
    timelines?: TimelineMemory | 'forgotten' | 'any'
  },
): Storage {
  const lines = new Lines()
  const memory = typeof kept === 'string' ? null : kept
  const timelines = new PostgresTimelines(url, { lines, memory })
  const admission = kept === 'any' ? undefined : timelines
  const max = limits.databaseConnections.max
  const pool = new PostgresPool(url, {
    admission,
    lines,
    max,
    statementWithinMs,
    lockWithinMs,
    onIdleError,
  })
  // Separate connections: a keystroke must not wait for the reading of a list, nor for an
  // admission.
  const commits = new PostgresPool(url, {
    admission,
    lines,
    max: limits.commitConnections.max,
    isPipelined: true,
    statementWithinMs,
    onIdleError,
  })
  const dialect = new PostgresDialect({
    pool: {
      connect: () => pool.connect(),
      async end() {
        await Promise.all([pool.end(), commits.end()])
      },
    },
  })
  dialect.createQueryCompiler = () => new MigratingCompiler()
  const db: Storage = new Kysely<Tables>({
    dialect,
    // SQLite accepts `in ()`, which is a syntax error in PostgreSQL.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  })
  registerEngine(db, createPostgresEngine({ db, pool, commits, url, lines, timelines }))
  return db
}

function createPostgresEngine({
  db,
  pool,
  commits,
  url,
  lines,
  timelines,
}: {
  db: Storage
  pool: PostgresPool
  commits: PostgresPool
  url: string
  lines: Lines
  timelines: PostgresTimelines
}): Engine {
  function lookupAll<Params extends readonly LookupValue[], Row>(statement: string) {
    const text = numbered(statement)
    const name = `lookup-${prepared++}`
    return async (...params: Params): Promise<Row[]> => {
      const connection = await pool.connect()
      try {
        return (await connection.prepared<Row>(name, text, [...params])).rows
      } finally {
        connection.release()
      }
    }
  }
  function lookup<Params extends readonly LookupValue[], Row>(statement: string) {
    const all = lookupAll<Params, Row>(statement)
    return async (...params: Params) => (await all(...params))[0]
  }
  let prepared = 0

  return {
    name: 'postgres',
    faults: new FaultGate(),
    readTogether: (read) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(read),
    lookup,
    lookupAll,
    locks: {
      async plans(trx, planIds) {
        await sql`select pg_advisory_xact_lock_shared(${sql.lit(lockClass)}, ${sql.lit(everyPlan)})`.execute(
          trx,
        )
        if (planIds.length === 0) return []
        // Not `for update`: that would also wait for rows of other tables that refer to the plan.
        return trx
          .selectFrom('plans')
          .selectAll()
          .where('id', 'in', planIds)
          .where('deleted_at', 'is', null)
          .orderBy('id')
          .forNoKeyUpdate()
          .execute()
      },
      beginWriting: async () => {},
      async everyPlan(trx) {
        await sql`select pg_advisory_xact_lock(${sql.lit(lockClass)}, ${sql.lit(everyPlan)})`.execute(
          trx,
        )
      },
      async name(trx, name) {
        await sql`select pg_advisory_xact_lock(hashtextextended(${name}, ${sql.lit(lockClass)}))`.execute(
          trx,
        )
      },
      unclaimed: (jobs) => jobs.forUpdate().skipLocked(),
    },
    rates: postgresRates(lookup),
    plansPerWrite: 1,
    words: postgresWords,
    changes: {
      alone: (changes, now) => appendAlone(commits, changes, now),
      async inside(trx, changes, at) {
        const { appended } = await appendChanges(
          async <R>(_name: string | null, text: string, values: unknown[]) =>
            (await trx.executeQuery<R>(CompiledQuery.raw(text, values))).rows,
          changes,
          () => at,
        )
        return appended
      },
    },
    guards: {
      statements: ({ name, table, before, when, message }: RowGuard) => [
        `create function "${name}"() returns trigger language plpgsql as $guard$
begin
  if coalesce(current_setting('${liftedSetting}', true), '') <> '${name}'${when === undefined ? '' : ` and (${when})`} then
    raise exception '${message}';
  end if;
  return ${before === 'delete' ? 'old' : 'new'};
end $guard$`,
        `create trigger "${name}" before ${before} on "${table}" for each row execute function "${name}"()`,
      ],
      async present(table) {
        const { rows } = await sql<{ name: string }>`
          select tgname as name from pg_trigger
          where tgrelid = to_regclass(${table}) and not tgisinternal and tgenabled <> 'D'`.execute(
          db,
        )
        return new Set(rows.map(({ name }) => name))
      },
      async lift(trx, name, change) {
        await sql`select set_config(${liftedSetting}, ${name}, true)`.execute(trx)
        await change()
        await sql`select set_config(${liftedSetting}, '', true)`.execute(trx)
      },
    },
    rowSums: {
      ...postgresRowSums(db),
      remake: (table, statements) =>
        db.transaction().execute(async (trx) => {
          await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(trx)
          for (const statement of statements) await sql.raw(statement).execute(trx)
        }),
    },
    async alone(work) {
      const connection = await pool.connect()
      try {
        // Another server may be migrating, for as long as that takes.
        await connection.query('set lock_timeout = 0', [])
        await connection.query('select pg_advisory_lock($1, $2)', [lockClass, migrating])
        return await work()
      } finally {
        // The lock ends with its connection.
        connection.discard()
        connection.release()
      }
    },
    openCluster: ({ ids, ...given }) =>
      PostgresCluster.open({ ...given, url, lines, timelines, nodeId: ids.next() }),
    timeline: {
      get current() {
        return timelines.current
      },
      isEarlierThan: (other) => timelines.current !== null && isEarlier(timelines.current, other),
      follow: (follower) => timelines.follow(follower),
      async renew(known, timeline) {
        const connection = await pool.connect()
        try {
          return await renewEpoch(
            async (text, values) => (await connection.query(text, values)).rows,
            known,
            timeline,
          )
        } finally {
          connection.release()
        }
      },
    },
    // PostgreSQL replays its own WAL before it accepts a connection.
    settle: async () => {},
    erasing: {
      begin: async () => {},
      /** Dead rows hold the old content until they are vacuumed; the WAL and its archive keep it as long as backups do. */
      async end() {
        await sql`vacuum`.execute(db)
      },
    },
  }
}

/** `?` to `$1`, `$2`, …; none of our statements has a question mark in a text. */
function numbered(statement: string): string {
  let count = 0
  return statement.replaceAll('?', () => `$${++count}`)
}

import { Kysely, SqliteDialect, sql } from 'kysely'
import { singleNode } from '#server/sync/cluster.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import { prepareAppend } from './append-changes.ts'
import { type Engine, type RowGuard, registerEngine } from './engine.ts'
import { openSqliteReadOnly, type SqliteDatabase } from './sqlite.ts'
import { sqliteRowSums } from './sqlite-row-sums.ts'
import { sqliteWords } from './sqlite-words.ts'
import { FaultGate } from './storage-faults.ts'
import type { Storage, StorageTransaction } from './tables.ts'

const writers = new WeakMap<Storage, SqliteDatabase>()

/**
 * A storage on an open SQLite file, with one connection. A read-only connection writes nothing that
 * a fault could lose, so it may continue to read undamaged data.
 */
export function storageOnSqlite(
  opened: SqliteDatabase,
  { isReadOnly }: { isReadOnly: boolean },
): Storage {
  const gate = new FaultGate()
  const writer = isReadOnly ? opened : throughGate(opened, gate)
  let reader: SqliteDatabase | null = null
  /**
   * A second, read-only handle: it sees committed data and never an open transaction of the other handle, and it never
   * waits.
   */
  const readerHandle = (): SqliteDatabase => {
    reader ??= throughGate(openSqliteReadOnly(writer.name), gate)
    return reader
  }
  const database = {
    // A full disk rolls a transaction back automatically; a second rollback would fail and hide the
    // first error.
    prepare: (statement: string) =>
      writer.prepare(statement === 'rollback' && !writer.inTransaction ? 'select 1' : statement),
    close() {
      // Closing writes: it moves the WAL into the database.
      gate.pass()
      reader?.close()
      writer.close()
    },
  }
  const db: Storage = new Kysely({ dialect: new SqliteDialect({ database }) })
  writers.set(db, writer)
  registerEngine(db, createSqliteEngine({ db, writer, readerHandle, gate }))
  return db
}

/**
 * The driver of a storage on SQLite. Only for code that holds the connection (`db.connection()`, a
 * transaction).
 */
export function writerOf(db: Storage): SqliteDatabase {
  const writer = writers.get(db)
  if (writer === undefined) throw new Error('This storage is not on SQLite.')
  return writer
}

function createSqliteEngine({
  db,
  writer,
  readerHandle,
  gate,
}: {
  db: Storage
  writer: SqliteDatabase
  readerHandle: () => SqliteDatabase
  gate: FaultGate
}): Engine {
  let prepared: ReturnType<typeof prepareAppend> | null = null
  /**
   * Prepared at the first write: a database of an earlier release is only read, and lacks columns
   * that are written.
   */
  const appendNow: ReturnType<typeof prepareAppend> = (changes, at) => {
    prepared ??= prepareAppend(writer)
    return prepared(changes, at)
  }
  const appendAtOnce = writer.transaction((changes: readonly NewChange[], now: () => number) =>
    appendNow(changes, now()),
  )

  return {
    name: 'sqlite',
    faults: gate,
    readTogether: (read) => db.transaction().execute(read),
    lookup<Params extends readonly unknown[], Row>(statement: string) {
      const found = readerHandle().prepare<unknown[], Row>(statement)
      return async (...params: Params) => found.get(...params)
    },
    lookupAll<Params extends readonly unknown[], Row>(statement: string) {
      const found = readerHandle().prepare<unknown[], Row>(statement)
      return async (...params: Params) => found.all(...params)
    },
    locks: {
      async plans(trx, planIds) {
        await holdWriter(trx)
        if (planIds.length === 0) return []
        return trx
          .selectFrom('plans')
          .selectAll()
          .where('id', 'in', planIds)
          .where('deleted_at', 'is', null)
          .orderBy('id')
          .execute()
      },
      beginWriting: holdWriter,
      everyPlan: holdWriter,
      name: holdWriter,
      unclaimed: (jobs) => jobs,
    },
    rates: null,
    plansPerWrite: 100,
    words: sqliteWords,
    changes: {
      /**
       * Every keystroke passes here. Without an open transaction it takes no turn for the connection: it is over before
       * any other code runs. The transaction of a request may be open, and then it waits for that.
       */
      async alone(changes, now) {
        // The driver begins and commits by itself here, outside the guarded statements.
        const append = () => gate.run(() => appendAtOnce(changes, now))
        return writer.inTransaction ? db.connection().execute(async () => append()) : append()
      },
      /** The caller's transaction holds the connection, so these writes are part of it. */
      inside: async (_trx, changes, at) => appendNow(changes, at),
    },
    guards: {
      statements: ({ name, table, before, when, message }: RowGuard) => [
        `create trigger "${name}" before ${before} on "${table}"${when === undefined ? '' : ` when ${when}`} begin select raise(abort, '${message}'); end`,
      ],
      async present(table) {
        const { rows } = await sql<{
          name: string
        }>`select name from sqlite_master where type = 'trigger' and tbl_name = ${table}`.execute(
          db,
        )
        return new Set(rows.map(({ name }) => name))
      },
      async lift(trx, name, change) {
        const { rows } = await sql<{
          sql: string
        }>`select sql from sqlite_master where type = 'trigger' and name = ${name}`.execute(trx)
        await sql`drop trigger if exists ${sql.ref(name)}`.execute(trx)
        await change()
        for (const row of rows) await sql.raw(row.sql).execute(trx)
      },
    },
    rowSums: sqliteRowSums(db),
    openCluster: async () => singleNode,
    timeline: {
      ...{ current: null, isEarlierThan: () => false },
      ...{ follow: () => {}, renew: async () => false },
    },
    // The lock of the data folder keeps out other servers.
    alone: (work) => work(),
    /**
     * Writes and syncs the WAL of an earlier process again, because that process's fsync may have
     * failed (ADR 0015). While a command reads the database, the WAL stays in place.
     */
    async settle() {
      gate.run(() => writer.pragma('wal_checkpoint(TRUNCATE)'))
    },
    erasing: {
      async begin() {
        await sql`pragma secure_delete = on`.execute(db)
      },
      async end() {
        await sql`pragma wal_checkpoint(truncate)`.execute(db)
      },
    },
  }
}

/**
 * SQLite has one writer, so this lock covers every plan. SQLite begins a transaction as a reader
 * and takes the write lock at the first statement that could write. Taken late, it may find that
 * the data read before is stale, and SQLite then refuses to continue; this statement takes it early
 * and changes no row.
 */
async function holdWriter(trx: StorageTransaction): Promise<void> {
  await sql`update plans set seq = seq where 1 = 0`.execute(trx)
}

/** Every statement of a handle passes the gate, so that no caller can forget it. */
function throughGate(database: SqliteDatabase, gate: FaultGate): SqliteDatabase {
  const prepare = database.prepare.bind(database)
  const guarded = (statement: string) => {
    const made = gate.run(() => prepare(statement))
    for (const name of ['run', 'get', 'all', 'iterate'] as const) {
      const execute = made[name].bind(made) as (...values: unknown[]) => unknown
      Object.assign(made, {
        [name]: (...values: unknown[]) => gate.run(() => execute(...values)),
      })
    }
    return made
  }
  return Object.assign(database, { prepare: guarded })
}

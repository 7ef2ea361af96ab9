import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDatabase } from '#server/admin/database-checks.ts'
import { checkPlans } from '#server/admin/plan-checks.ts'
import {
  noteMigrations,
  openDatabase,
  openPostgres,
  openPostgresAsIs,
} from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/sqlite.ts'
import { storageOnSqlite } from '#server/storage/sqlite-engine.ts'
import type { Storage } from '#server/storage/tables.ts'
import { pinReleasedSchema } from '../support/pin-schema.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import {
  makeReleasedPostgres,
  makeReleasedSqlite,
  readParts,
  releasedMigrations,
  releasedRows,
  type SchemaPart,
  whatBreaks,
} from '../support/released-schema.ts'

/** New rules for released tables that a server of the release meets only where it is refused anyway. */
const harmless: Readonly<Record<string, string>> = {
  'submissions submissions_once is a new rule for rows of a released table':
    'a server of the release writes no claim_key, and the rule is about rows that have one',
  'user user_mergedInto_fkey is a new rule for rows of a released table':
    'it is about a new column, which a server of the release leaves empty',
}

async function partsOf(db: Storage): Promise<SchemaPart> {
  try {
    return await readParts(db)
  } finally {
    await db.destroy()
  }
}

test.runIf(process.env['PIN_SCHEMA'] === '1')('is pinned anew', pinReleasedSchema, 120_000)

describe.each([
  { name: 'SQLite', skipped: null },
  { name: 'PostgreSQL', skipped: noPostgres },
])('the last released schema on $name', ({ name, skipped }) => {
  let folder: string
  let released: SchemaPart
  let db: Storage
  const rows = releasedRows()
  beforeAll(async () => {
    if (skipped !== null) return
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-released-'))
    if (name === 'SQLite') {
      const file = join(folder, 'test.sqlite')
      await makeReleasedSqlite(file, rows)
      released = await partsOf(storageOnSqlite(openSqlite(file), { isReadOnly: false }))
      db = await openDatabase(file)
    } else {
      const url = await freshDatabase()
      await makeReleasedPostgres(url, rows)
      released = await partsOf(openPostgresAsIs(url))
      db = await openPostgres(url, { onIdleError: () => {} })
    }
  }, 120_000)
  afterAll(async () => {
    await db?.destroy()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  test.skipIf(skipped !== null)(
    'is upgraded with every row as it was, and all of it is sound',
    async () => {
      for (const [table, before] of Object.entries(rows)) {
        const [first] = before
        if (first === undefined) continue
        const columns = Object.keys(first)
        const { rows: after } = await sql<Record<string, unknown>>`
        select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}`.execute(
          db,
        )
        const inOrder = (all: readonly Record<string, unknown>[]) =>
          all.map((row) => JSON.stringify(columns.map((column) => row[column]))).toSorted()
        expect([table, inOrder(after)]).toEqual([table, inOrder(before)])
      }
      const faults = await checkDatabase(db, null)
      for await (const { faults: own } of checkPlans(db)) faults.push(...own)
      expect(faults).toEqual([])
    },
  )

  test.skipIf(skipped !== null)(
    'can be served beside the present one, or the migrations since say that it cannot',
    async () => {
      await noteMigrations(db)
      const since = releasedMigrations().map((migration) => migration.name)
      const breaking = await db
        .selectFrom('schema_steps')
        .select('name')
        .where('breaks', '=', 1)
        .where('name', 'not in', since)
        .execute()
      const found = whatBreaks(released, await readParts(db))
      if (breaking.length === 0)
        expect(found.filter((one) => !Object.hasOwn(harmless, one))).toEqual([])
      else expect(found).not.toEqual([])
    },
  )

  test.skipIf(skipped !== null)('a change that a migration must not make is found', async () => {
    const changes = {
      'alter table plans rename column team to colour': 'plans.team is gone or has another name',
      'drop table calendars': 'calendars.token_hash is gone or has another name',
      'create unique index members_once_idx on members (user_id)':
        'members members_once_idx is a new rule for rows of a released table',
      'alter table "user" add column colour text not null default \'red\'': null,
      ...(name === 'SQLite'
        ? {}
        : {
            'alter table invites alter column email set not null':
              'invites.email may no longer be null',
            'alter table plans alter column seq type integer': 'plans.seq has another type',
            'alter table plans alter column title drop default':
              'plans.title has no default any more',
            'alter table members add column colour text not null':
              'members.colour is new, and has to be filled',
            "alter table invites add constraint only_readers check (role = 'reader')":
              'invites only_readers is a new rule for rows of a released table',
          }),
    }
    for (const [statement, fault] of Object.entries(changes)) {
      const rollback = new Error('rolled back')
      await db
        .transaction()
        .execute(async (trx) => {
          if (
            statement.includes('members add') ||
            statement.includes('set not null') ||
            statement.includes('check')
          )
            await sql`truncate invites, members cascade`.execute(trx)
          if (statement.includes('unique')) await sql`delete from members`.execute(trx)
          await sql.raw(statement).execute(trx)
          const found = whatBreaks(released, await readParts(trx))
          if (fault === null) expect(found.filter((one) => one.includes('colour'))).toEqual([])
          else expect(found).toContain(fault)
          throw rollback
        })
        .catch((error: unknown) => {
          if (error !== rollback) throw error
        })
    }
  })
})

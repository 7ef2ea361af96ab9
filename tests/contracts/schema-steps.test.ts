import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { readSchema } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'

/**
 * A server of the release before is imitated by this one beside a database with one more migration.
 * That it writes nothing that the newer schema refuses is not shown by this, but by the comparison
 * of the two schemas (released-schema.test.ts).
 */
describe.each(databases)('a database of a newer release on $name', ({ open, skipped }) => {
  async function upgraded(
    under: DatabaseUnderTest,
    how: { breaks: 0 | 1 } | 'silent',
  ): Promise<Storage> {
    const { db } = under
    await db.schema.alterTable('plans').addColumn('colour', 'text').execute()
    await db
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '9999-colours', timestamp: '2030-01-01' })
      .execute()
    if (how !== 'silent')
      await db
        .insertInto('schema_steps')
        .values({ name: '9999-colours', ...how })
        .execute()
    return under.reopen()
  }

  test.skipIf(skipped !== null)(
    'a release that only added: this one goes on and leaves it as it is',
    async () => {
      const under = await open()
      try {
        const before = await sql<{
          sum: string
        }>`select sum from row_sums where tbl = 'sqlite_master'`.execute(under.db)
        const db = await upgraded(under, { breaks: 0 })
        expect(await readSchema(db)).toEqual({
          kind: 'newer',
          unknown: ['9999-colours'],
          canGoOn: true,
        })
        await db.insertInto('plan_formats').values({ id: 'f', version: 1, json: '{}' }).execute()
        const after = await sql`select sum from row_sums where tbl = 'sqlite_master'`.execute(db)
        expect(after.rows).toEqual(before.rows)
      } finally {
        await under.close()
      }
    },
  )

  test.skipIf(skipped !== null).each([{ breaks: 1 }, 'silent'] as const)(
    'a release that changed what this one uses (%o): this one stops, says so, and changes nothing',
    async (how) => {
      const under = await open()
      await expect(upgraded(under, how)).rejects.toThrow(
        'Deze database is van een nieuwere versie van Wijktafel (9999-colours)',
      )
      await under.close().catch(() => undefined)
    },
  )
})

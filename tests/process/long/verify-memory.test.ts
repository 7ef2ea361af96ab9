import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseFile } from '#server/config.ts'
import { openDatabase, openPostgres } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { limits } from '#shared/limits.ts'
import { addPlanRow } from '../../support/plan-row.ts'
import { freshDatabase, noPostgres } from '../../support/postgres-server.ts'

const run = promisify(execFile)

/** Much less than the rows take, and enough for the program and a slice (limits copiedRows, copiedBytes). */
const heapMB = 100
const textMB = 4
const rows = 60

const kinds = [
  {
    name: 'SQLite',
    skipped: false,
    settings: async () => ({}),
    open: (folder: string) => openDatabase(join(folder, databaseFile)),
  },
  {
    name: 'PostgreSQL',
    skipped: noPostgres !== null,
    settings: async () => ({ DATABASE_URL: await freshDatabase() }),
    open: (_: string, settings: { DATABASE_URL?: string }) =>
      openPostgres(settings.DATABASE_URL ?? '', { onIdleError: () => {} }),
  },
]

describe.each(kinds.filter(({ skipped }) => !skipped))('admin verify on $name', (kind) => {
  let folder: string
  let settings: { DATABASE_URL?: string }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-verify-'))
    settings = await kind.settings()
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function fill(db: Storage): Promise<void> {
    await addPlanRow(db, 'a')
    // Its document is no real one: a removed plan is not opened.
    await db.updateTable('plans').set({ deleted_at: 1 }).execute()
    for (let n = 0; n < rows; n++)
      await db
        .insertInto('consultations')
        .values({
          ...{ id: `c${n}`, plan_id: 'a', opened_by: 'owner', opened_at: 1, deadline: 1 },
          ...{ message: '', content: 'é'.repeat(textMB * 500_000), closed_at: 1 },
        })
        .execute()
  }

  test('takes the memory of a slice, whatever a table holds', async () => {
    const db = await kind.open(folder, settings)
    await fill(db).finally(() => db.destroy())
    expect(rows * textMB).toBeGreaterThan(2 * heapMB)
    expect(limits.copiedBytes.max).toBeLessThan((heapMB * 1_000_000) / 8)
    const { stdout } = await run(
      process.execPath,
      [`--max-old-space-size=${heapMB}`, 'dist/server/admin.js', 'verify'],
      { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, ...settings } },
    )
    expect(stdout).toContain('0 plannen nagekeken: alles in orde')
  }, 120_000)
})

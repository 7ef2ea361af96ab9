import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { openSqlite, sqlitePackageFor } from './sqlite.ts'

describe('database', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-db-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('opens a database that it made before', async () => {
    const file = join(folder, 'a.sqlite')
    await (await openDatabase(file)).destroy()
    const again = await openDatabase(file)
    expect(await again.selectFrom('plans').selectAll().execute()).toEqual([])
    await again.destroy()
  })

  it('refuses a database of a newer release and names what it does not know', async () => {
    const file = join(folder, 'a.sqlite')
    await (await openDatabase(file)).destroy()
    const raw = openSqlite(file)
    raw.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('0099-later', '2030-01-01')
    raw.close()
    await expect(openDatabase(file)).rejects.toThrow(/0099-later/)
  })

  it('AK1 syncs every commit to disk', () => {
    const raw = openSqlite(join(folder, 'b.sqlite'))
    expect(raw.pragma('synchronous', { simple: true })).toBe(2)
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(raw.pragma('foreign_keys', { simple: true })).toBe(1)
    raw.close()
  })

  it('chooses the build of SQLite that runs on this Node', () => {
    expect(sqlitePackageFor('20.20.2')).toBe('better-sqlite3-node20')
    expect(sqlitePackageFor('22.0.0')).toBe('better-sqlite3')
    expect(sqlitePackageFor('24.21.0')).toBe('better-sqlite3')
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, openPostgres } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { freshDatabase, noPostgres } from './postgres-server.ts'

/** The database of one test, with the schema of this release. */
export type DatabaseUnderTest = {
  db: Storage
  /** Reopens it, as the next process does. */
  reopen(): Promise<Storage>
  /** Opens it as a concurrent process; null on SQLite, which allows one server at a time. */
  beside: (() => Promise<Storage>) | null
  close(): Promise<void>
}

type Kind = {
  name: string
  /** The reason why it can't be tested on this machine; null if it can. */
  skipped: string | null
  open(): Promise<DatabaseUnderTest>
}

/** Every supported database: a suite of storage runs on each. */
export const databases: readonly Kind[] = [
  {
    name: 'SQLite',
    skipped: null,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'wijktafel-db-'))
      const file = join(folder, 'test.sqlite')
      return underTest({
        open: () => openDatabase(file),
        remove: () => rm(folder, { recursive: true }),
        isShared: false,
      })
    },
  },
  {
    name: 'PostgreSQL',
    skipped: noPostgres,
    async open() {
      const url = await freshDatabase()
      return underTest({
        open: () => openPostgres(url, { onIdleError: () => {} }),
        remove: async () => {},
        isShared: true,
      })
    },
  },
]

async function underTest({
  open,
  remove,
  isShared,
}: {
  open: () => Promise<Storage>
  remove: () => Promise<void>
  isShared: boolean
}): Promise<DatabaseUnderTest> {
  const first = await open()
  let current = first
  const others: Storage[] = []
  return {
    db: first,
    async reopen() {
      await current.destroy()
      current = await open()
      return current
    },
    beside: isShared
      ? async () => {
          const other = await open()
          others.push(other)
          return other
        }
      : null,
    async close() {
      for (const db of [current, ...others]) await db.destroy()
      await remove()
    },
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, openPostgres } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { freshDatabase, noPostgres } from './postgres-server.ts'

/** A database of one test, with the schema of this release. */
export type DatabaseUnderTest = {
  db: Storage
  /** As the next process finds it. */
  reopen(): Promise<Storage>
  /** Another process at the same time; null on SQLite, which one server uses at a time. */
  beside: (() => Promise<Storage>) | null
  close(): Promise<void>
}

type Kind = {
  name: string
  /** Why it can't be tested here; null when it can. */
  skipped: string | null
  open(): Promise<DatabaseUnderTest>
}

/** Every database that Wijktafel runs on: a suite of storage runs on each. */
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

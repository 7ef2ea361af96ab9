import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { readSchema } from '#server/storage/database.ts'
import { type Engine, engineOf } from '#server/storage/engine.ts'
import { findChangedRows } from '#server/storage/row-sums.ts'
import type { Storage } from '#server/storage/tables.ts'
import { explain, plainLine, Refusal } from './terminal.ts'

/** Checks the database as a whole. Returns faults as sentences. */
/** `file`: the database file, with SQLite. */
type DatabaseCheck = (db: Storage, file: string | null) => Promise<string[]>

const databaseChecks: { readonly [Name in Engine['name']]: readonly DatabaseCheck[] } = {
  sqlite: [findHalfPage, findDamagedPages, findLooseReferences, findMissingGuards, findChanged],
  // PostgreSQL checks its pages (initdb --data-checksums) and its references itself.
  postgres: [findUncheckedReferences, findMissingGuards, findChanged],
}

/** Throws a Refusal for a file that is not a database of this release or an earlier one. */
export async function checkDatabase(db: Storage, file: string | null): Promise<string[]> {
  await readKnownSchema(db)
  const found: string[] = []
  for (const check of databaseChecks[engineOf(db).name]) {
    try {
      found.push(...(await check(db, file)))
    } catch (error) {
      found.push(explain(error))
    }
  }
  return found
}

export async function readKnownSchema(db: Storage) {
  const schema = await readSchema(db)
  if (schema.kind === 'foreign') throw new Refusal('Dit is geen database van Wijktafel.')
  if (schema.kind === 'newer')
    throw new Refusal(
      `Deze database is van een nieuwere versie van Wijktafel (${schema.unknown.join(', ')}). Installeer eerst die versie.`,
    )
  return schema.applied
}

/** SQLite silently reads the missing part of a last page as zeros. */
async function findHalfPage(db: Storage, file: string | null): Promise<string[]> {
  if (file === null) return []
  const { rows } = await sql<{ page_size: number }>`pragma page_size`.execute(db)
  return (await stat(file)).size % (rows[0]?.page_size ?? 1) === 0
    ? []
    : ['het bestand is niet volledig']
}

async function findDamagedPages(db: Storage): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db)
  return rows
    .filter((row) => row.integrity_check !== 'ok')
    .map((row) => `het databasebestand is beschadigd: ${row.integrity_check}`)
}

/**
 * Checks each row of comments, members, users and the like against the checksum stored when it was
 * written.
 */
async function findChanged(db: Storage): Promise<string[]> {
  if (!(await readKnownSchema(db)).has('0020-redactions')) return []
  return (await findChangedRows(db)).map(({ table, keys, count }) => {
    const named = keys.slice(0, mostNamed).map((key) => plainLine(key, 80))
    const more = count > named.length ? ` en nog ${count - named.length}` : ''
    return `${table}: wat hier staat is niet wat Wijktafel schreef (${named.join('; ')}${more})`
  })
}

const mostNamed = 5

/** A constraint that was added without validating the rows, or disabled. */
async function findUncheckedReferences(db: Storage): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`select conname as name from pg_constraint where not convalidated`.execute(db)
  return rows.map(({ name }) => `de database bewaakt ${name} niet`)
}

async function findLooseReferences(db: Storage): Promise<string[]> {
  const { rows } = await sql<{
    table: string
    rowid: number
    parent: string
  }>`pragma foreign_key_check`.execute(db)
  return rows
    .slice(0, 20)
    .map(
      (row) => `${row.table} (rij ${row.rowid}) verwijst naar iets in ${row.parent} dat er niet is`,
    )
}

const guards = ['versions_in_order', 'versions_never_change', 'versions_stay']

/** The triggers that keep versions from being changed. */
async function findMissingGuards(db: Storage): Promise<string[]> {
  if (!(await readKnownSchema(db)).has('0008-versions')) return []
  const present = await engineOf(db).guards.present('versions')
  const missing = guards.filter((guard) => !present.has(guard))
  return missing.length === 0
    ? []
    : [`de database laat versies veranderen: ${missing.join(', ')} ontbreekt`]
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Format, FormatFileSchema, FormatSchema } from '#shared/format/schema.ts'
import type { Storage, StorageTransaction } from './tables.ts'

export interface Formats {
  /** The newest version of each form that a new plan can follow, by name. */
  newest(): Format[]
  /** Every version of every form that a plan follows or can follow. */
  all(): Format[]
  /** This version, or the newest one; null if it does not exist. */
  find(id: string, version?: number): Format | null
  /**
   * Stores the current form for the plans that follow it, so that editing a file never changes an
   * existing plan. Runs in the caller's transaction; does nothing if this version was stored
   * before.
   */
  pinIn(trx: StorageTransaction, format: Format): Promise<void>
  /**
   * Versions whose file differs from what plans already follow: somebody edited a form without
   * raising its version number.
   */
  readonly drifted: readonly string[]
}

/**
 * Reads all forms: files of the folders (a later folder may not repeat a version of an earlier one)
 * and the forms stored with plans. Throws an Error that names file and path of every fault: a
 * server that started without one of its forms would show plans it can't read.
 */
export async function loadFormats({
  folders,
  db,
}: {
  folders: readonly string[]
  db: Storage
}): Promise<Formats> {
  const files = await readFolders(folders)
  const pinned = await readPinned(db)
  const known = new Map([...files, ...pinned])
  const drifted = [...files]
    .filter(
      ([key, format]) =>
        pinned.has(key) && JSON.stringify(pinned.get(key)) !== JSON.stringify(format),
    )
    .map(([key]) => key)

  function find(id: string, version?: number): Format | null {
    if (version !== undefined) return known.get(keyOf(id, version)) ?? null
    const versions = [...known.values()].filter((format) => format.id === id)
    return versions.reduce<Format | null>(
      (newest, format) => (newest === null || format.version > newest.version ? format : newest),
      null,
    )
  }

  return {
    newest() {
      const ids = new Set([...files.values()].map((format) => format.id))
      return [...ids]
        .map((id) => find(id) as Format)
        .sort((a, b) => a.name.localeCompare(b.name, 'nl') || a.id.localeCompare(b.id))
    },
    all: () => [...known.values()],
    find,
    async pinIn(trx, format) {
      await trx
        .insertInto('plan_formats')
        .values({ id: format.id, version: format.version, json: JSON.stringify(format) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    drifted,
  }
}

const keyOf = (id: string, version: number): string => `${id}@${version}`

async function readFolders(folders: readonly string[]): Promise<Map<string, Format>> {
  const formats = new Map<string, Format>()
  const faults: string[] = []
  for (const folder of folders) {
    for (const name of (await namesIn(folder)).filter((file) => file.endsWith('.json'))) {
      const file = join(folder, name)
      const read = parseFormat(await readFile(file, 'utf8'), FormatFileSchema)
      if (read.kind === 'faulty') faults.push(...read.faults.map((fault) => `${file}: ${fault}`))
      else if (formats.has(keyOf(read.format.id, read.format.version)))
        faults.push(
          `${file}: versie ${read.format.version} van ${read.format.id} staat ook in een ander bestand`,
        )
      else formats.set(keyOf(read.format.id, read.format.version), read.format)
    }
  }
  if (faults.length > 0)
    throw new Error(
      `Deze formulieren kunnen niet worden gelezen:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
  return formats
}

/** The form that plans are pinned to; null if it is gone or cannot be read. */
export async function readFormat(
  db: Storage | StorageTransaction,
  id: string,
  version: number,
): Promise<Format | null> {
  const row = await db
    .selectFrom('plan_formats')
    .select('json')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  const read = row === undefined ? null : parseFormat(row.json, FormatSchema)
  return read?.kind === 'read' ? read.format : null
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (cause) {
    throw new Error(`De map met formulieren kan niet worden gelezen: ${folder}`, { cause })
  }
}

async function readPinned(db: Storage): Promise<Map<string, Format>> {
  const rows = await db.selectFrom('plan_formats').selectAll().execute()
  return new Map(
    rows.map((row) => {
      const read = parseFormat(row.json, FormatSchema)
      if (read.kind === 'faulty')
        throw new Error(
          `Plannen volgen ${row.id} versie ${row.version}, die deze versie van Wijktafel niet kan lezen:\n${read.faults.join('\n')}`,
        )
      return [keyOf(row.id, row.version), read.format]
    }),
  )
}

function parseFormat(
  text: string,
  schema: typeof FormatSchema,
): { kind: 'read'; format: Format } | { kind: 'faulty'; faults: string[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { kind: 'faulty', faults: [error instanceof Error ? error.message : 'geen JSON'] }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { kind: 'read', format: parsed.data }
  return {
    kind: 'faulty',
    faults: parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'het geheel'}: ${issue.message}`,
    ),
  }
}

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './config.ts'
import type { Storage } from './storage/tables.ts'

/** Where the secrets of an installation are: the key that signs records, and the one of links in mails. */
export type InstallationKeys = {
  /** The stored text; of servers that start together each gets the same one. `make` is for a new installation. */
  load(name: string, make: () => string): Promise<string>
  /** Keeps a text under another name, so that the next `load` makes a new one. */
  setAside(name: string, asName: string): Promise<void>
}

/** Files in DATA_DIR, readable by their owner only. */
export function keysInFolder(dataDir: string): InstallationKeys {
  return {
    async load(name, make) {
      const file = join(dataDir, name)
      try {
        // `wx` fails if the file exists: of two processes that start at once, one makes it and both
        // read that one.
        await writeFile(file, make(), { mode: 0o600, flag: 'wx' })
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      return readFile(file, 'utf8')
    },
    setAside: (name, asName) => rename(join(dataDir, name), join(dataDir, asName)),
  }
}

/**
 * Rows of the database, encrypted with a key that is only in the environment of the servers: a reader of the database or of
 * a backup can't sign. A server that had its keys in DATA_DIR brings them along.
 */
function keysInDatabase(db: Storage, secretKey: string, dataDir: string): InstallationKeys {
  const stored = async (name: string) => {
    const row = await db
      .selectFrom('installation_keys')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row === undefined ? null : decrypt(row.value, name, secretKey)
  }
  const add = async (name: string, value: string) => {
    await db
      .insertInto('installation_keys')
      .values({ name, value: encrypt(value, name, secretKey) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return {
    async load(name, make) {
      const known = await stored(name)
      if (known !== null) return known
      await add(name, (await readFile(join(dataDir, name), 'utf8').catch(() => null)) ?? make())
      const added = await stored(name)
      if (added === null) throw new Error(`The key ${name} could not be stored.`)
      return added
    },
    async setAside(name, asName) {
      const value = await stored(name)
      if (value === null) return
      await add(asName, value)
      // A new one, and not the one that a server may still have in DATA_DIR.
      await db.deleteFrom('installation_keys').where('name', '=', name).execute()
      await rename(join(dataDir, name), join(dataDir, asName)).catch(() => undefined)
    },
  }
}

export async function openInstallationKeys({
  db,
  database,
  dataDir,
}: {
  db: Storage
  database: Database
  dataDir: string
}): Promise<InstallationKeys> {
  if (database.kind === 'sqlite') return keysInFolder(dataDir)
  if (database.secretKey !== null) return keysInDatabase(db, database.secretKey, dataDir)
  await mustHaveOneFolder(db, dataDir)
  return keysInFolder(dataDir)
}

/** The row that says which DATA_DIR has the keys. */
export const folderMark = 'folder'

/** Servers with keys of their own would refuse each other's links and passkeys, now and then and without a reason. */
async function mustHaveOneFolder(db: Storage, dataDir: string): Promise<void> {
  const own = await keysInFolder(dataDir).load('node-mark', () => randomBytes(16).toString('hex'))
  const mark = createHash('sha256').update(own).digest('hex')
  await db
    .insertInto('installation_keys')
    .values({ name: folderMark, value: mark })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('installation_keys')
    .select('value')
    .where('name', '=', folderMark)
    .executeTakeFirst()
  if (row?.value !== mark)
    throw new Error(
      'Een andere server met een eigen DATA_DIR gebruikt deze database, of DATA_DIR is verloren gegaan. Geef alle servers dezelfde SECRET_KEY (openssl rand -base64 32); de sleutels staan dan versleuteld in de database.\n' +
        'Another server with a DATA_DIR of its own uses this database, or DATA_DIR was lost. Give all servers the same SECRET_KEY (openssl rand -base64 32).',
    )
}

const bytesOf = { nonce: 12, tag: 16, key: 32 } as const

function keyOf(name: string, secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'wijktafel', name, bytesOf.key))
}

function encrypt(text: string, name: string, secretKey: string): string {
  const nonce = randomBytes(bytesOf.nonce)
  const cipher = createCipheriv('aes-256-gcm', keyOf(name, secretKey), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

function decrypt(value: string, name: string, secretKey: string): string {
  const bytes = Buffer.from(value, 'base64url')
  const bodyAt = bytesOf.nonce + bytesOf.tag
  try {
    const nonce = bytes.subarray(0, bytesOf.nonce)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(name, secretKey), nonce)
    decipher.setAuthTag(bytes.subarray(bytesOf.nonce, bodyAt))
    return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]).toString()
  } catch (cause) {
    throw new Error(
      'De sleutels in de database zijn met een andere SECRET_KEY versleuteld.\nThe keys in the database were encrypted with another SECRET_KEY.',
      { cause },
    )
  }
}

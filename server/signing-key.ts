import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Signer } from './plans/agreement/signed-record.ts'
import type { Clock } from './runtime.ts'
import type { Storage } from './storage/tables.ts'

const fileName = 'signing-key.pem'

/**
 * The Ed25519 key that signs the records of versions: made at the first start and stored beside the
 * database, readable by its owner only. The public half is in the database, and so in backups:
 * signatures can still be verified if this file is lost, or after a restore on another machine,
 * which makes its own key.
 */
export async function loadSigner({
  dataDir,
  db,
  clock,
}: {
  dataDir: string
  db: Storage
  clock: Clock
}): Promise<Signer> {
  const file = join(dataDir, fileName)
  try {
    // `wx` fails if the file exists: of two processes that start at once, one makes it and both
    // read that one.
    await writeFile(file, newKey(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const privateKey = await readKey(file)
  const publicKey = createPublicKey(privateKey)
  const keyId = keyIdOf(publicKey)
  await db
    .insertInto('signing_keys')
    .values({
      id: keyId,
      public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      since: clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { keyId, privateKey }
}

/**
 * Installs a new key and keeps the old one under its id. A running server signs with the old key
 * until it restarts.
 */
export async function rotateSigningKey(given: {
  dataDir: string
  db: Storage
  clock: Clock
}): Promise<{ before: string; now: string }> {
  const file = join(given.dataDir, fileName)
  const before = await loadSigner(given)
  await rename(file, join(given.dataDir, `signing-key.${before.keyId}.pem`))
  return { before: before.keyId, now: (await loadSigner(given)).keyId }
}

/** First half of the SHA-256 of the public key, so that anyone can compute it. */
function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32)
}

function newKey(): string {
  return generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

async function readKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, 'utf8')
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Reported below.
  }
  throw new Error(
    `The file "${fileName}" in DATA_DIR is damaged. Put it back from a copy, or move it away and start again: a new key is made, and what the old one signed can still be checked.`,
  )
}

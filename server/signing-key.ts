import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import type { InstallationKeys } from './installation-keys.ts'
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
  keys,
  db,
  clock,
}: {
  keys: InstallationKeys
  db: Storage
  clock: Clock
}): Promise<Signer> {
  const privateKey = readKey(await keys.load(fileName, newKey))
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
  keys: InstallationKeys
  db: Storage
  clock: Clock
}): Promise<{ before: string; now: string }> {
  const before = await loadSigner(given)
  await given.keys.setAside(fileName, `signing-key.${before.keyId}.pem`)
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

function readKey(text: string): KeyObject {
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

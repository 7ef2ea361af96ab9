import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadSecret } from '#server/auth/secret.ts'
import type { Database } from '#server/config.ts'
import { type InstallationKeys, openInstallationKeys } from '#server/installation-keys.ts'
import { systemClock } from '#server/runtime.ts'
import { loadSigner, rotateSigningKey } from '#server/signing-key.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'

const secretKey = 'voor-deze-proef-en-nergens-anders'

describe.each(databases.filter(({ skipped }) => skipped === null))(
  'keys of an installation, on $name',
  ({ open }) => {
    let subject: DatabaseUnderTest
    let folders: string[]
    beforeEach(async () => {
      subject = await open()
      folders = [await mkdtemp(join(tmpdir(), 'keys-')), await mkdtemp(join(tmpdir(), 'keys-'))]
    })
    afterEach(async () => {
      await subject.close()
      for (const folder of folders) await rm(folder, { recursive: true })
    })

    const keysOf = (folder: number, key: string | null = secretKey): Promise<InstallationKeys> => {
      const database: Database = { kind: 'postgres', url: '', secretKey: key }
      return openInstallationKeys({ db: subject.db, database, dataDir: folders[folder] ?? '' })
    }
    const signer = async (keys: InstallationKeys) =>
      (await loadSigner({ keys, db: subject.db, clock: systemClock })).keyId

    test('servers with one SECRET_KEY share their keys, which the database does not show', async () => {
      const [first, second] = [await keysOf(0), await keysOf(1)]
      const [secret, same] = await Promise.all([loadSecret(first), loadSecret(second)])
      expect(same).toBe(secret)
      expect(await signer(second)).toBe(await signer(first))
      const rows = await subject.db.selectFrom('installation_keys').selectAll().execute()
      expect(rows.map(({ name }) => name).toSorted()).toEqual(['secret', 'signing-key.pem'])
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(JSON.stringify(rows)).not.toContain('PRIVATE')
    })

    test('another SECRET_KEY is told, and changes nothing', async () => {
      const secret = await loadSecret(await keysOf(0))
      const wrong = await keysOf(1, 'een-heel-andere-sleutel-van-32-tekens')
      await expect(loadSecret(wrong)).rejects.toThrow(/SECRET_KEY/)
      expect(await loadSecret(await keysOf(1))).toBe(secret)
    })

    test('a server that had its keys in DATA_DIR brings them along, and a new signing key reaches all', async () => {
      const secret = `${'s'.repeat(64)}\n`
      await writeFile(join(folders[0] ?? '', 'secret'), secret)
      expect(await loadSecret(await keysOf(0))).toBe(secret.trim())
      expect(await loadSecret(await keysOf(1))).toBe(secret.trim())
      const before = await signer(await keysOf(0))
      const rotated = await rotateSigningKey({
        keys: await keysOf(1),
        db: subject.db,
        clock: systemClock,
      })
      expect(rotated.before).toBe(before)
      expect(await signer(await keysOf(0))).toBe(rotated.now)
      expect(rotated.now).not.toBe(before)
    })

    test('without a SECRET_KEY a second server with a DATA_DIR of its own does not start', async () => {
      await keysOf(0, null)
      await keysOf(0, null)
      await expect(keysOf(1, null)).rejects.toThrow(/dezelfde SECRET_KEY/)
    })
  },
)

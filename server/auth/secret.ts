import { randomBytes } from 'node:crypto'
import type { InstallationKeys } from '#server/installation-keys.ts'

/**
 * The key that signs the unsubscribe links in mails and the cookies of sign-ins under way: made at
 * the first start and stored beside the database, readable by its owner only. There is no default and no environment variable for it, so
 * it can't stay at a known value. Losing it only invalidates those links.
 */
export async function loadSecret(keys: InstallationKeys): Promise<string> {
  const made = () => `${randomBytes(48).toString('base64url')}\n`
  const secret = (await keys.load('secret', made)).trim()
  if (secret.length < 32)
    throw new Error(
      'The file "secret" in DATA_DIR is damaged. Remove it and start again; unsubscribe links in letters that went out then no longer work.',
    )
  return secret
}

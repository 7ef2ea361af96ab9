import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The key that signs the unsubscribe links in mails: made at the first start and stored beside the
 * database, readable by its owner only. There is no default and no environment variable for it, so
 * it can't stay at a known value. Losing it only invalidates those links.
 */
export async function loadSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  try {
    // `wx` fails if the file exists: of two processes that start at once, one makes it and both
    // read that one.
    await writeFile(file, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret.length < 32)
    throw new Error(
      'The file "secret" in DATA_DIR is damaged. Remove it and start again; unsubscribe links in letters that went out then no longer work.',
    )
  return secret
}

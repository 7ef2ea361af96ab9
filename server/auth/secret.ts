import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The key that signs the unsubscribe links in letters: made at the first start and kept beside the database, readable by its owner alone.
 * There is no default and no variable for it, so it can't be left at a known value. Losing it only ends those links.
 */
export async function loadSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  try {
    // `wx` fails when it is there already: of two processes that start at once, one makes it and both read that one.
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

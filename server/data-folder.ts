import { chmod, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseFile } from './config.ts'
import type { Logger } from './runtime.ts'
import { openDatabaseReadOnly, readSchema } from './storage/database.ts'
import { serverLockFile } from './storage/server-lock.ts'

/** The keys of an installation, made at its first start: if one exists, there was a database. */
const keyFiles = ['secret', 'signing-key.pem'] as const

/** Our own files in the folder: the database and its side files, backups of it, keys, the lock. */
const own = new RegExp(
  `^(${databaseFile.replaceAll('.', '\\.')}([.-].*)?|secret|node-mark|timeline|upkeep\\.jsonl|signing-key(\\.[0-9a-f]+)?\\.pem|${serverLockFile.replaceAll('.', '\\.')}(-.*)?)$`,
)

/** Files that this process creates from now on are private to its user. Windows ignores this. */
export function restrictToOwner(): void {
  process.umask(0o077)
}

/**
 * Creates the data folder, or removes the read access for others that an older release or a copy
 * left on it. The rights of a folder with files that are not ours are left as they are: it may be
 * somebody's home.
 */
export async function openDataFolder(dataDir: string, logger: Logger): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  const names = await readdir(dataDir)
  for (const name of names) if (own.test(name)) await tighten(join(dataDir, name), 0o600, logger)
  if (names.every((name) => own.test(name))) await tighten(dataDir, 0o700, logger)
}

async function tighten(path: string, mode: number, logger: Logger): Promise<void> {
  const there = await lstat(path).catch(() => null)
  if (there === null || there.isSymbolicLink() || (there.mode & 0o077) === 0) return
  try {
    await chmod(path, there.mode & mode)
    logger.info({ path }, 'Readable by its owner alone from now on')
  } catch (error) {
    // Somebody else's file, or a disk without permissions: logged, but no reason to stop.
    logger.warn(
      { err: error, path },
      'Others on this machine may read this, and that could not be changed',
    )
  }
}

/**
 * Refuses to treat a missing or empty database as a new installation if the keys of an earlier one
 * lie beside it: the cause is a disk that was not mounted, a wrong DATA_DIR or a lost file.
 * Continuing would show everyone an empty Wijktafel without a warning. Throws an Error for the
 * operator.
 */
export async function refuseLostDatabase(dataDir: string): Promise<void> {
  const key = await firstOf(keyFiles, (name) => hasContent(join(dataDir, name)))
  if (key === null || !(await isEmptyDatabase(join(dataDir, databaseFile)))) return
  throw new Error(
    `In DATA_DIR (${dataDir}) staat wel "${key}", maar geen database (${databaseFile} ontbreekt of is leeg). Er is niets veranderd.\n` +
      '- Is de schijf wel gekoppeld, en staat DATA_DIR goed?\n' +
      '- Zet anders een reservekopie terug: npm run -s admin -- restore BESTAND\n' +
      `- Wilt u echt opnieuw beginnen, zonder de plannen van eerder? Verplaats dan ${keyFiles.map((name) => `"${name}"`).join(' en ')} naar een andere map.`,
  )
}

async function isEmptyDatabase(file: string): Promise<boolean> {
  const size = await stat(file).then(
    (there) => there.size,
    () => 0,
  )
  // The last writes may still be in the WAL beside it.
  if (size === 0 && !(await hasContent(`${file}-wal`))) return true
  if (size === 0) return false
  const db = openDatabaseReadOnly(file)
  try {
    return (await readSchema(db)).kind === 'foreign'
  } finally {
    await db.destroy()
  }
}

async function hasContent(file: string): Promise<boolean> {
  return readFile(file).then(
    (content) => content.length > 0,
    () => false,
  )
}

async function firstOf<T>(
  all: readonly T[],
  matches: (one: T) => Promise<boolean>,
): Promise<T | null> {
  for (const one of all) if (await matches(one)) return one
  return null
}

import { link, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Files that SQLite may keep beside a database. */
export const sidecars = ['-wal', '-shm', '-journal'] as const

/**
 * The real path, with links followed, also for a file that does not exist yet. Rejects if its
 * folder does not exist.
 */
export async function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(async () => join(await realpath(dirname(file)), basename(file)))
}

/**
 * An empty file readable by its owner only, so that later content is never readable by others, not
 * even for a moment.
 */
export async function makePrivateFile(file: string): Promise<void> {
  await (await open(file, 'wx', 0o600)).close()
}

export async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ['', ...sidecars]) await rm(`${file}${suffix}`, { force: true })
}

/** Called after a rename: without it, a power cut may bring the old name back. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and does not need this.
  const handle = await open(folder).catch(() => null)
  if (handle === null) return
  try {
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}

/**
 * Adds a second name for a file, so that it never lacks a name; renames it if the disk has no hard
 * links. Never a copy: opening and closing a database that SQLite has locked for us would release
 * the lock.
 */
export async function keepAs(file: string, kept: string): Promise<void> {
  await link(file, kept).catch(() => rename(file, kept))
}

export async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  )
}

import { link, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What SQLite may keep beside a database. */
export const sidecars = ['-wal', '-shm', '-journal'] as const

/** Where a path ends up, links followed, also for a file that is not there yet. Rejects when its folder is not there. */
export async function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(async () => join(await realpath(dirname(file)), basename(file)))
}

/** An empty file for its owner alone: what is written to it later is never readable by others, also not for a moment. */
export async function makePrivateFile(file: string): Promise<void> {
  await (await open(file, 'wx', 0o600)).close()
}

export async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ['', ...sidecars]) await rm(`${file}${suffix}`, { force: true })
}

/** After a rename: without it, a power cut may bring the old name back. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and needs no such thing.
  const handle = await open(folder).catch(() => null)
  if (handle === null) return
  try {
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}

/**
 * A second name for a file, so that there is no moment without it; another name where the disk knows no second ones.
 * Never a copy: to open and close a database that SQLite has locked for us would end the lock.
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

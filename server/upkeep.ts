import { appendFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Upkeep, UpkeepSchema } from '#shared/api/administration.ts'
import { limits } from '#shared/limits.ts'

const fileName = 'upkeep.jsonl'

/**
 * Records backups and verifications, for the page of the administrator. In a file beside the
 * database and not in it: a backup reads the database of a running server and must not write to it.
 */
export async function noteUpkeep(dataDir: string, upkeep: Upkeep): Promise<void> {
  // A failed record must not fail a backup, and a machine that only checks files has no DATA_DIR.
  await appendFile(join(dataDir, fileName), `${JSON.stringify(upkeep)}\n`, { mode: 0o600 }).catch(
    () => undefined,
  )
}

/** The last records, last first. A damaged line is left out. */
export async function readUpkeep(dataDir: string): Promise<Upkeep[]> {
  const text = await readEnd(join(dataDir, fileName), limits.upkeepBytes.max)
  return text
    .split('\n')
    .flatMap((line) => {
      try {
        return [UpkeepSchema.parse(JSON.parse(line))]
      } catch {
        return []
      }
    })
    .reverse()
    .slice(0, shownUpkeep)
}

const shownUpkeep = 20

async function readEnd(file: string, bytes: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return ''
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, bytes)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8')
  } finally {
    await handle.close()
  }
}

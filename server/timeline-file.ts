import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TimelineMemory } from './storage/postgres/postgres-timelines.ts'

const timelineFile = 'timeline'

/**
 * The timeline of PostgreSQL that the servers on this folder were on last: one that is started again
 * still knows that the primary from before a promotion is the wrong one.
 */
export function timelineIn(dataDir: string): TimelineMemory {
  const file = join(dataDir, timelineFile)
  return {
    read() {
      try {
        return readFileSync(file, 'utf8').trim() || null
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    async write(timeline) {
      await writeFile(`${file}.tmp`, `${timeline}\n`, { mode: 0o600 })
      await rename(`${file}.tmp`, file)
    },
  }
}

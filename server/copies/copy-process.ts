import { backUp } from '#server/admin/backup.ts'
import { explain } from '#server/admin/terminal.ts'
import { verify } from '#server/admin/verify.ts'
import { restrictToOwner } from '#server/data-folder.ts'
import { systemClock } from '#server/runtime.ts'
import type { CopyAnswer, CopyJob } from './make-copy.ts'

/**
 * The process that copies the database and verifies the copy; `npm run build` puts it beside the server as
 * `copy-process.js`. In the process of the server both would keep every request waiting: SQLite's calls are synchronous. Here
 * the copy is one reading of all pages at one moment, which no writer waits for and none restarts.
 */
restrictToOwner()
process.on('message', async (job: CopyJob) => {
  process.send?.(await answerOf(job))
})
// The server has exited, so nobody waits.
process.on('disconnect', () => process.exit())

async function answerOf({ database, file }: CopyJob): Promise<CopyAnswer> {
  try {
    await backUp({ database, file, replaces: false, clock: systemClock }, { say: () => {} })
    const lines: string[] = []
    const code = await verify(file, {
      say: (line) => void lines.push(line),
      complain: () => {},
      progress: () => {},
    })
    return code === 0
      ? { kind: 'sound' }
      : { kind: 'faulty', faults: lines.filter((line) => line.startsWith('FOUT')).length }
  } catch (error) {
    return { kind: 'failed', reason: explain(error) }
  }
}

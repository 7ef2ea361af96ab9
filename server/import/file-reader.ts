import { type Asker, createJobPool } from '#server/job-pool.ts'
import { boundedThread } from '#server/job-runner.ts'
import { AppError, isErrorCode } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import type { ReadFile } from './file.ts'

export type FileReader = {
  /**
   * Rejects with an `import-…` code for an unreadable file, and with `too-many` if the queue is
   * full.
   */
  read(bytes: Uint8Array, asker: Asker): Promise<ReadFile>
  close(): Promise<void>
}

type Job = { bytes: Uint8Array }
type Answer = { kind: 'read'; file: ReadFile } | { kind: 'refused'; code: string; detail?: string }

/** A slow file delays nobody else: a person has one read at a time (`FairQueue`). */
const threadCount = 2

/** The libraries take half a second to load. */
const defaultIdleMs = 60_000

export type FileReaderOptions = { timeoutMs?: number; memoryMb?: number; idleMs?: number }

/**
 * Reads files in threads that are ended if they take too long or too much memory, one file at a time
 * in each. Files are not stored.
 */
export function createFileReader({
  timeoutMs = limits.importMs.max,
  memoryMb = limits.importMemoryMb.max,
  idleMs = defaultIdleMs,
}: FileReaderOptions = {}): FileReader {
  const threads = createJobPool<Job, Answer>({
    start: () => boundedThread(new URL('./reader/worker.mjs', import.meta.url), memoryMb),
    runners: threadCount,
    waiting: 'importsWaiting',
    timeoutMs,
    idleMs,
    failed: ({ kind }) => new LimitError(kind === 'too-slow' ? 'importMs' : 'importMemoryMb'),
  })
  return {
    async read(bytes, asker) {
      const answer = await threads.run(() => ({ bytes }), asker)
      if (answer.kind === 'read') return answer.file
      throw new AppError(isErrorCode(answer.code) ? answer.code : 'import-broken', {
        detail: answer.detail,
      })
    },
    close: () => threads.close(),
  }
}

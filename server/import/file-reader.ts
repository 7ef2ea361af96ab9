import { Worker } from 'node:worker_threads'
import { createJobThread } from '#server/job-thread.ts'
import { AppError, isErrorCode } from '#shared/errors.ts'
import type { ReadFile } from './file.ts'

export type FileReader = {
  /** Rejects with an `import-…` code for a file that is not read, and with `too-many` when many wait already. */
  read(bytes: Uint8Array): Promise<ReadFile>
  close(): Promise<void>
}

type Job = { bytes: Uint8Array }
type Answer = { kind: 'read'; file: ReadFile } | { kind: 'refused'; code: string; detail?: string }

const mostWaiting = 8
const defaultTimeoutMs = 15_000
const defaultMemoryMb = 256
/** The libraries take half a second to load. */
const defaultIdleMs = 60_000

export type FileReaderOptions = { timeoutMs?: number; memoryMb?: number; idleMs?: number }

/** Reads one file at a time in a thread that is ended when it takes too long or too much. Files are kept nowhere. */
export function createFileReader({
  timeoutMs = defaultTimeoutMs,
  memoryMb = defaultMemoryMb,
  idleMs = defaultIdleMs,
}: FileReaderOptions = {}): FileReader {
  const thread = createJobThread<Job, Answer>({
    start: () =>
      new Worker(new URL('./reader/worker.mjs', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
        stdout: true,
        stderr: true,
      }),
    mostWaiting,
    timeoutMs,
    idleMs,
    failed: () => new AppError('import-too-heavy'),
  })
  return {
    async read(bytes) {
      const answer = await thread.run(() => ({ bytes }))
      if (answer.kind === 'read') return answer.file
      throw new AppError(isErrorCode(answer.code) ? answer.code : 'import-broken', {
        detail: answer.detail,
      })
    },
    close: () => thread.close(),
  }
}

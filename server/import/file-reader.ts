import { Worker } from 'node:worker_threads'
import { AppError, isErrorCode } from '#shared/errors.ts'
import type { ReadFile } from './file.ts'

export type FileReader = {
  /** Rejects with an `import-…` code for a file that is not read, and with `too-many` when many wait already. */
  read(bytes: Uint8Array): Promise<ReadFile>
  close(): Promise<void>
}

type Answer = { kind: 'read'; file: ReadFile } | { kind: 'refused'; code: string; detail?: string }
type Job = { bytes: Uint8Array; resolve(file: ReadFile): void; reject(error: Error): void }

/** Each that waits holds its file in memory. */
const mostWaiting = 8
const defaultTimeoutMs = 15_000
const defaultMemoryMb = 256
/** Kept warm this long after the last file: the libraries take half a second to load. */
const defaultIdleMs = 60_000

export type FileReaderOptions = { timeoutMs?: number; memoryMb?: number; idleMs?: number }

/** Reads one file at a time in a thread that is ended when it takes too long or too much. Files are kept nowhere. */
export function createFileReader({ timeoutMs = defaultTimeoutMs, memoryMb = defaultMemoryMb, idleMs = defaultIdleMs }: FileReaderOptions = {}): FileReader {
  const waiting: Job[] = []
  let worker: Worker | null = null
  let running: Job | null = null
  let timer: NodeJS.Timeout | undefined

  async function stop(): Promise<void> {
    clearTimeout(timer)
    const stopped = worker
    worker = null
    await stopped?.terminate()
  }

  function finish(settle: (job: Job) => void): void {
    const job = running
    running = null
    clearTimeout(timer)
    if (job !== null) settle(job)
    next()
  }

  const refuse = (error: AppError) => finish((job) => job.reject(error))

  function start(): Worker {
    const started = new Worker(new URL('./reader/worker.mjs', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: memoryMb }, stdout: true, stderr: true })
    started.unref()
    started.on('message', (answer: Answer) => {
      if (worker !== started) return
      if (answer.kind === 'read') return finish((job) => job.resolve(answer.file))
      refuse(new AppError(isErrorCode(answer.code) ? answer.code : 'import-broken', { detail: answer.detail }))
    })
    // Also when its memory ran out.
    started.on('error', () => {
      if (worker !== started) return
      worker = null
      refuse(new AppError('import-too-heavy'))
    })
    return started
  }

  function next(): void {
    if (running !== null) return
    running = waiting.shift() ?? null
    if (running === null) {
      timer = setTimeout(() => void stop(), idleMs)
      timer.unref()
      return
    }
    clearTimeout(timer)
    worker ??= start()
    timer = setTimeout(() => {
      void stop()
      refuse(new AppError('import-too-heavy'))
    }, timeoutMs)
    worker.postMessage({ bytes: running.bytes })
  }

  return {
    read(bytes) {
      if (waiting.length >= mostWaiting) return Promise.reject(new AppError('too-many'))
      return new Promise((resolve, reject) => {
        waiting.push({ bytes, resolve, reject })
        next()
      })
    },
    async close() {
      const open = running === null ? waiting.splice(0) : [running, ...waiting.splice(0)]
      running = null
      for (const job of open) job.reject(new AppError('unavailable'))
      await stop()
    },
  }
}

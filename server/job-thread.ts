import type { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'

export type JobThread<Job, Answer> = {
  /**
   * Resolves with what the thread answers. Rejects with `too-many` when many wait already, before the job is made, with
   * `unavailable` when the server stops, and with what `failed` makes of any other end.
   */
  run(makeJob: () => Job): Promise<Answer>
  close(): Promise<void>
}

export type JobThreadOptions = {
  start(): Worker
  /** Each that waits holds its job in memory. */
  mostWaiting: number
  timeoutMs: number
  /** Kept warm this long after the last job, then its memory is given back. */
  idleMs: number
  /** The thread could not start, broke off, ran out of memory, or was ended because it took too long. */
  failed(reason: string): AppError
}

type Waiting<Job, Answer> = { job: Job; resolve(answer: Answer): void; reject(error: Error): void }

/** One thread that does one job at a time: the server goes on answering, and a job that hangs is ended with its thread. */
export function createJobThread<Job, Answer>({
  start,
  mostWaiting,
  timeoutMs,
  idleMs,
  failed,
}: JobThreadOptions): JobThread<Job, Answer> {
  const waiting: Waiting<Job, Answer>[] = []
  let worker: Worker | null = null
  let running: Waiting<Job, Answer> | null = null
  let timer: NodeJS.Timeout | undefined

  async function stop(): Promise<void> {
    clearTimeout(timer)
    const stopped = worker
    worker = null
    await stopped?.terminate()
  }

  function finish(settle: (job: Waiting<Job, Answer>) => void): void {
    const job = running
    running = null
    clearTimeout(timer)
    if (job !== null) settle(job)
    next()
  }

  const fail = (reason: string) => finish((job) => job.reject(failed(reason)))

  function begin(): Worker {
    const started = start()
    started.unref()
    // What a thread that was ended still says is about a job that is not running any more.
    started.on('message', (answer: Answer) => {
      if (worker === started) finish((job) => job.resolve(answer))
    })
    started.on('error', (error) => {
      if (worker !== started) return
      worker = null
      fail(error.message)
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
    try {
      worker ??= begin()
    } catch (error) {
      return fail(error instanceof Error ? error.message : 'unknown')
    }
    timer = setTimeout(() => {
      void stop()
      fail(`not finished after ${timeoutMs} ms`)
    }, timeoutMs)
    worker.postMessage(running.job)
  }

  return {
    run(makeJob) {
      if (waiting.length >= mostWaiting) return Promise.reject(new AppError('too-many'))
      return new Promise((resolve, reject) => {
        waiting.push({ job: makeJob(), resolve, reject })
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

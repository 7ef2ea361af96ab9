import type { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import { type CountLimitName, LimitError, limits } from '#shared/limits.ts'
import { FairQueue } from './fair-queue.ts'

export type JobThreads<Job, Answer> = {
  /**
   * Resolves with what the thread answers. Rejects with the error of a limit when many wait already, before the job is made,
   * with `unavailable` when the server stops, with the reason of the signal when the asker went away, and with what
   * `failed` makes of any other end.
   */
  run(makeJob: () => Job, asker: Asker): Promise<Answer>
  /** How many are being done. */
  busy(): number
  close(): Promise<void>
}

export type Asker = {
  /** Whose share of the threads it takes: a person has one at a time, however many wait. */
  person: string
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

export type JobEnd =
  | { kind: 'too-slow'; afterMs: number }
  | { kind: 'too-heavy' }
  /** The thread could not start, or broke off. */
  | { kind: 'broken'; reason: string }

export type JobThreadsOptions<Job> = {
  start(): Worker
  /** How many work side by side. Another one is started only when all are busy. */
  threads: number
  /** Jobs that wait hold what they are made of in memory. */
  waiting: CountLimitName
  waitingPerPerson?: CountLimitName
  timeoutMs: number
  /** Kept warm this long after its last job. A thread that ends gives all its memory back, one that idles does not. */
  idleMs: number
  /** Jobs after which a thread ends sooner than that: of a heavy one it keeps what it grew to. */
  isLast?(job: Job): boolean
  transfer?(job: Job): ArrayBuffer[]
  failed(end: JobEnd): AppError
}

type Waiting<Job, Answer> = {
  job: Job
  asker: Asker
  resolve(answer: Answer): void
  reject(error: unknown): void
}
type Thread<Job, Answer> = {
  worker: Worker
  running: Waiting<Job, Answer> | null
  timer: NodeJS.Timeout | undefined
}

/**
 * A few threads that each do one job at a time: the server goes on answering, a job that hangs or takes too much is ended
 * with its thread, and nobody waits for more than one job of anybody else who asked for many.
 */
export function createJobThreads<Job, Answer>(
  options: JobThreadsOptions<Job>,
): JobThreads<Job, Answer> {
  const queue = new FairQueue<Waiting<Job, Answer>>()
  const threads = new Set<Thread<Job, Answer>>()
  /** Told to end. One inside a library that can't be interrupted goes on until that returns. */
  const ending = new Set<Promise<unknown>>()
  let isClosed = false

  function end(thread: Thread<Job, Answer>): void {
    clearTimeout(thread.timer)
    threads.delete(thread)
    const ended = thread.worker.terminate().finally(() => {
      ending.delete(ended)
      next()
    })
    ending.add(ended)
  }

  /** What the thread ran is over; a thread that can go on waits for another job. */
  function finish(
    thread: Thread<Job, Answer>,
    { goesOn, settle }: { goesOn: boolean; settle: (waiting: Waiting<Job, Answer>) => void },
  ): void {
    const { running } = thread
    thread.running = null
    clearTimeout(thread.timer)
    if (!goesOn || (running !== null && options.isLast?.(running.job) === true)) end(thread)
    else {
      thread.timer = setTimeout(() => end(thread), options.idleMs)
      thread.timer.unref()
    }
    if (running !== null) {
      queue.release(running.asker.person)
      settle(running)
    }
    next()
  }

  function fail(thread: Thread<Job, Answer>, how: JobEnd): void {
    finish(thread, { goesOn: false, settle: ({ reject }) => reject(options.failed(how)) })
  }

  function begin(): Thread<Job, Answer> {
    const worker = options.start()
    worker.unref()
    const thread: Thread<Job, Answer> = { worker, running: null, timer: undefined }
    threads.add(thread)
    // What a thread that was ended still says is about a job that is not running any more.
    worker.on('message', (answer: Answer) => {
      if (threads.has(thread))
        finish(thread, { goesOn: true, settle: ({ resolve }) => resolve(answer) })
    })
    worker.on('error', (error) => {
      if (!threads.has(thread)) return
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      fail(thread, isMemory ? { kind: 'too-heavy' } : { kind: 'broken', reason: error.message })
    })
    return thread
  }

  /** Those that end count too, twice as many as work: whoever asks and goes away all the time starts no crowd of them. */
  function hasRoom(): boolean {
    return threads.size < options.threads && threads.size + ending.size < options.threads * 2
  }

  function next(): void {
    while (queue.size > 0) {
      const idle = [...threads].find((thread) => thread.running === null)
      if (idle === undefined && !hasRoom()) return
      const waiting = queue.take()
      if (waiting === null) return
      let thread: Thread<Job, Answer>
      try {
        thread = idle ?? begin()
      } catch (error) {
        queue.release(waiting.asker.person)
        const reason = error instanceof Error ? error.message : 'unknown'
        waiting.reject(options.failed({ kind: 'broken', reason }))
        continue
      }
      run(thread, waiting)
    }
  }

  function run(thread: Thread<Job, Answer>, waiting: Waiting<Job, Answer>): void {
    const { timeoutMs } = options
    clearTimeout(thread.timer)
    thread.running = waiting
    thread.timer = setTimeout(
      () => fail(thread, { kind: 'too-slow', afterMs: timeoutMs }),
      timeoutMs,
    )
    thread.worker.postMessage(waiting.job, options.transfer?.(waiting.job) ?? [])
  }

  /** Nobody waits for it: what is queued never starts, and what runs ends with its thread. */
  function drop(waiting: Waiting<Job, Answer>): void {
    const { person, signal } = waiting.asker
    if (queue.remove(person, waiting)) return waiting.reject(signal?.reason)
    const thread = [...threads].find(({ running }) => running === waiting)
    if (thread !== undefined)
      finish(thread, { goesOn: false, settle: ({ reject }) => reject(signal?.reason) })
  }

  return {
    async run(makeJob, asker) {
      if (isClosed) throw new AppError('unavailable')
      asker.signal?.throwIfAborted()
      const { waiting: most, waitingPerPerson } = options
      if (queue.size >= limits[most].max) throw new LimitError(most)
      if (
        waitingPerPerson !== undefined &&
        queue.sizeOf(asker.person) >= limits[waitingPerPerson].max
      )
        throw new LimitError(waitingPerPerson)
      const job = makeJob()
      return new Promise<Answer>((resolve, reject) => {
        const waiting: Waiting<Job, Answer> = { job, asker, resolve, reject }
        asker.signal?.addEventListener('abort', () => drop(waiting), { once: true })
        queue.add(asker.person, waiting)
        next()
      })
    },
    busy: () => [...threads].filter(({ running }) => running !== null).length,
    async close() {
      isClosed = true
      const open = [...queue.clear(), ...[...threads].flatMap(({ running }) => running ?? [])]
      for (const thread of threads) {
        thread.running = null
        end(thread)
      }
      for (const { reject } of open) reject(new AppError('unavailable'))
      await Promise.all(ending)
    },
  }
}

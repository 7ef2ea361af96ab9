import { AppError } from '#shared/errors.ts'
import { type CountLimitName, LimitError, limits } from '#shared/limits.ts'
import { FairQueue } from './fair-queue.ts'
import type { JobRunner, RunnerEnd } from './job-runner.ts'

export type JobPool<Job, Answer> = {
  /**
   * Resolves with the runner's answer. Rejects with the error of a limit if the queue is full,
   * before the job is made; with `unavailable` if the server stops; with the reason of the signal
   * if the client disconnected; and with the result of `failed` for any other end.
   */
  run(makeJob: () => Job, asker: Asker): Promise<Answer>
  /** Number of running jobs. */
  busy(): number
  close(): Promise<void>
}

export type Asker = {
  /** The person whose share of the runners it takes: one job at a time, however many wait. */
  person: string
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

/** How a job without an answer ended. */
export type JobEnd = RunnerEnd | { kind: 'too-slow'; afterMs: number }

export type JobPoolOptions<Job, Answer> = {
  start(): JobRunner<Job, Answer>
  /** Maximum number of runners. A new one is started only if all are busy. */
  runners: number
  /** Maximum queue length: waiting jobs hold their input in memory. */
  waiting: CountLimitName
  waitingPerPerson?: CountLimitName
  timeoutMs: number
  /**
   * An idle runner is kept warm this long. A runner that ends releases all its memory, an idle one
   * does not.
   */
  idleMs: number
  /** Jobs after which a runner ends sooner: after a heavy job it keeps the memory it grew to. */
  isLast?(job: Job): boolean
  failed(end: JobEnd): AppError
}

type Waiting<Job, Answer> = {
  job: Job
  asker: Asker
  resolve(answer: Answer): void
  reject(error: unknown): void
}
type Working<Job, Answer> = {
  runner: JobRunner<Job, Answer>
  running: Waiting<Job, Answer> | null
  timer: NodeJS.Timeout | undefined
}

/**
 * A few runners that each do one job at a time: the server stays responsive, a job that hangs or
 * takes too much memory is ended with its runner, and another person's many jobs delay nobody by
 * more than one job.
 */
export function createJobPool<Job, Answer>(
  options: JobPoolOptions<Job, Answer>,
): JobPool<Job, Answer> {
  const queue = new FairQueue<Waiting<Job, Answer>>()
  const runners = new Set<Working<Job, Answer>>()
  /**
   * Runners that were told to end. A library that can't be interrupted delays that until it
   * returns.
   */
  const ending = new Set<Promise<unknown>>()
  let isClosed = false

  function end(working: Working<Job, Answer>): void {
    clearTimeout(working.timer)
    runners.delete(working)
    const ended = working.runner.end().finally(() => {
      ending.delete(ended)
      next()
    })
    ending.add(ended)
  }

  /** Ends the current job; a runner that is still usable takes the next one. */
  function finish(
    working: Working<Job, Answer>,
    { goesOn, settle }: { goesOn: boolean; settle: (waiting: Waiting<Job, Answer>) => void },
  ): void {
    const { running } = working
    working.running = null
    clearTimeout(working.timer)
    if (!goesOn || (running !== null && options.isLast?.(running.job) === true)) end(working)
    else {
      working.timer = setTimeout(() => end(working), options.idleMs)
      working.timer.unref()
    }
    if (running !== null) {
      queue.release(running.asker.person)
      settle(running)
    }
    next()
  }

  function fail(working: Working<Job, Answer>, how: JobEnd): void {
    finish(working, { goesOn: false, settle: ({ reject }) => reject(options.failed(how)) })
  }

  function begin(): Working<Job, Answer> {
    const runner = options.start()
    const working: Working<Job, Answer> = { runner, running: null, timer: undefined }
    runners.add(working)
    // A late answer of an ended runner belongs to a job that is no longer running.
    runner.onAnswer((answer) => {
      if (runners.has(working))
        finish(working, { goesOn: true, settle: ({ resolve }) => resolve(answer) })
    })
    runner.onEnd((how) => {
      if (runners.has(working)) fail(working, how)
    })
    return working
  }

  /**
   * Ending runners count too, up to twice the maximum: a client that keeps starting and cancelling
   * jobs can't start a crowd of them.
   */
  function hasRoom(): boolean {
    return runners.size < options.runners && runners.size + ending.size < options.runners * 2
  }

  function next(): void {
    while (queue.size > 0) {
      const idle = [...runners].find((working) => working.running === null)
      if (idle === undefined && !hasRoom()) return
      const waiting = queue.take()
      if (waiting === null) return
      let working: Working<Job, Answer>
      try {
        working = idle ?? begin()
      } catch (error) {
        queue.release(waiting.asker.person)
        const reason = error instanceof Error ? error.message : 'unknown'
        waiting.reject(options.failed({ kind: 'broken', reason }))
        continue
      }
      run(working, waiting)
    }
  }

  function run(working: Working<Job, Answer>, waiting: Waiting<Job, Answer>): void {
    const { timeoutMs } = options
    clearTimeout(working.timer)
    working.running = waiting
    working.timer = setTimeout(
      () => fail(working, { kind: 'too-slow', afterMs: timeoutMs }),
      timeoutMs,
    )
    working.runner.post(waiting.job)
  }

  /**
   * Nobody waits for the answer: a queued job never starts, and a running one ends with its runner.
   */
  function drop(waiting: Waiting<Job, Answer>): void {
    const { person, signal } = waiting.asker
    if (queue.remove(person, waiting)) return waiting.reject(signal?.reason)
    const working = [...runners].find(({ running }) => running === waiting)
    if (working !== undefined)
      finish(working, { goesOn: false, settle: ({ reject }) => reject(signal?.reason) })
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
    busy: () => [...runners].filter(({ running }) => running !== null).length,
    async close() {
      isClosed = true
      const open = [...queue.clear(), ...[...runners].flatMap(({ running }) => running ?? [])]
      for (const working of runners) {
        working.running = null
        end(working)
      }
      for (const { reject } of open) reject(new AppError('unavailable'))
      await Promise.all(ending)
    },
  }
}

import { AppError } from '#shared/errors.ts'
import { type CountLimitName, LimitError, limits } from '#shared/limits.ts'
import { FairQueue } from './fair-queue.ts'
import type { JobRunner, RunnerEnd } from './job-runner.ts'

export type JobPool<Job, Answer> = {
  /**
   * Resolves with what the runner answers. Rejects with the error of a limit when many wait already, before the job is made,
   * with `unavailable` when the server stops, with the reason of the signal when the asker went away, and with what
   * `failed` makes of any other end.
   */
  run(makeJob: () => Job, asker: Asker): Promise<Answer>
  /** How many are being done. */
  busy(): number
  close(): Promise<void>
}

export type Asker = {
  /** Whose share of the runners it takes: a person has one at a time, however many wait. */
  person: string
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

/** How a job ended that got no answer. */
export type JobEnd = RunnerEnd | { kind: 'too-slow'; afterMs: number }

export type JobPoolOptions<Job, Answer> = {
  start(): JobRunner<Job, Answer>
  /** How many work side by side. Another one is started only when all are busy. */
  runners: number
  /** Jobs that wait hold what they are made of in memory. */
  waiting: CountLimitName
  waitingPerPerson?: CountLimitName
  timeoutMs: number
  /** Kept warm this long after its last job. One that ends gives all its memory back, one that idles does not. */
  idleMs: number
  /** Jobs after which a runner ends sooner than that: of a heavy one it keeps what it grew to. */
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
 * A few runners that each do one job at a time: the server goes on answering, a job that hangs or takes too much is ended
 * with its runner, and nobody waits for more than one job of anybody else who asked for many.
 */
export function createJobPool<Job, Answer>(
  options: JobPoolOptions<Job, Answer>,
): JobPool<Job, Answer> {
  const queue = new FairQueue<Waiting<Job, Answer>>()
  const runners = new Set<Working<Job, Answer>>()
  /** Told to end. One inside a library that can't be interrupted goes on until that returns. */
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

  /** What it ran is over; a runner that can go on waits for another job. */
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
    // What one that was ended still says is about a job that is not running any more.
    runner.onAnswer((answer) => {
      if (runners.has(working))
        finish(working, { goesOn: true, settle: ({ resolve }) => resolve(answer) })
    })
    runner.onEnd((how) => {
      if (runners.has(working)) fail(working, how)
    })
    return working
  }

  /** Those that end count too, twice as many as work: whoever asks and goes away all the time starts no crowd of them. */
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

  /** Nobody waits for it: what is queued never starts, and what runs ends with its runner. */
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

import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'

export type RunnerEnd = { kind: 'too-heavy' } | { kind: 'broken'; reason: string }

/** Does the jobs of a pool, one at a time, apart from the server. */
export type JobRunner<Job, Answer> = {
  post(job: Job): void
  onAnswer(listener: (answer: Answer) => void): void
  /** Called if it ended by itself. */
  onEnd(listener: (end: RunnerEnd) => void): void
  end(): Promise<unknown>
}

/**
 * Starts fast and shares the process: for work in plain JavaScript, whose memory is released with
 * its heap.
 */
export function threadRunner<Job, Answer>(worker: Worker): JobRunner<Job, Answer> {
  worker.unref()
  return {
    post: (job) => worker.postMessage(job),
    onAnswer: (listener) => worker.on('message', listener),
    onEnd: (listener) =>
      worker.on('error', (error) => {
        const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        listener(isMemory ? { kind: 'too-heavy' } : { kind: 'broken', reason: error.message })
      }),
    end: () => worker.terminate(),
  }
}

/** A thread of this file that is ended when its heap is over `memoryMb`; it writes nothing to the log of the server. */
export const boundedThread = <Job, Answer>(file: URL, memoryMb: number) =>
  threadRunner<Job, Answer>(
    new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    }),
  )

/** Lower priority than the server, which has to answer everyone. */
const priority = 5

/**
 * A process of its own: for libraries that keep memory outside the heap, which a thread does not
 * release when it ends, or that can't be interrupted. It ends with the server.
 */
export function processRunner<Job extends object, Answer>(
  file: string,
  { memoryMb, settings }: { memoryMb: number; settings: object },
): JobRunner<Job, Answer> {
  const child = fork(file, [JSON.stringify(settings)], {
    execArgv: ['--enable-source-maps', `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    // It gets none of the server's settings, such as the password of a mail server.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.unref()
  child.channel?.unref()
  try {
    if (child.pid !== undefined) setPriority(child.pid, priority)
  } catch {
    // Some systems do not allow that; the work then runs at normal priority.
  }
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    // If sending fails, the end of the process is about to be reported.
    post: (job) => child.send(job, () => {}),
    onAnswer: (listener) => child.on('message', (answer) => listener(answer as Answer)),
    onEnd(listener) {
      child.once('error', (error) => listener({ kind: 'broken', reason: error.message }))
      child.once('exit', (code, signal) =>
        listener(
          // The exit code of V8 for a full heap.
          signal === 'SIGABRT' || code === 134
            ? { kind: 'too-heavy' }
            : { kind: 'broken', reason: `ended with ${signal ?? code}` },
        ),
      )
    },
    end() {
      child.kill('SIGKILL')
      return exited
    },
  }
}

import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Worker } from 'node:worker_threads'

export type RunnerEnd = { kind: 'too-heavy' } | { kind: 'broken'; reason: string }

/** What does jobs of a pool, one at a time, apart from the server. */
export type JobRunner<Job, Answer> = {
  post(job: Job): void
  onAnswer(listener: (answer: Answer) => void): void
  /** It ended by itself, whatever it was doing. */
  onEnd(listener: (end: RunnerEnd) => void): void
  end(): Promise<unknown>
}

/** Starts fast and shares the process: for work in plain JavaScript, whose memory ends with its heap. */
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

/** Below the server, which answers everyone meanwhile. */
const priority = 5

/**
 * A process of its own: for work in libraries that keep memory outside the heap, which a thread that ends does not give back,
 * or that can't be interrupted. It ends when the server does.
 */
export function processRunner<Job extends object, Answer>(
  file: string,
  { memoryMb, settings }: { memoryMb: number; settings: object },
): JobRunner<Job, Answer> {
  const child = fork(file, [JSON.stringify(settings)], {
    execArgv: ['--enable-source-maps', `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    // It needs nothing of what the server was told, such as the password of a mail server.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.unref()
  child.channel?.unref()
  try {
    if (child.pid !== undefined) setPriority(child.pid, priority)
  } catch {
    // Some systems don't let a process do that; the work is as fast as ours then.
  }
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    // What can't be sent any more is about to be told by the end of the process.
    post: (job) => child.send(job, () => {}),
    onAnswer: (listener) => child.on('message', (answer) => listener(answer as Answer)),
    onEnd(listener) {
      child.once('error', (error) => listener({ kind: 'broken', reason: error.message }))
      child.once('exit', (code, signal) =>
        listener(
          // How V8 ends when its heap is full.
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

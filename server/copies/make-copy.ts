import { type JobRunner, processRunner, type RunnerEnd } from '#server/job-runner.ts'
import type { MonotonicClock } from '#server/runtime.ts'

export type CopyJob = { database: string; file: string }
export type CopyAnswer =
  | { kind: 'sound' }
  | { kind: 'faulty'; faults: number }
  | { kind: 'failed'; reason: string }

/** A plan is opened for its check, one at a time. */
const memoryMb = 768

/** Makes one copy in a process of its own, which ends with it. Always answers. */
export async function makeCopy(
  job: CopyJob,
  given: { processesFolder: string; clock: MonotonicClock; withinMs: number; signal: AbortSignal },
): Promise<CopyAnswer> {
  const runner: JobRunner<CopyJob, CopyAnswer> = processRunner(
    `${given.processesFolder}/copy-process.js`,
    { memoryMb, settings: {} },
  )
  let cancel = (): void => {}
  try {
    return await new Promise<CopyAnswer>((resolve) => {
      const fail = (reason: string) => resolve({ kind: 'failed', reason })
      runner.onAnswer(resolve)
      runner.onEnd((end) => fail(reasonOf(end)))
      cancel = given.clock.after(given.withinMs, () =>
        fail(`not finished after ${given.withinMs} ms`),
      )
      given.signal.addEventListener('abort', () => fail('the server stops'), { once: true })
      runner.post(job)
    })
  } finally {
    cancel()
    await runner.end()
  }
}

function reasonOf(end: RunnerEnd): string {
  return end.kind === 'broken' ? end.reason : `needed more than ${memoryMb} MB`
}

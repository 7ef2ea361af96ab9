import { appendFileSync, openSync, readSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { turnsFileVariable, worthNotingMs } from './server-turns.ts'

/**
 * Loaded into the attacked server before its program (`--import`). Records the processor time of the main thread between two
 * timers of a millisecond: timers fire once per turn of the event loop, so the time between two of them is hardly more than
 * one turn. Processor time and not clock time, which also passes while other processes have the machine.
 */
const file = process.env[turnsFileVariable]
if (file !== undefined && isMainThread && process.argv[1]?.endsWith('main.js') === true) watch(file)

function watch(path: string): void {
  const schedule = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r')
  const buffer = Buffer.alloc(64)
  const spentMs = () =>
    Number(buffer.toString('latin1', 0, readSync(schedule, buffer, 0, 64, 0)).split(' ')[0]) / 1e6
  let before = spentMs()
  const look = () => {
    const now = spentMs()
    const tookMs = now - before
    before = now
    if (tookMs >= worthNotingMs) appendFileSync(path, `${Date.now()} ${tookMs.toFixed(1)}\n`)
  }
  setInterval(look, 1).unref()
}

import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { createJobPool, type JobEnd, type JobPool } from './job-pool.ts'
import { threadRunner } from './job-runner.ts'

/**
 * Obeys its input: answers, waits until it is told to continue, exits, hangs, or takes all memory.
 */
const code = `
  const { parentPort, threadId } = require('node:worker_threads')
  parentPort.on('message', ({ name, what, gate }) => {
    if (what === 'hang') for (;;) {}
    if (what === 'break') throw new Error('broken')
    if (what === 'grow') { const all = []; for (;;) all.push(new Array(10000).fill(name)) }
    if (what === 'wait') Atomics.wait(new Int32Array(gate), 0, 0)
    parentPort.postMessage({ name, threadId })
  })
`
type What = 'answer' | 'wait' | 'hang' | 'break' | 'grow'
type Job = { name: string; what: What; gate: SharedArrayBuffer }
type Answer = { name: string; threadId: number }

let threads: JobPool<Job, Answer>
const gate = new SharedArrayBuffer(4)
const ends: JobEnd[] = []
let started = 0

function open(
  options: { runners?: number; timeoutMs?: number; isLast?: (job: Job) => boolean } = {},
) {
  Atomics.store(new Int32Array(gate), 0, 0)
  ends.length = 0
  started = 0
  threads = createJobPool<Job, Answer>({
    start() {
      started += 1
      return threadRunner(
        new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } }),
      )
    },
    runners: 1,
    waiting: 'filesWaiting',
    waitingPerPerson: 'filesWaitingPerPerson',
    timeoutMs: 30_000,
    idleMs: 30_000,
    failed(end) {
      ends.push(end)
      return new AppError('export-failed')
    },
    ...options,
  })
}
const openGate = () => {
  Atomics.store(new Int32Array(gate), 0, 1)
  Atomics.notify(new Int32Array(gate), 0)
}
const run = (person: string, what: What = 'answer', signal?: AbortSignal) =>
  threads.run(() => ({ name: person, what, gate }), { person, signal })
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: unknown; name: string; limit?: string }) =>
      error.limit ?? (typeof error.code === 'string' ? error.code : error.name),
  )

afterEach(() => threads.close())

describe('a person with many jobs', () => {
  test('gets one done between those of others', async () => {
    open()
    const order: string[] = []
    const ask = (person: string, name: string) =>
      run(person, 'wait').then(() => {
        order.push(name)
      })
    const all = [ask('An', 'An 1'), ask('An', 'An 2'), ask('An', 'An 3'), ask('Bo', 'Bo 1')]
    openGate()
    await Promise.all(all)
    expect(order).toEqual(['An 1', 'Bo 1', 'An 2', 'An 3'])
    expect(started).toBe(1)
  })

  test('never takes the second thread', async () => {
    open({ runners: 2 })
    const mine = [run('An', 'wait'), run('An', 'wait')]
    expect(await run('Bo')).toMatchObject({ name: 'Bo' })
    expect(await run('Cas')).toMatchObject({ name: 'Cas' })
    expect(started).toBe(2)
    openGate()
    await Promise.all(mine)
  })

  test('is refused when enough of theirs wait, and others are not (limit filesWaitingPerPerson)', async () => {
    open()
    const { max } = limits.filesWaitingPerPerson
    const running = run('An', 'wait')
    const waiting = Array.from({ length: max }, () => run('An'))
    expect(await codeOf(run('An'))).toBe('filesWaitingPerPerson')
    const other = run('Bo')
    openGate()
    await Promise.all([running, ...waiting, other])
    expect(await codeOf(run('An'))).toBe('done')
  })
})

test('with many people waiting the next one is refused before its job is made (limit filesWaiting)', async () => {
  open()
  const { max } = limits.filesWaiting
  const running = run('An', 'wait')
  const waiting = Array.from({ length: max }, (_, at) => run(`persoon ${at}`))
  let isMade = false
  const refused = threads.run(
    () => {
      isMade = true
      return { name: '', what: 'answer', gate }
    },
    { person: 'laat' },
  )
  expect(await codeOf(refused)).toBe('filesWaiting')
  expect(isMade).toBe(false)
  openGate()
  await Promise.all([running, ...waiting])
})

describe('a job that', () => {
  test('hangs is ended with its thread, and the next one is done', async () => {
    open({ timeoutMs: 300 })
    expect(await codeOf(run('An', 'hang'))).toBe('export-failed')
    expect(ends).toEqual([{ kind: 'too-slow', afterMs: 300 }])
    expect(await codeOf(run('An'))).not.toBe('filesWaiting')
  })

  test('takes all memory is ended with its thread, and the next one is done', async () => {
    open()
    expect(await codeOf(run('An', 'grow'))).toBe('export-failed')
    expect(ends).toEqual([{ kind: 'too-heavy' }])
    expect(await codeOf(run('An'))).toBe('done')
  })

  test('breaks off is named, and the next one is done', async () => {
    open()
    expect(await codeOf(run('An', 'break'))).toBe('export-failed')
    expect(ends).toEqual([{ kind: 'broken', reason: 'broken' }])
    expect(await codeOf(run('An'))).toBe('done')
  })

  test('is the last of its thread gives the memory of that back: the next one has a new thread', async () => {
    open({ isLast: ({ name }) => name === 'zwaar' })
    const [first, second, third] = [await run('An'), await run('zwaar'), await run('An')]
    expect(second.threadId).toBe(first.threadId)
    expect(third.threadId).not.toBe(first.threadId)
  })
})

describe('someone who goes away', () => {
  test('takes what waits along: it never starts', async () => {
    open()
    const leaving = new AbortController()
    const running = run('An', 'wait')
    const waiting = codeOf(run('Bo', 'answer', leaving.signal))
    leaving.abort()
    expect(await waiting).toBe('AbortError')
    openGate()
    await running
    expect(await codeOf(run('Bo'))).toBe('done')
  })

  test('ends what runs, and the thread is for the next one', async () => {
    open()
    const leaving = new AbortController()
    const running = codeOf(run('An', 'hang', leaving.signal))
    const next = run('Bo')
    leaving.abort()
    expect(await running).toBe('AbortError')
    expect(await next).toMatchObject({ name: 'Bo' })
    expect(ends).toEqual([])
  })

  test('before it begins, is not served', async () => {
    open()
    expect(await codeOf(run('An', 'answer', AbortSignal.abort()))).toBe('AbortError')
    expect(started).toBe(0)
  })
})

test('when the server stops everyone is told, and nobody is taken on', async () => {
  open()
  const asked = [codeOf(run('An', 'wait')), codeOf(run('Bo')), codeOf(run('Bo'))]
  await threads.close()
  expect(await Promise.all(asked)).toEqual(['unavailable', 'unavailable', 'unavailable'])
  expect(await codeOf(run('Cas'))).toBe('unavailable')
})

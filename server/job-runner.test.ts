import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processRunner, type RunnerEnd } from './job-runner.ts'

/** Obeys its input: answers, exits, or takes all memory. */
const code = `
process.on('message', ({ what }) => {
  if (what === 'grow') { const all = []; for (;;) all.push(new Array(10000).fill(what)) }
  if (what === 'end') process.exit(3)
  if (what === 'hang') for (;;) {}
  process.send({ bytes: new Uint8Array([1, 2]), settings: process.argv[2], names: Object.keys(process.env) })
})
process.on('disconnect', () => process.exit())
`
type Answer = { bytes: Uint8Array; settings: string; names: string[] }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wijktafel-runner-'))
  writeFileSync(join(folder, 'job.cjs'), code)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const start = () =>
  processRunner<{ what: string }, Answer>(join(folder, 'job.cjs'), {
    memoryMb: 32,
    settings: { a: 1 },
  })

test('a process answers with bytes, knows its settings and nothing of what the server was told', async () => {
  const runner = start()
  const answer = new Promise<Answer>((resolve) => runner.onAnswer(resolve))
  runner.post({ what: 'answer' })
  const { bytes, settings, names } = await answer
  expect(bytes).toEqual(new Uint8Array([1, 2]))
  expect(settings).toBe('{"a":1}')
  expect(names.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual([])
  await runner.end()
})

test.each([
  ['grow', { kind: 'too-heavy' }],
  ['end', { kind: 'broken', reason: 'ended with 3' }],
])('a process told to %s is told of as %j', async (what, expected) => {
  const runner = start()
  const end = new Promise<RunnerEnd>((resolve) => runner.onEnd(resolve))
  runner.post({ what })
  expect(await end).toEqual(expected)
  await runner.end()
})

test('a process that hangs is ended all the same', async () => {
  const runner = start()
  runner.post({ what: 'hang' })
  await runner.end()
})

test('a program that is not there is an end, and no fault of the server', async () => {
  const runner = processRunner(join(folder, 'weg.cjs'), { memoryMb: 32, settings: {} })
  const end = new Promise<RunnerEnd>((resolve) => runner.onEnd(resolve))
  runner.post({ what: 'answer' })
  expect((await end).kind).toBe('broken')
})

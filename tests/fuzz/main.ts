import { parseArgs } from 'node:util'
import { stepKinds } from './actions.ts'
import { reportCosts } from './cost-report.ts'
import { HostileRun } from './hostile-run.ts'
import { reportFailure } from './report.ts'
import { caseOf, runCase } from './run.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    hostile: { type: 'string' },
    cost: { type: 'string' },
  },
})
const firstSeed =
  values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const hostileFrames = values.hostile === undefined ? 0 : Number(values.hostile)
const costSize = values.cost === undefined ? 0 : Number(values.cost)
const isApart = hostileFrames > 0 || costSize > 0
const minutes = values.minutes === undefined ? (isApart ? 0 : 1) : Number(values.minutes)
if (
  ![firstSeed, hostileFrames, costSize, minutes].every(
    (value) => Number.isFinite(value) && value >= 0,
  )
) {
  process.stderr.write(
    'npm run test:fuzz -- [--minutes N] [--seed S] [--hostile FRAMES] [--cost SIZE]\n',
  )
  process.exit(2)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const total = new Map<string, number>()
const add = (counts: ReadonlyMap<string, number>) => {
  for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
}
const list = (keys: readonly string[]) =>
  keys.map((key) => `${key} ${total.get(key) ?? 0}`).join(', ')
const startedAt = performance.now()
let toldAt = startedAt
function progress(line: () => string): void {
  if (performance.now() - toldAt < 10_000) return
  toldAt = performance.now()
  say(`${((toldAt - startedAt) / 1000).toFixed(0)} s  ${line()}`)
}

let failures = 0
if (minutes > 0) {
  say(`Simulation for ${minutes} min, seeds from ${firstSeed}`)
  const until = performance.now() + minutes * 60_000
  let seeds = 0
  let steps = 0
  for (let seed = firstSeed; performance.now() < until; seed++) {
    const candidate = caseOf(seed)
    const { failure, counts } = await runCase(candidate)
    add(counts)
    seeds++
    steps += candidate.steps.length
    if (failure !== null) {
      failures++
      say(`FAILED ${await reportFailure(candidate, failure)}`)
    }
    progress(() => `${seeds} seeds, ${steps} steps, ${failures} failures, at seed ${seed}`)
  }
  say(
    `\n${seeds} seeds (${firstSeed} to ${firstSeed + seeds - 1}), ${steps} steps, ${failures} failures`,
  )
  say(`steps that did something: ${list(stepKinds)}`)
  say(
    `seen: ${list([...total.keys()].filter((key) => !(stepKinds as string[]).includes(key)).sort())}`,
  )
  total.clear()
}

if (hostileFrames > 0) {
  say(`\nHostile frames: ${hostileFrames}, seeds from ${firstSeed}`)
  const begunAt = performance.now()
  const perSeed = 10_000
  let done = 0
  for (let seed = firstSeed; done < hostileFrames; seed++) {
    const frames = Math.min(perSeed, hostileFrames - done)
    try {
      add(await HostileRun.run(seed, frames))
    } catch (error) {
      failures++
      say(`FAILED ${error instanceof Error ? error.message : String(error)}`)
    }
    done += frames
    progress(
      () =>
        `${done} frames, ${((done / (performance.now() - begunAt)) * 1000).toFixed(0)} a second, ${failures} failures`,
    )
  }
  const seconds = (performance.now() - begunAt) / 1000
  say(
    `\n${done} hostile frames in ${seconds.toFixed(0)} s: ${(done / seconds).toFixed(0)} a second, ${failures} failures`,
  )
  say(list([...total.keys()].sort()))
}
if (costSize > 0) failures += await reportCosts(costSize, say)
process.exit(failures === 0 ? 0 : 1)

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type Context, profileFolder } from './context.ts'
import { describeMachine } from './machine.ts'
import { readOptions, type ScenarioId } from './options.ts'
import { summarizeProfiles } from './profile.ts'
import { type ScenarioResult, tableOf, verdictOf } from './report.ts'
import { measureBundle } from './scenarios/bundle.ts'
import { measureCompare } from './scenarios/compare.ts'
import { measureExport } from './scenarios/export.ts'
import { measureJoin } from './scenarios/join.ts'
import { measureKeystroke } from './scenarios/keystroke.ts'
import { measureKill } from './scenarios/kill.ts'
import { measureLargeExport } from './scenarios/large-export.ts'
import { measureManyPlans } from './scenarios/many-plans.ts'
import { measureMemory } from './scenarios/memory.ts'
import { measureMount } from './scenarios/mount.ts'
import { measureNodes } from './scenarios/nodes.ts'
import { measureReconnect } from './scenarios/reconnect.ts'
import { measureSaturation } from './scenarios/saturation.ts'
import { measureSoak } from './scenarios/soak.ts'
import { measureThreads } from './scenarios/threads.ts'
import { measureTyping, meeting, region } from './scenarios/typing.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (text: string) => process.stdout.write(`${text}\n`)

async function measure(id: ScenarioId, context: Context): Promise<ScenarioResult> {
  switch (id) {
    case 'meeting':
      return measureTyping(context, meeting)
    case 'region':
      return measureTyping(context, region)
    case 'keystroke':
      return measureKeystroke(context)
    case 'saturation':
      return measureSaturation(context)
    case 'join':
      return measureJoin(context)
    case 'reconnect':
      return measureReconnect(context)
    case 'memory':
      return measureMemory(context)
    case 'kill':
      return measureKill(context)
    case 'nodes':
      return measureNodes(context)
    case 'many-plans':
      return measureManyPlans(context)
    case 'bundle':
      return measureBundle()
    case 'compare':
      return measureCompare(context.isQuick ? 3 : 10)
    case 'soak':
      return measureSoak(context)
    case 'export':
      return measureExport(context.isQuick ? 1 : 3)
    case 'large-export':
      return measureLargeExport(context.isQuick ? 5 : 20)
    case 'mount':
      return measureMount(context.isQuick ? 2 : 5)
    case 'threads':
      return measureThreads(context.isQuick ? 3 : 8)
  }
}

async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  const context: Context = {
    ...options,
    repetitions: options.isQuick || options.isProfiling ? 1 : 3,
    say,
  }
  const machine = describeMachine()
  const { median, p99 } = machine.fsyncMs
  print(
    `Wijktafel benchmark, ${machine.date} UTC, commit ${machine.commit}, Node ${machine.node}, ${machine.cores} × ${machine.model}, ${machine.memoryGB} GB`,
  )
  print(
    `fsync of 4 kB: median ${median.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms. Load of the machine before: ${machine.loadBefore.toFixed(2)}${context.isQuick ? '. Quick run: one short one of each.' : ''}\n`,
  )
  const results: (ScenarioResult & { seconds: number })[] = []
  for (const id of context.only as readonly ScenarioId[]) {
    const startedAt = performance.now()
    say(id)
    if (context.isProfiling) rmSync(profileFolder, { recursive: true, force: true })
    mkdirSync(profileFolder, { recursive: true })
    const result = await measure(id, context)
    results.push({ ...result, seconds: (performance.now() - startedAt) / 1000 })
    print(context.isProfiling ? summarizeProfiles(profileFolder, result.title) : tableOf(result))
  }
  mkdirSync('test-results', { recursive: true })
  const scenarios = results.map((result) => ({
    ...result,
    rows: result.rows.map((row) => ({ ...row, verdict: verdictOf(row) })),
  }))
  if (!context.isProfiling)
    writeFileSync(
      'test-results/bench.json',
      `${JSON.stringify({ machine, isQuick: context.isQuick, scenarios }, null, 2)}\n`,
    )
  say(`took ${results.map(({ id, seconds }) => `${id} ${seconds.toFixed(0)} s`).join(', ')}`)
}

try {
  await run(process.argv.slice(2))
  process.exit(0)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

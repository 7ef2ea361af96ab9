import { loadavg } from 'node:os'
import { contestants } from '../contestants/all.ts'
import { Contestant } from '../contestants/contestant.ts'
import { type Costs, costsPerChange, NodeGroup, type Placement } from '../contestants/node-group.ts'
import type { Context } from '../context.ts'
import type { TypeResult } from '../load/messages.ts'
import { LoadProcess } from '../load/process.ts'
import { atMost, type Row, type ScenarioResult, type Target } from '../report.ts'
import { median } from '../statistics.ts'

const loadScript = '.cache/bench/load.js'

type Shape = { plans: number; clients: number; typing: number; keysPerSecond: number }
type Measured = { typed: TypeResult; costs: Costs }

const meeting: Shape = { plans: 1, clients: 20, typing: 5, keysPerSecond: 10 }
/** Forty teams of two: each key has one reader, who is on the same node or on the other one. */
const pairs: Shape = { plans: 40, clients: 2, typing: 1, keysPerSecond: 2.5 }

/** Plans in PostgreSQL: what another node and another database cost, in one run. */
export async function measureNodes(context: Context): Promise<ScenarioResult> {
  const rows: Row[] = [
    ...(await fanOutRows(context)),
    ...(await acknowledgementRows(context)),
    ...(await throughputRows(context)),
  ]
  return {
    id: 'nodes',
    title: 'Several servers on one PostgreSQL',
    rows,
    notes: [
      `PostgreSQL with the settings of its packages (\`synchronous_commit=on\`), on the disk that SQLite is on; the load, all servers and PostgreSQL share the processors of this machine. Medians of ${context.repetitions} runs, which alternate. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
    ],
  }
}

async function fanOutRows(context: Context): Promise<Row[]> {
  const group = await NodeGroup.start(2)
  try {
    const measured: Record<Placement, Measured[]> = { within: [], across: [] }
    for (let run = 1; run <= context.repetitions; run++)
      for (const placement of ['within', 'across'] as const) {
        context.say(`  fan-out ${placement}, run ${run} of ${context.repetitions}`)
        measured[placement].push(await typeOn(context, group, { ...pairs, placement }))
      }
    const of = (placement: Placement, figure: (typed: TypeResult) => number) =>
      median(measured[placement].map(({ typed }) => figure(typed)))
    const within = of('within', ({ fanOut }) => fanOut.p99Ms)
    const across = of('across', ({ fanOut }) => fanOut.p99Ms)
    return [
      ours(
        'fan-out within a node, median',
        'ms',
        of('within', ({ fanOut }) => fanOut.medianMs),
      ),
      ours(
        'fan-out to another node, median',
        'ms',
        of('across', ({ fanOut }) => fanOut.medianMs),
      ),
      ours('fan-out within a node, p99', 'ms', within),
      ours('fan-out to another node, p99', 'ms', across, atMost(within + 15, '15 ms more')),
      ...costRows('two nodes, forty teams of two, within', medianCosts(measured.within)),
      ...costRows('the same, across', medianCosts(measured.across)),
    ]
  } finally {
    await group.stop()
  }
}

async function acknowledgementRows(context: Context): Promise<Row[]> {
  const runs: { sqlite: TypeResult; sqliteCpu: number; postgres: Measured }[] = []
  for (let run = 1; run <= context.repetitions; run++) {
    context.say(`  acknowledgement, run ${run} of ${context.repetitions}`)
    const single = await Contestant.start(contestants.ours)
    const sqlite = await typeOnSqlite(context, single).finally(() => single.stop())
    const group = await NodeGroup.start(1)
    const postgres = await typeOn(context, group, { ...meeting, placement: 'within' }).finally(() =>
      group.stop(),
    )
    runs.push({ ...sqlite, postgres })
  }
  const sqlite = median(runs.map((run) => run.sqlite.ack.medianMs))
  const postgres = median(runs.map((run) => run.postgres.typed.ack.medianMs))
  return [
    ours('one meeting: acknowledged on SQLite, median', 'ms', sqlite),
    ours('acknowledged on PostgreSQL, median', 'ms', postgres, atMost(2 * sqlite, '2 × SQLite')),
    ours('acknowledged on SQLite, p99', 'ms', median(runs.map((run) => run.sqlite.ack.p99Ms))),
    ours(
      'acknowledged on PostgreSQL, p99',
      'ms',
      median(runs.map((run) => run.postgres.typed.ack.p99Ms)),
    ),
    ours('server CPU per key on SQLite', 'ms', median(runs.map((run) => run.sqliteCpu)) * 1_000),
    ...costRows('one meeting on PostgreSQL', medianCosts(runs.map((run) => run.postgres))),
  ]
}

/** Keys a second of each of the 48 typists: the highest is far more than two cores take. */
const offeredRates = [50, 150, 400]

/**
 * The most changes a second that are appended and acknowledged, whatever is sent. The load is two processes, so that it is
 * not the limit before the processors are; the cores that each part used say what the limit was.
 */
async function throughputRows(context: Context): Promise<Row[]> {
  const rows: Row[] = []
  for (const count of [1, 2, 4]) {
    const steps: Throughput[] = []
    for (const keysPerSecond of offeredRates) {
      context.say(`  appended changes on ${count} node(s), ${48 * keysPerSecond} sent a second`)
      const group = await NodeGroup.start(count)
      try {
        steps.push(await throughput(context, group, keysPerSecond))
      } catch (error) {
        // Storage that stands still for two seconds sends everybody away: more than it takes.
        context.say(`  not counted: ${String(error).split('\n')[0]}`)
      } finally {
        await group.stop()
      }
    }
    const best = steps.toSorted((a, b) => b.perSecond - a.perSecond)[0]
    if (best === undefined) continue
    const { costs } = best
    rows.push(
      ours(`${count} node(s): changes appended a second`, '', best.perSecond),
      ours(`${count} node(s): sent a second`, '', best.sentPerSecond),
      ours(`${count} node(s): cores of the servers`, '×', costs.serverCpu * best.perSecond),
      ours(`${count} node(s): cores of PostgreSQL`, '×', costs.databaseCpu * best.perSecond),
      ours(`${count} node(s): cores of the load`, '×', best.loadCores),
      ours(`${count} node(s): server CPU per change`, 'ms', costs.serverCpu * 1_000),
      ours(`${count} node(s): PostgreSQL CPU per change`, 'ms', costs.databaseCpu * 1_000),
      ours(`${count} node(s): transactions per change`, '×', costs.transactions),
    )
  }
  return rows
}

type Throughput = { perSecond: number; sentPerSecond: number; loadCores: number; costs: Costs }

async function throughput(
  context: Context,
  group: NodeGroup,
  keysPerSecond: number,
): Promise<Throughput> {
  const shape = { plans: 48, clients: 1, typing: 1, keysPerSecond }
  const loads = [new LoadProcess(loadScript), new LoadProcess(loadScript)]
  try {
    const rooms = await group.rooms({ count: shape.plans, people: 1 }, 'within')
    // Half of the rooms of each node for each load.
    const halves = [0, 1].map((half) => rooms.filter((_, index) => (index >> 2) % 2 === half))
    const each = <T>(run: (load: LoadProcess, index: number) => Promise<T>) =>
      Promise.all(loads.map(run))
    await each((load, index) => open(load, halves[index] ?? [], shape))
    await each((load) => warmUp(load, shape))
    const startedAt = performance.now()
    const { result, costs } = await costsPerChange(group, () =>
      each((load) => type(context, load, shape)),
    )
    const seconds = (performance.now() - startedAt) / 1000
    for (const typed of result) mustBeOpen(typed, group)
    const sum = (of: (typed: TypeResult) => number) => result.reduce((all, one) => all + of(one), 0)
    return {
      perSecond: sum(({ ack }) => ack.count) / seconds,
      sentPerSecond: sum(({ sent }) => sent) / typingSeconds(context),
      loadCores: sum(({ generatorLoad }) => generatorLoad),
      costs,
    }
  } finally {
    for (const load of loads) await load.end()
  }
}

/** On a machine that others use too, storage may stand still for two seconds; everybody is then sent away. */
const attempts = 4

async function typeOn(
  ...given: Parameters<typeof typeOnce>
): Promise<Awaited<ReturnType<typeof typeOnce>>> {
  const [context] = given
  for (let attempt = 1; ; attempt++)
    try {
      return await typeOnce(...given)
    } catch (error) {
      if (attempt === attempts) throw error
      context.say(`  again: ${String(error).split('\n')[0]}`)
    }
}

async function typeOnce(
  context: Context,
  group: NodeGroup,
  { placement, ...shape }: Shape & { placement: Placement },
): Promise<Measured & { seconds: number }> {
  const load = new LoadProcess(loadScript)
  try {
    const people = shape.plans === 1 ? shape.clients : 1
    const rooms = await group.rooms({ count: shape.plans, people }, placement)
    await open(load, rooms, shape)
    await warmUp(load, shape)
    const startedAt = performance.now()
    const { result, costs } = await costsPerChange(group, () => type(context, load, shape))
    const seconds = (performance.now() - startedAt) / 1000
    mustBeOpen(result, group)
    return { typed: result, costs, seconds }
  } finally {
    await load.end()
  }
}

/** A connection that was closed ends the typing: the figures would be those of nothing. */
function mustBeOpen({ closed }: TypeResult, { nodes }: NodeGroup): void {
  if (closed === 0) return
  const said = nodes.map(({ output }) => output.split('\n').slice(-8).join('\n'))
  throw new Error(`${closed} connections were closed while people typed:\n${said.join('\n')}`)
}

async function typeOnSqlite(
  context: Context,
  server: Contestant,
): Promise<{ sqlite: TypeResult; sqliteCpu: number }> {
  const load = new LoadProcess(loadScript)
  try {
    await open(load, await server.rooms(1, meeting.clients), meeting)
    await warmUp(load, meeting)
    const before = server.cpuSeconds()
    const sqlite = await type(context, load, meeting)
    return { sqlite, sqliteCpu: (server.cpuSeconds() - before) / sqlite.sent }
  } finally {
    await load.end()
  }
}

const open = (
  load: LoadProcess,
  rooms: Parameters<typeof load.call<'open'>>[1]['rooms'],
  shape: Shape,
) => load.call('open', { rooms, clientsPerRoom: shape.clients, typistsPerRoom: shape.typing })

/** Servers run for weeks, so their code is warm during a meeting. */
const warmUp = (load: LoadProcess, { plans, typing }: Shape) =>
  load.call('type', { perSecond: 600 / (plans * typing), seconds: 2, drainMs: 10_000 })

const typingSeconds = ({ isQuick }: Context) => (isQuick ? 2 : 6)

const type = (context: Context, load: LoadProcess, { keysPerSecond }: Shape) =>
  load.call('type', {
    perSecond: keysPerSecond,
    seconds: typingSeconds(context),
    drainMs: 60_000,
  })

export function ours(metric: string, unit: string, figure: number, target?: Target): Row {
  return { metric, unit, figures: { ours: figure }, ...(target === undefined ? {} : { target }) }
}

function medianCosts(measured: readonly Measured[]): Costs {
  const of = (name: keyof Costs) => median(measured.map(({ costs }) => costs[name]))
  return {
    serverCpu: of('serverCpu'),
    databaseCpu: of('databaseCpu'),
    transactions: of('transactions'),
    statements: of('statements'),
    notifications: of('notifications'),
    walBytes: of('walBytes'),
    changes: of('changes'),
  }
}

/** What one keystroke costs where. */
export function costRows(where: string, costs: Costs): Row[] {
  return [
    ours(`per key, ${where}: CPU of the servers`, 'ms', costs.serverCpu * 1_000),
    ours(`per key, ${where}: CPU of PostgreSQL`, 'ms', costs.databaseCpu * 1_000),
    ours(`per key, ${where}: statements`, '×', costs.statements),
    ours(`per key, ${where}: transactions`, '×', costs.transactions),
    ours(`per key, ${where}: notifications`, '×', costs.notifications),
    ours(`per key, ${where}: WAL`, 'bytes', costs.walBytes),
  ]
}

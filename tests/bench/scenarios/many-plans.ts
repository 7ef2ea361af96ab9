import { loadavg } from 'node:os'
import { costsPerChange, NodeGroup } from '../contestants/node-group.ts'
import type { Context } from '../context.ts'
import type { TypeResult } from '../load/messages.ts'
import { LoadProcess } from '../load/process.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { median } from '../statistics.ts'
import { costRows, ours as own } from './nodes.ts'

const loadScript = '.cache/bench/load.js'

/**
 * A region of a thousand plans with five people each, open at once on two nodes: five thousand connections, which come in
 * a hundred at a time. Two load processes, which hold half of the plans each.
 */
export async function measureManyPlans(context: Context): Promise<ScenarioResult> {
  const plans = context.isQuick ? 100 : 1_000
  const [seconds, keysPerSecond] = [context.isQuick ? 4 : 30, 0.1]
  const group = await NodeGroup.start(2)
  const loads = [new LoadProcess(loadScript), new LoadProcess(loadScript)]
  try {
    context.say(`  ${plans} plans of five people`)
    const rooms = await group.rooms(
      { count: plans, people: 5, everyone: Math.ceil(plans / 7), admit: (all) => group.admit(all) },
      'across',
    )
    const before = await Promise.all(group.nodes.map((node) => node.memory()))
    const halves = [0, 1].map((half) => rooms.filter((_, index) => (index >> 1) % 2 === half))
    const each = <T>(run: (load: LoadProcess, index: number) => Promise<T>) =>
      Promise.all(loads.map(run))
    const opened = await each((load, index) =>
      load.call('open', {
        rooms: halves[index] ?? [],
        clientsPerRoom: 5,
        typistsPerRoom: 1,
        atOnce: 100,
      }),
    )
    const { result, costs } = await costsPerChange(group, () =>
      each((load) => load.call('type', { perSecond: keysPerSecond, seconds, drainMs: 60_000 })),
    )
    const holdings = await group.holdings()
    const sum = (of: (typed: TypeResult) => number) => result.reduce((all, one) => all + of(one), 0)
    const worst = (of: (typed: TypeResult) => number) => Math.max(...result.map(of))
    const memory = await Promise.all(group.nodes.map((node) => node.memory()))
    return {
      id: 'many-plans',
      title: `A large region: ${plans} plans of 5 people on two nodes, in each 1 typing a key in ${1 / keysPerSecond} s`,
      rows: [
        own(
          'people who did not get in',
          '',
          opened.reduce((all, { failed }) => all + failed, 0),
          atMost(0, 'none'),
        ),
        own('all synced', 'ms', Math.max(...opened.map(({ ms }) => ms))),
        own('keystrokes a second', '', sum(({ sent }) => sent) / seconds),
        own(
          'keystrokes lost or unread',
          '',
          sum(({ expected, delivered }) => expected - delivered),
          atMost(0, 'none'),
        ),
        own(
          'connections closed while people typed',
          '',
          sum(({ closed }) => closed),
          atMost(0, 'none'),
        ),
        own(
          'fan-out to the other node, median',
          'ms',
          worst(({ fanOut }) => fanOut.medianMs),
        ),
        own(
          'fan-out to the other node, p99',
          'ms',
          worst(({ fanOut }) => fanOut.p99Ms),
        ),
        own(
          'acknowledged, median',
          'ms',
          worst(({ ack }) => ack.medianMs),
        ),
        own(
          'acknowledged, p99',
          'ms',
          worst(({ ack }) => ack.p99Ms),
        ),
        own('live memory of a node', 'MB', median(memory.map((one) => one.liveBytes)) / 1e6),
        own(
          'live memory per plan and its connections on a node',
          'kB',
          median(memory.map((one, at) => one.liveBytes - (before[at]?.liveBytes ?? 0))) /
            plans /
            1e3,
        ),
        own('connections to PostgreSQL', '', holdings.connections),
        own('rows of changes', '', holdings.rows),
        own('database', 'MB', holdings.bytes / 1e6),
        own('CPU of the servers a second', 'ms', (costs.serverCpu * costs.changes * 1e3) / seconds),
        own(
          'CPU of PostgreSQL a second',
          'ms',
          (costs.databaseCpu * costs.changes * 1e3) / seconds,
        ),
        own(
          'resident memory of a node',
          'MB',
          median(memory.map((one) => one.residentBytes)) / 1e6,
        ),
        ...costRows('of this region', costs),
      ],
      notes: [
        `Those who type are on another node than those who read. The load and PostgreSQL run on the same processors. A key in ${1 / keysPerSecond} s for each plan stands for one plan in twenty at two keys a second. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
      ],
    }
  } finally {
    for (const load of loads) await load.end()
    await group.stop()
  }
}

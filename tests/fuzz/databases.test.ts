import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { addPlanRow } from '../support/plan-row.ts'
import { SimStorage, SqlSimLog } from '../support/sim-log-sql.ts'
import { reportFailure } from './report.ts'
import { caseOf, runCase } from './run.ts'
import { planId, type Servers } from './world.ts'

/** The same seeds in every run; `npm test -- --all` takes more of them. */
const isLong = process.env['LONG_TESTS'] === '1'
/** On a database a seed takes a second or so; a slow machine does fewer. */
const longestMs = isLong ? 25_000 : 8_000
const leastSeeds = 2

type Kind = {
  name: string
  skipped: string | null
  seeds: number
  nodesOf(seed: number): number
  open(): Promise<Opened>
}
type Opened = { servers(nodes: number): Servers; close(): Promise<void> }

const twoOrThree = (seed: number) => 2 + (seed % 2)

const memory: Kind = {
  name: 'memory',
  skipped: null,
  seeds: isLong ? 60 : 12,
  nodesOf: twoOrThree,
  open: async () => ({
    servers: (nodes) => ({
      nodes,
      async openLog(clock) {
        const log = new MemoryPlanLog(clock)
        log.addPlan(planId)
        return log
      },
    }),
    close: async () => undefined,
  }),
}

const onDatabases = databases.map(
  ({ name, skipped, open }): Kind => ({
    name,
    skipped,
    seeds: isLong ? 40 : 6,
    // One server at a time works on a file of SQLite.
    nodesOf: name === 'SQLite' ? () => 1 : twoOrThree,
    async open() {
      const database = await open()
      const others = await connectionsBeside(database)
      return {
        servers: (nodes) => onDatabase([database.db, ...others].slice(0, nodes)),
        close: () => database.close(),
      }
    },
  }),
)

async function connectionsBeside({ beside }: DatabaseUnderTest): Promise<Storage[]> {
  return beside === null ? [] : [await beside(), await beside()]
}

/** Each node has connections of its own. */
function onDatabase(connections: readonly Storage[]): Servers {
  let storage: SimStorage | null = null
  return {
    nodes: connections.length,
    async openLog(clock) {
      const [db] = connections
      if (db === undefined) throw new Error('A run needs a database.')
      // The trail of a run stays: nothing may remove it.
      const stored = `${planId}-${++runs}`
      await addPlanRow(db, stored)
      storage = new SimStorage(
        connections.map((its) => renamed(createSqlPlanLog({ db: its, clock }), stored)),
      )
      return new SqlSimLog(storage)
    },
    nextEnd: () => storage?.nextEnd() ?? null,
  }
}

let runs = 0

/** The plan of a run, which is stored under a name of its own. */
function renamed(log: PlanLog, stored: string): PlanLog {
  return {
    append: (changes) => log.append(changes.map((change) => ({ ...change, planId: stored }))),
    load: (_, eventsAfter) => log.load(stored, eventsAfter),
    async heads(planIds) {
      const head = (await log.heads([stored])).get(stored)
      return new Map(head === undefined ? [] : planIds.map((id) => [id, head]))
    },
    since: (_, seq) => log.since(stored, seq),
    probe: () => log.probe(),
    saveSnapshot: (_, seq, state) => log.saveSnapshot(stored, seq, state),
  }
}

describe.each([memory, ...onDatabases].filter(({ skipped }) => skipped === null))(
  'AK1 AK2 LG3 LG5 LG8 LG9 the simulation on $name',
  ({ name, seeds, nodesOf, open }) => {
    let opened: Opened
    const total = new Map<string, number>()
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened.close())

    test('AK2 LG8 nothing acknowledged is lost and all end equal, whatever becomes of nodes, storage and the messages between nodes', async () => {
      const startedAt = performance.now()
      let done = 0
      for (let seed = 7_000; seed < 7_000 + seeds; seed++) {
        if (done >= leastSeeds && performance.now() - startedAt > longestMs) break
        const candidate = caseOf(seed)
        const servers = opened.servers(nodesOf(seed))
        const { failure, counts } = await runCase(candidate, servers)
        for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
        if (failure !== null) expect.fail(await reportFailure(candidate, failure, servers))
        done++
      }
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      process.stderr.write(`The simulation on ${name}: ${done} seeds in ${seconds} s\n`)
    }, 120_000)

    test.each([
      ['acknowledged write', 20],
      ['token found', 5],
      ['room compared', 2],
      ...(name === 'SQLite'
        ? []
        : ([
            ['message lost', 4],
            ['message delivered', 4],
            ['message doubled', 1],
            ['message late', 10],
            ['message overtaken', 3],
            ['twins', 5],
          ] as const)),
    ] as const)('the runs were not empty: %s, at least %i times', (what, least) => {
      expect(total.get(what) ?? 0).toBeGreaterThanOrEqual(least)
    })
  },
)

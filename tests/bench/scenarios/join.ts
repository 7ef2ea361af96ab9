import { setTimeout as sleep } from 'node:timers/promises'
import { contestants } from '../contestants/all.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { type Context, measureEach } from '../context.ts'
import { authored, keepUpdates } from '../load/documents.ts'
import type { RoomAddress } from '../load/messages.ts'
import type { LoadProcess } from '../load/process.ts'
import { atMost, best, type ScenarioResult } from '../report.ts'
import { median } from '../statistics.ts'

const operations = 250_000
const kinds = [contestants.ours, contestants.yWebsocketServerStored, contestants.hocuspocus]

/** The wait of a user who opens a plan with a long history. */
export async function measureJoin(context: Context): Promise<ScenarioResult> {
  const updatesFile = keepUpdates(`.cache/bench/history-${operations}.bin`, () =>
    authored({ operations, perUpdate: 250, longestRun: 100 }),
  )
  let documentBytes = 0
  const figure = await measureEach(
    context,
    kinds,
    async (contestant, load) => {
      const [room, small] = await contestant.rooms(2)
      if (room === undefined || small === undefined) throw new Error('no rooms')
      const { bytes } = await load.call('seed', { rooms: [room], updatesFile })
      documentBytes = bytes
      const expectedBytes = bytes / 2
      // A first client keeps the plan open.
      await load.call('open', {
        rooms: [room],
        clientsPerRoom: 1,
        typistsPerRoom: 0,
        expectedBytes,
      })
      await joinTimes(load, small, 20, 0)
      const warm = median(await joinTimes(load, room, 15, expectedBytes))
      if (context.isProfiling) {
        await contestant.profiled(() => joinTimes(load, room, 500, expectedBytes))
        return { warm, stored: Number.NaN }
      }
      await load.call('close', {})
      const stored: number[] = []
      for (let i = 0; i < (context.isQuick ? 1 : 3); i++)
        stored.push(await afterRestart(contestant, load, { room, small, expectedBytes }))
      return { warm, stored: median(stored) }
    },
    1,
  )
  const peers = ['y-websocket-server', 'hocuspocus'] as const
  return {
    id: 'join',
    title: `Joining a plan with ${operations.toLocaleString('en-GB')} operations of history (a document of ${Math.round(documentBytes / 1000)} kB)`,
    rows: [
      {
        metric: 'already open',
        unit: 'ms',
        figures: figure('warm'),
        target: atMost(best(figure('warm'), 'lower', peers) / 2, 'half of the fastest peer'),
      },
      {
        metric: 'from storage',
        unit: 'ms',
        figures: figure('stored'),
        target: atMost(best(figure('stored'), 'lower', peers) / 2, 'half of the fastest peer'),
      },
    ],
    notes: [
      'From connecting until the document has arrived, with signing in where there is such a thing. Median of 15 already open and of three restarts from storage, each after 20 others opened a small plan. y-websocket-server with its LevelDB storage.',
    ],
  }
}

async function afterRestart(
  contestant: Contestant,
  load: LoadProcess,
  { room, small, expectedBytes }: { room: RoomAddress; small: RoomAddress; expectedBytes: number },
): Promise<number> {
  await sleep(500) // Hocuspocus stores when the last one has left
  await contestant.end()
  await contestant.up()
  await joinTimes(load, small, 20, 0)
  return (await load.call('join', { room, expectedBytes })).ms
}

async function joinTimes(
  load: LoadProcess,
  room: RoomAddress,
  times: number,
  expectedBytes: number,
): Promise<number[]> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) taken.push((await load.call('join', { room, expectedBytes })).ms)
  return taken
}

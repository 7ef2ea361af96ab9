import { setTimeout as sleep } from 'node:timers/promises'
import { contestants } from '../contestants/all.ts'
import { type Context, measureEach } from '../context.ts'
import { authored, keepUpdates } from '../load/documents.ts'
import { atMost, best, type ScenarioResult } from '../report.ts'

const kinds = [
  contestants.ours,
  contestants.yWebsocketServer,
  contestants.hocuspocus,
  contestants.relay,
]
const [plans, clients] = [20, 25]

/** Ours takes at most twelve connections of one person to one plan. */
const peoplePerPlan = 5

/** All clients reconnect at the same moment after a restart of the server. */
export async function measureReconnect(context: Context): Promise<ScenarioResult> {
  const updatesFile = keepUpdates('.cache/bench/plan-50kB.bin', planOf50kB)
  let documentBytes = 0
  const figure = await measureEach(context, kinds, async (contestant, load) => {
    const rooms = await contestant.rooms(plans, peoplePerPlan)
    const holdsDocuments = contestant.kind !== contestants.relay
    if (holdsDocuments) documentBytes = (await load.call('seed', { rooms, updatesFile })).bytes
    await load.call('open', { rooms, clientsPerRoom: clients, typistsPerRoom: 0 })
    if (contestant.kind === contestants.hocuspocus) await sleep(2500) // it stores 2 s after the last change
    await contestant.end()
    await contestant.up()
    // The clients restore a document that the server lost, so no document comes from that server.
    const isForgetful = contestant.kind === contestants.yWebsocketServer || !holdsDocuments
    const { ms, failed } = await contestant.profiled(() =>
      load.call('reopen', { expectedBytes: isForgetful ? 0 : documentBytes / 2 }),
    )
    return { ms, failed }
  })
  const times = figure('ms')
  return {
    id: 'reconnect',
    title: `${plans * clients} clients reconnecting at once after a restart (${plans} plans of ${Math.round(documentBytes / 1000)} kB, ${clients} clients each)`,
    rows: [
      {
        metric: 'all synced',
        unit: 'ms',
        figures: times,
        target: atMost(
          0.6 * best(times, 'lower', ['y-websocket-server', 'hocuspocus']),
          '0.6 × the fastest peer',
        ),
      },
      { metric: 'not synced', unit: '', figures: figure('failed'), target: atMost(0, 'none') },
    ],
    notes: [
      'From the first connection, as soon as the server takes any, until the last client has the document. The relay has no documents and y-websocket-server starts empty (its clients bring the documents back); ours looks up the session of each.',
    ],
  }
}

/** As many small items as a plan written by several people: the number of items, not the size, determines the memory. */
export function planOf50kB(): { updates: Uint8Array[] } {
  return authored({ operations: 46_000, perUpdate: 46_000, longestRun: 80 })
}

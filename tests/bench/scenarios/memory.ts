import { setTimeout as sleep } from 'node:timers/promises'
import { contestants, type Name } from '../contestants/all.ts'
import { type Context, withContestant } from '../context.ts'
import { keepUpdates } from '../load/documents.ts'
import { atMost, best, type Row, type ScenarioResult } from '../report.ts'
import { planOf50kB } from './reconnect.ts'

const kinds = [contestants.ours, contestants.yWebsocketServer, contestants.hocuspocus]
type Measured = {
  name: Name
  live: number
  resident: number
  liveAfter: number
  residentAfter: number
  documentBytes: number
}

/** The memory per plan that is open on a screen while nobody types. */
export async function measureMemory(context: Context): Promise<ScenarioResult> {
  const plans = context.isQuick ? 100 : 500
  // Ours keeps a plan in which nobody wrote for half a minute as bytes,
  const idleMs = context.isQuick ? 2000 : 62_000
  // and lets go of one that nobody has open after a minute.
  const emptyMs = context.isQuick ? 2000 : 65_000
  const updatesFile = keepUpdates('.cache/bench/plan-50kB.bin', planOf50kB)
  // All at the same time: they mostly wait.
  const measured = await Promise.all(
    kinds
      .filter(({ name }) => context.servers.includes(name))
      .map((kind) =>
        withContestant(context, kind, async (contestant, load): Promise<Measured> => {
          const rooms = await contestant.rooms(plans)
          const before = await contestant.memory()
          const { bytes } = await load.call('seed', { rooms, updatesFile })
          await load.call('open', { rooms, clientsPerRoom: 1, typistsPerRoom: 0 })
          await sleep(idleMs)
          const open = await contestant.memory()
          await load.call('close', {})
          await sleep(emptyMs)
          const after = await contestant.memory()
          const per = (bytes: number) => bytes / plans / 1000
          return {
            name: kind.name as Name,
            live: per(open.liveBytes - before.liveBytes),
            resident: per(open.residentBytes - before.residentBytes),
            liveAfter: per(after.liveBytes - before.liveBytes),
            residentAfter: per(after.residentBytes - before.residentBytes),
            documentBytes: bytes,
          }
        }),
      ),
  )
  const figures = (metric: Exclude<keyof Measured, 'name'>) =>
    Object.fromEntries(measured.map((one) => [one.name, one[metric]]))
  const live = figures('live')
  const rows: Row[] = [
    {
      metric: 'live memory per open plan and its one connection',
      unit: 'kB',
      figures: live,
      target: atMost(
        best(live, 'lower', ['y-websocket-server', 'hocuspocus']) / 4,
        'a quarter of the peers',
      ),
    },
    { metric: 'resident memory per open plan', unit: 'kB', figures: figures('resident') },
    {
      metric: 'live memory per plan after all have left',
      unit: 'kB',
      figures: figures('liveAfter'),
      ...(context.isQuick ? {} : { target: atMost(5, 'given back') }),
    },
    {
      metric: 'resident memory per plan after all have left',
      unit: 'kB',
      figures: figures('residentAfter'),
      ...(context.isQuick ? {} : { target: atMost(50, 'given back') }),
    },
  ]
  return {
    id: 'memory',
    title: `Memory: ${plans} idle plans with a document of ${Math.round((measured[0]?.documentBytes ?? 0) / 1000)} kB`,
    rows,
    notes: [
      `Minus the memory of the server before any plan was opened; live is heap and external memory after a full collection. Measured ${idleMs / 1000} s after the last message, and ${emptyMs / 1000} s after the last client left${context.isQuick ? ' (ours dehydrates after 30 s and releases after 60 s: see a full run)' : ''}. y-websocket-server without storage never releases a document.`,
    ],
  }
}

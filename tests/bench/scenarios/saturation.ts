import { contestants, type Name } from '../contestants/all.ts'
import { type Context, withContestant } from '../context.ts'
import type { RecoverResult, TypeResult } from '../load/messages.ts'
import type { LoadProcess } from '../load/process.ts'
import { lateMs } from '../load/typing.ts'
import { atLeast, atMost, type Figures, type ScenarioResult } from '../report.ts'

const kinds = [
  contestants.ours,
  contestants.yWebsocketServer,
  contestants.hocuspocus,
  contestants.relay,
  contestants.batchingRelay,
]
const [clients, typing] = [50, 50]

type Found = {
  perSecond: number
  delivered: number
  p99Ms: number
  generatorLoad: number
  failedAt: number
}

/** One plan with 50 clients: a rising load until deliveries are late. */
export async function measureSaturation(context: Context): Promise<ScenarioResult> {
  const delivered: Figures = {}
  const keys: Figures = {}
  const recovery: Figures = {}
  const notes: string[] = []
  for (const kind of kinds.filter(({ name }) => context.servers.includes(name))) {
    context.say(`  ${kind.name}`)
    const name = kind.name as Name
    await withContestant(context, kind, async (contestant, load) => {
      const openRoom = async () => {
        await load.call('close', {})
        await contestant.quiet()
        const rooms = await contestant.rooms(1, clients)
        await load.call('open', { rooms, clientsPerRoom: clients, typistsPerRoom: typing })
      }
      await openRoom()
      const found = await search(context, load, openRoom)
      delivered[name] = found.delivered
      keys[name] = found.perSecond * typing
      if (found.generatorLoad > 0.9)
        notes.push(
          `${kind.name}: the load itself took ${(found.generatorLoad * 100).toFixed(0)} % of a core at its best step, so it may do more than this.`,
        )
      if (found.perSecond === 0) return
      if (context.isProfiling)
        return void (await contestant.profiled(() =>
          load.call('type', { perSecond: 0.8 * found.perSecond, seconds: 8, drainMs: 4000 }),
        ))
      // Messages that a relay can't send in time wait in the kernel: the relay itself has nothing to recover.
      if (context.isQuick && kind.name.includes('relay')) return
      const { ms, closed } = await overload(context, load, openRoom, found.failedAt)
      recovery[name] = ms ?? Number.NaN
      if (ms === null)
        notes.push(
          `${kind.name}: ${closed > 0 ? `closed ${closed} of ${clients} connections under the overload` : `had not recovered after ${longestMs(context) / 1000} s`}.`,
        )
    })
  }
  const hocuspocus = delivered.hocuspocus ?? Number.NaN
  return {
    id: 'saturation',
    title: `Saturation of one plan: ${clients} clients, all typing ever faster, until fan-out p99 passes ${lateMs} ms`,
    rows: [
      {
        metric: 'keystrokes delivered per second',
        unit: '',
        figures: delivered,
        target: atLeast(1.2 * hocuspocus, '1.2 × Hocuspocus'),
      },
      { metric: 'keystrokes received per second', unit: '', figures: keys },
      {
        metric: 'back to normal after 2 s of 1.25 × the rate that was too much',
        unit: 'ms',
        figures: recovery,
        target: atMost(1000, 'within a second'),
      },
    ],
    notes,
  }
}

/** Steps of half as much again until it is too much, then halfway between the two, twice. */
async function search(
  context: Context,
  load: LoadProcess,
  openRoom: () => Promise<void>,
): Promise<Found> {
  const seconds = context.isQuick ? 1 : 2
  const step = async (perSecond: number): Promise<{ isGood: boolean; result: TypeResult }> => {
    const result = await load.call('type', { perSecond, seconds, drainMs: 1500 })
    const isGood = result.fanOut.p99Ms <= lateMs && result.closed === 0
    context.say(
      `    ${Math.round(perSecond * typing)} keys/s: ${Math.round(result.deliveredInTime / seconds)} delivered/s, p99 ${result.fanOut.p99Ms.toFixed(0)} ms, load ${(result.generatorLoad * 100).toFixed(0)} %`,
    )
    // Messages that are still on their way must not count for the next step.
    if (!isGood) await openRoom()
    return { isGood, result }
  }
  let found: Found = {
    perSecond: 0,
    delivered: 0,
    p99Ms: 0,
    generatorLoad: 0,
    failedAt: Number.POSITIVE_INFINITY,
  }
  const note = (perSecond: number, { isGood, result }: Awaited<ReturnType<typeof step>>) => {
    if (!isGood) found = { ...found, failedAt: perSecond }
    else if (perSecond > found.perSecond)
      found = {
        failedAt: Math.max(found.failedAt, perSecond),
        perSecond,
        delivered: result.deliveredInTime / seconds,
        p99Ms: result.fanOut.p99Ms,
        generatorLoad: result.generatorLoad,
      }
    return isGood
  }
  await load.call('type', { perSecond: 10, seconds: context.isQuick ? 1 : 2, drainMs: 4000 })
  let perSecond = 10
  // One bad moment of the machine does not count as overload.
  while (
    note(perSecond, await step(perSecond)) ||
    (!context.isQuick && note(perSecond, await step(perSecond)))
  )
    perSecond *= context.isQuick ? 2.5 : 1.5
  for (let i = 0; i < (context.isQuick ? 0 : 2); i++) {
    const between = (found.perSecond + found.failedAt) / 2
    note(between, await step(between))
  }
  return found
}

async function overload(
  context: Context,
  load: LoadProcess,
  openRoom: () => Promise<void>,
  failedAt: number,
): Promise<RecoverResult> {
  await openRoom()
  return load.call('recover', {
    overloadPerSecond: failedAt * 1.25,
    overloadSeconds: 2,
    normalPerSecond: 1,
    longestMs: longestMs(context),
  })
}

function longestMs(context: Context): number {
  return context.isQuick ? 3000 : 20_000
}

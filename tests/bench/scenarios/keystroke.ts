import { before, contestants } from '../contestants/all.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { type Context, withContestant } from '../context.ts'
import type { LoadProcess } from '../load/process.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { distributionOf, median } from '../statistics.ts'

const clients = 20
const typing = 5
const keysPerSecond = 40
const seconds = 2

type Side = { contestant: Contestant; load: LoadProcess }

/**
 * The processor time of a keystroke, of this checkout and of another one. Both servers are warm and stay up, and are typed to
 * in turns: what else the machine does hits both sides of a pair.
 */
export async function measureKeystroke(context: Context): Promise<ScenarioResult> {
  const title = `A keystroke: ${clients} clients in a plan, ${typing} of whom type, in pairs`
  const { against } = context
  if (against === null)
    return { id: 'keystroke', title, rows: [], notes: ['Left out: needs --against.'] }
  const pairs = context.isQuick ? 6 : 40
  const costs = await withContestant(context, contestants.ours, (contestant, load) =>
    withContestant(context, before(against), (other, otherLoad) =>
      measurePairs(context, pairs, [
        { contestant, load },
        { contestant: other, load: otherLoad },
      ]),
    ),
  )
  const [ours, theirs] = [
    median(costs.map(([own]) => own)),
    median(costs.map(([, other]) => other)),
  ]
  const ratios = costs.map(([own, other]) => own / other)
  const sorted = ratios.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? Number.NaN).toFixed(3)
  return {
    id: 'keystroke',
    title,
    rows: [
      {
        metric: 'CPU of the server for a keystroke and its delivery to one other',
        unit: 'µs',
        figures: { ours, before: theirs },
        target: atMost(theirs * 1.03, '3 % above the one before'),
      },
    ],
    notes: [
      `Ratio of the pairs: median ${distributionOf(ratios).median.toFixed(3)}, quartiles ${at(0.25)} and ${at(0.75)}, ${pairs} pairs of ${seconds} s each.`,
    ],
  }
}

async function measurePairs(
  { say }: Context,
  pairs: number,
  sides: readonly [Side, Side],
): Promise<(readonly [number, number])[]> {
  for (const { contestant, load } of sides) {
    await load.call('open', {
      rooms: await contestant.rooms(1, clients),
      clientsPerRoom: clients,
      typistsPerRoom: typing,
    })
    await costOf({ contestant, load })
    await costOf({ contestant, load })
  }
  const costs: (readonly [number, number])[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const [own, other] = sides
    const isOwnFirst = pair % 2 === 0
    const first = await costOf(isOwnFirst ? own : other)
    const second = await costOf(isOwnFirst ? other : own)
    costs.push(isOwnFirst ? [first, second] : [second, first])
    if (pair % 10 === 9) say(`  pair ${pair + 1} of ${pairs}`)
  }
  return costs
}

/** Microseconds of the server for each delivered keystroke. */
async function costOf({ contestant, load }: Side): Promise<number> {
  const from = contestant.cpuSeconds()
  const { delivered } = await load.call('type', {
    perSecond: keysPerSecond,
    seconds,
    drainMs: 5000,
  })
  return ((contestant.cpuSeconds() - from) * 1e6) / delivered
}

import { setTimeout as sleep } from 'node:timers/promises'
import { contestants } from '../contestants/all.ts'
import { type Context, withContestant } from '../context.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { median } from '../statistics.ts'

const [plans, clientsPerRoom, typingSeconds] = [40, 5, 20]
/** The server unloads a plan without sessions after a minute. */
const emptyMs = 65_000

/**
 * Consecutive working days: users open plans, type and leave, and the server unloads the plans. The live memory after each
 * day must not grow, as it would with a leaked socket, room or listener per plan.
 */
export async function measureSoak(context: Context): Promise<ScenarioResult> {
  const rounds = context.isQuick ? 2 : 9
  const live: number[] = []
  const resident: number[] = []
  const delivered = await withContestant(context, contestants.ours, async (contestant, load) => {
    let keys = 0
    for (let round = 1; round <= rounds; round++) {
      context.say(`  round ${round} of ${rounds}`)
      await load.call('open', {
        rooms: await contestant.rooms(plans),
        clientsPerRoom,
        typistsPerRoom: 2,
      })
      const typed = await load.call('type', { perSecond: 5, seconds: typingSeconds, drainMs: 2000 })
      keys += typed.delivered
      await load.call('close', {})
      await sleep(context.isQuick ? 2000 : emptyMs)
      const { liveBytes, residentBytes } = await contestant.memory()
      live.push(liveBytes / 1e6)
      resident.push(residentBytes / 1e6)
    }
    return keys
  })
  // The first round fills the parts that are filled once: code, statements, caches.
  const third = Math.max(1, Math.floor((rounds - 1) / 3))
  const [early, late] = [median(live.slice(1, 1 + third)), median(live.slice(-third))]
  return {
    id: 'soak',
    title: `Soak: ${rounds} times ${plans} plans of ${clientsPerRoom} people, typed in for ${typingSeconds} s and left`,
    rows: [
      {
        metric: 'live memory after an early round, all left',
        unit: 'MB',
        figures: { ours: early },
      },
      {
        metric: 'live memory after a late round, all left',
        unit: 'MB',
        figures: { ours: late },
        ...(context.isQuick ? {} : { target: atMost(early * 1.05, 'flat') }),
      },
      {
        metric: 'resident memory after the last round',
        unit: 'MB',
        figures: { ours: resident.at(-1) ?? 0 },
      },
      { metric: 'keystrokes delivered', unit: '', figures: { ours: delivered } },
    ],
    notes: [
      `After each round, after a full collection: ${live.map((megabytes) => megabytes.toFixed(1)).join(', ')} MB.`,
    ],
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { contestants } from '../contestants/all.ts'
import { type Context, measureEach } from '../context.ts'
import { atMost, type ScenarioResult } from '../report.ts'

const kinds = [contestants.ours, contestants.hocuspocus]
const [clients, typing, perSecond] = [20, 10, 100]
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** kill -9 under load; then compares the acknowledged keystrokes with the state of the restarted server. */
export async function measureKill(context: Context): Promise<ScenarioResult> {
  const figure = await measureEach(context, kinds, async (contestant, load, run) => {
    await load.call('open', {
      rooms: await contestant.rooms(1, clients),
      clientsPerRoom: clients,
      typistsPerRoom: typing,
    })
    const typed = load.call('type', { perSecond, seconds: 60, drainMs: 0 })
    // Hocuspocus stores after 2 s without typing, or after 10 s: kill before, near and after that moment.
    await sleep((4 * run + Math.random()) * 1000)
    await contestant.kill()
    await typed
    await contestant.up()
    const { acknowledged, lost } = await load.call('losses', {})
    return { acknowledged, lost }
  })
  return {
    id: 'kill',
    title: `kill -9 at a random moment, while ${typing} people type ${typing * perSecond} keys a second in one plan`,
    rows: [
      { metric: 'acknowledged', unit: '', figures: figure('acknowledged', sum) },
      {
        metric: 'of these gone',
        unit: '',
        figures: figure('lost', sum),
        target: atMost(0, 'none'),
      },
    ],
    notes: [
      `${context.repetitions} run(s) together. y-websocket-server acknowledges nothing, and without storage keeps nothing.`,
    ],
  }
}

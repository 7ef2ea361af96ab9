import type { LimitName } from '#shared/limits.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { Random } from '../support/random.ts'
import { SimNetwork } from '../support/sim-network.ts'
import { type AttackName, attacks } from './costly-updates.ts'

export type Cost = {
  name: AttackName
  bytes: number
  /** The total of the count. */
  units: number
  /** A unit that the caller chooses: milliseconds, steps. */
  spent: number
  /** The maximum in one turn of the event loop. */
  worstTurn: number
  /** The number of accepted updates. */
  logged: number
  closed: number | null
  limited: readonly LimitName[]
}

/** Measures the work between two calls. */
export type Gauge = { begin(): void; end(): number }

/** Sends an attack to a plan as one user, and returns its cost for the server. */
export async function costOf(
  name: AttackName,
  size: number,
  gauge: Gauge,
  seed = 1,
): Promise<Cost> {
  const limited: LimitName[] = []
  const log = new MemoryPlanLog(new HandClock())
  log.addPlan('plan')
  const network = new SimNetwork(log, undefined, { onLimited: (limit) => limited.push(limit) })
  const link = { closed: null as number | null }
  const socket = {
    bufferedBytes: 0,
    send() {},
    close: (code: number) => {
      link.closed = code
    },
    terminate() {},
    ping() {},
    pause() {},
    resume() {},
  }
  let spent = 0
  let worstTurn = 0
  const turn = async (run: () => unknown) => {
    gauge.begin()
    await run()
    const part = gauge.end()
    spent += part
    worstTurn = Math.max(worstTurn, part)
  }
  const connection = network.accept(socket, { name: 'Mallory' })
  await network.commit()
  let bytes = 0
  let units = 0
  const spend = network.budgets.spend.bind(network.budgets)
  // The budget of the user is unlimited here, so no update waits for it.
  network.budgets.spend = (_, more) => {
    units += more
  }
  for (const update of attacks[name](size, new Random(seed))) {
    bytes += update.byteLength
    await turn(() => connection.onMessage(encodeUpdate(update)))
    while (network.isBusy) await turn(() => network.commit())
    network.clock.advance(1)
  }
  network.budgets.spend = spend
  const logged = log.history('plan').length
  return { name, bytes, units, spent, worstTurn, logged, closed: link.closed, limited }
}

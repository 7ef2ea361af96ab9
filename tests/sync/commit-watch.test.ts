import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Logger, silentLogger } from '#server/runtime.ts'
import { CommitWatch } from '#server/sync/commit/commit-queue.ts'
import type { WriteOutcome } from '#server/sync/replica/replica-core.ts'
import { Rooms } from '#server/sync/room/rooms.ts'
import { HandClock } from '../support/hand-clock.ts'
import { foreignUpdate, textOf, type, updatesInLog } from '../support/one-text.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'

describe('the watch by itself', () => {
  let clock: HandClock
  let watch: CommitWatch
  let told: number
  beforeEach(() => {
    clock = new HandClock()
    told = 0
    watch = new CommitWatch(clock, () => told++)
  })

  test('ST2 says so two seconds after something began to wait, and no sooner', () => {
    clock.advance(10_000)
    watch.began()
    clock.advance(1_999)
    expect([told, watch.isStalled]).toEqual([0, false])
    clock.advance(1)
    expect([told, watch.isStalled, watch.waitingMs]).toEqual([1, true, 2_000])
  })

  test('ST2 says nothing while commits come, however much waits', () => {
    for (let i = 0; i < 50; i++) watch.began()
    for (let i = 0; i < 20; i++) {
      clock.advance(1_500)
      watch.committed()
    }
    expect(told).toBe(0)
    clock.advance(2_100)
    expect(told).toBe(1)
  })

  test('ST2 refusals are no commits: what waits behind them still waits', () => {
    watch.began()
    for (let i = 0; i < 10; i++) {
      watch.began()
      clock.advance(250)
      watch.refused()
    }
    expect(told).toBeGreaterThan(0)
  })

  test('ST2 is over with the next commit, and tells anew of the next time', () => {
    watch.began()
    clock.advance(2_000)
    watch.committed()
    expect(watch.isStalled).toBe(false)
    clock.advance(60_000)
    expect([told, clock.pending]).toEqual([1, 0])
    watch.began()
    clock.advance(2_000)
    expect(told).toBe(2)
  })

  test('ST2 a process that gets no turns says nothing about storage: the answer to its commit waits to be read', () => {
    watch.began()
    for (let n = 0; n < 7; n++) clock.stall(1_500)
    expect([told, watch.isStalled, watch.waitingMs]).toEqual([0, false, 10_500])
    watch.committed()
    clock.advance(60_000)
    expect([told, clock.pending]).toEqual([0, 0])
  })

  test('ST2 a commit that hangs is told on a late process too, after eight of its turns', () => {
    watch.began()
    for (let n = 0; n < 8; n++) clock.stall(1_500)
    expect([told, watch.isStalled]).toEqual([1, true])
    clock.stall(1_500)
    clock.stall(1_500)
    expect(told).toBe(2)
  })

  test('ST2 a clock on the wall that is set says nothing about it', () => {
    watch.began()
    clock.setWall(3_600_000)
    clock.advance(1_000)
    clock.setWall(-7_200_000)
    clock.advance(999)
    expect(told).toBe(0)
    clock.advance(1)
    expect(told).toBe(1)
  })
})

describe('ST2 nothing is committed while something waits', () => {
  let network: SimNetwork
  let errors: string[]
  beforeEach(() => {
    errors = []
    const logger: Logger = { ...silentLogger, error: (_, message) => void errors.push(message) }
    network = new SimNetwork(undefined, logger)
  })
  afterEach(() => network.close())

  test('ST2 a commit that hangs: screens are told, nobody comes in, and it is over when it ends', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    const { release } = network.log.holdNext()
    type(noor, 'tekst')
    await network.flush()
    network.clock.advance(2_000)
    expect([noor.closed, wim.closed]).toEqual([
      { code: 4503, reason: 'unavailable' },
      { code: 4503, reason: 'unavailable' },
    ])
    expect(errors).toEqual(['Nothing is committed while changes wait'])
    await expect(network.rooms.checkStorage()).rejects.toMatchObject({ code: 'unavailable' })
    expect(network.rooms.stats()).toMatchObject({ storageFailing: 1, commitWaitSeconds: 2 })
    // Storage takes a trial write, but the waiting change makes no progress: a new connection would
    // hang again.
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.closed?.code).toBe(4503)
    release()
    await network.flush()
    await network.rooms.checkStorage()
    for (const each of [noor, wim]) network.connect(each, { name: each === noor ? 'Noor' : 'Wim' })
    await network.flush()
    expect([noor.isSaved, textOf(wim), await updatesInLog(network)]).toEqual([true, 'tekst', 1])
  })

  test('ST2 a queue that is stuck by a fault of our own', async () => {
    const clock = new HandClock()
    const log = new MemoryPlanLog(clock)
    log.addPlan('plan')
    // The function that should start the commit never runs.
    const rooms = new Rooms({ log, clock, logger: silentLogger, defer: () => {} })
    const room = await rooms.open('plan')
    const settled: WriteOutcome[] = []
    const write = {
      writer: { userId: 'u', role: 'editor', takesClients: () => true, spend() {} } as never,
      update: foreignUpdate('x'),
      isWithdrawn: () => false,
      settle: (outcome: WriteOutcome) => void settled.push(outcome),
    }
    void room.replica.write(write)
    expect([settled, rooms.stats().waitingCommits]).toEqual([[], 1])
    await rooms.checkStorage()
    clock.advance(2_000)
    await settle()
    await expect(rooms.checkStorage()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(rooms.open('plan')).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('ST3 clocks that are set while people write change nothing', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    for (const byMs of [-2 * 3_600_000, 3 * 3_600_000, -60_000]) {
      network.clock.setWall(byMs)
      type(noor, 'x')
      await network.flush()
      network.clock.advance(2_000)
      await network.flush()
    }
    expect([noor.isSaved, textOf(wim), noor.closed]).toEqual([true, 'xxx', null])
    expect(errors).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

const idleMs = 60_000
let network: SimNetwork
let noor: SimClient
let told: number

beforeEach(async () => {
  network = new SimNetwork()
  noor = network.join({ name: 'Noor' })
  told = 0
  await network.flush()
})
afterEach(() => network.close())

const listen = (sessionId = 'wim') =>
  network.rooms.listen('plan', { sessionId, onChanged: () => told++ })
async function type(text: string): Promise<void> {
  planValues(noor.doc).set('wijk', text)
  await network.flush()
}

test('so many listen to one plan, and the next is refused (limit listenersPerPlan)', () => {
  const stops = Array.from({ length: limits.listenersPerPlan.max }, () => listen())
  expect(() => listen()).toThrow(
    expect.objectContaining({ code: 'too-many', limit: 'listenersPerPlan' }),
  )
  stops[0]?.()
  expect(() => listen()).not.toThrow()
  expect(network.rooms.stats().listeners).toBe(limits.listenersPerPlan.max)
})

describe('listening to a plan without being in its room', () => {
  test('a change is told once it is in the log, and not before', async () => {
    listen()
    planValues(noor.doc).set('wijk', 'Oost')
    while (noor.deliverUp());
    expect(told).toBe(0)
    await network.flush()
    expect(told).toBe(1)
  })

  test('of typing it tells at most twice a second, all at the same moment, and the last of it too', async () => {
    const moments: string[] = []
    for (const who of ['wim', 'els'])
      network.rooms.listen('plan', {
        sessionId: who,
        onChanged: () => moments.push(`${who} ${network.clock.elapsed()}`),
      })
    const start = network.clock.elapsed()
    for (let key = 0; key < 10; key++) {
      await type(`key ${key}`)
      network.clock.advance(100)
    }
    network.clock.advance(1_000)
    const at = (ms: number) => [`wim ${start + ms}`, `els ${start + ms}`]
    expect(moments).toEqual([...at(0), ...at(500), ...at(1_000)])
  })

  test('nothing is asked while nothing changes', async () => {
    listen()
    await network.flush()
    const reads = [vi.spyOn(network.log, 'load'), vi.spyOn(network.log, 'since')]
    for (let second = 0; second < 120; second++) network.clock.advance(1_000)
    await network.flush()
    expect([told, ...reads.map((read) => read.mock.calls.length)]).toEqual([0, 0, 0])
  })

  test('the plan stays open for it, also when nobody else is there, and is let go afterwards', async () => {
    const room = await network.rooms.open('plan')
    const stop = listen()
    noor.disconnect()
    await network.flush()
    network.clock.advance(idleMs)
    await network.flush()
    expect(await network.rooms.open('plan')).toBe(room)
    stop()
    network.clock.advance(idleMs)
    await network.flush()
    expect(await network.rooms.open('plan')).not.toBe(room)
    expect(told).toBe(0)
  })

  test('LG3 a change of another process is signalled', async () => {
    const beside = new SimNetwork(network.log)
    listen()
    const els = beside.join({ name: 'Els' })
    await beside.flush()
    planValues(els.doc).set('wijk', 'West')
    await beside.flush()
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect(told).toBe(1)
    beside.close()
  })

  test('AU1, AU3 that rights may have changed is told at once, an ended session to those that it let in', async () => {
    listen('wim')
    await type('Oost')
    expect(told).toBe(1)
    network.rooms.revoke('plan', 'someone', 'no-access')
    expect(told).toBe(2)
    network.rooms.endSessions(['session of Noor'])
    expect(told).toBe(2)
    expect(network.rooms.sessions().has('wim')).toBe(true)
    network.rooms.endSessions(['wim'])
    expect(told).toBe(3)
  })

  test('at the end of the process nobody is kept waiting', async () => {
    listen()
    await network.rooms.drain()
    expect(told).toBeGreaterThan(0)
  })
})

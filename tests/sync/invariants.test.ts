import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { InvariantError } from '#server/invariant.ts'
import { type Logger, silentLogger } from '#server/runtime.ts'
import type { Socket } from '#server/sync/room/connection.ts'
import { encodeAwareness } from '#shared/protocol/codec.ts'
import { messageTypes } from '#shared/protocol/messages.ts'
import { foreignUpdate, textOf, type } from '../support/one-text.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'
import { testPeer } from '../support/test-peer.ts'

/**
 * A log that gives false answers stands for any fault that breaks a plan in memory. Each fault must
 * close that plan and no other, be reported once, and lose no acknowledged update.
 */
let network: SimNetwork
let noor: SimClient
let wim: SimClient
let elsewhere: SimClient
const errors: object[] = []
const logger: Logger = {
  ...silentLogger,
  error: (fields, message) => void errors.push({ ...fields, message }),
}

beforeEach(async () => {
  errors.length = 0
  network = new SimNetwork(undefined, logger)
  network.log.addPlan('other')
  noor = network.join({ name: 'Noor' })
  wim = network.join({ name: 'Wim' })
  elsewhere = network.join({ name: 'Rens', planId: 'other' })
  await network.flush()
  type(noor, 'bevestigd')
  await network.flush()
  expect(noor.isSaved).toBe(true)
})
afterEach(() => network.close())

const silentSocket: Socket = {
  bufferedBytes: 0,
  send() {},
  close() {},
  terminate() {},
  ping() {},
  pause() {},
  resume() {},
}

function append(...texts: string[]): Promise<unknown> {
  return network.log.append(
    texts.map((text) => ({
      planId: 'plan',
      actor: 'rest',
      body: { kind: 'update', update: foreignUpdate(text) },
    })),
  )
}

/** All cases: only this plan is closed, and it continues with all its content. */
async function expectOnlyThisPlanClosed(invariant: string): Promise<void> {
  await network.flush()
  for (const client of [noor, wim]) {
    expect(client.closed).toEqual({ code: 4503, reason: 'unavailable' })
    expect(client.refusals).toEqual(['unavailable'])
  }
  expect([...network.rooms.broken]).toEqual([[invariant, 1]])
  expect(errors).toEqual([
    expect.objectContaining({
      planId: 'plan',
      invariant,
      message: 'a plan broke an invariant: it is closed and read again',
    }),
  ])
  expect(elsewhere.closed).toBeNull()
  await expect(network.rooms.checkStorage()).resolves.toBeUndefined()
  type(elsewhere, 'hier gaat het door')
  await network.flush()
  expect(elsewhere.isSaved).toBe(true)

  for (const [client, name] of [
    [noor, 'Noor'],
    [wim, 'Wim'],
  ] as const)
    network.connect(client, { name })
  await network.flush()
  type(wim, ' en verder')
  await network.flush()
  expect([noor.isSaved, wim.isSaved]).toEqual([true, true])
  expect(textOf(noor)).toBe(textOf(wim))
  expect(textOf(noor)).toContain('bevestigd')
  expect(textOf(noor)).toContain(' en verder')
  expect([...network.rooms.broken]).toEqual([[invariant, 1]])
}

describe('a broken invariant closes its plan, and nothing else', () => {
  test('IN1 a commit that is given a number again', async () => {
    network.log.answerWronglyNext((answers) => answers.map(({ at }) => ({ seq: 1, at })))
    type(noor, ' niet bevestigd')
    await network.flush()
    expect(noor.acks.at(-1)?.seq).toBe(1)
    await expectOnlyThisPlanClosed('commit-answered')
    expect(textOf(wim)).toContain(' niet bevestigd')
  })

  test('IN1 a commit that is answered for fewer changes than it held', async () => {
    network.log.answerWronglyNext(() => [])
    type(noor, ' niet bevestigd')
    await network.flush()
    await expectOnlyThisPlanClosed('commit-answered')
  })

  test('IN1 a log that leaves out a change', async () => {
    await append('een', 'twee')
    network.log.skipOneNext()
    network.rooms.notifyChanged('plan')
    await network.flush()
    await expectOnlyThisPlanClosed('changes-in-order')
    expect(textOf(wim)).toContain('een')
  })

  test('IN1 a fault of our own after a commit', async () => {
    network.close()
    let isFaulty = false
    network = new SimNetwork(network.log, logger, {
      observer: (planId) => () => () => {
        if (isFaulty && planId === 'plan') throw new Error('a fault of our own')
      },
    })
    noor = network.join({ name: 'Noor' })
    wim = network.join({ name: 'Wim' })
    elsewhere = network.join({ name: 'Rens', planId: 'other' })
    await network.flush()
    isFaulty = true
    type(noor, ' bevestigd')
    await network.flush()
    isFaulty = false
    await expectOnlyThisPlanClosed('no-fault')
  })

  test('IN1 a log that ends before a change that was read from it', async () => {
    network.log.addPlan('plan')
    await network.rooms.read('plan', 2, () => {}).catch(() => {})
    await expectOnlyThisPlanClosed('log-keeps')
  })

  test('IN1 work on the plan that counts no number of units', async () => {
    const reading = network.rooms.readInSteps('plan', 0, function* () {
      yield Number.NaN
    })
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
    await expectOnlyThisPlanClosed('units-counted')
  })

  test('IN1 a message that changes its size while it waits', async () => {
    const memory = new ArrayBuffer(8, { maxByteLength: 8 } as object)
    const message = new Uint8Array(memory)
    message[0] = messageTypes.queryAwareness
    const connection = network.accept(silentSocket, { name: 'Els' })
    connection.onMessage(message)
    ;(memory as unknown as { resize(bytes: number): void }).resize(1)
    await network.flush()
    await expectOnlyThisPlanClosed('inbox-counted')
  })

  test('IN1 a connection that gets presence under a second client id, while the first is taken', async () => {
    const room = await network.rooms.open('plan')
    const state = (clientId: number) => encodeAwareness([{ clientId, clock: 1, state: '{}' }])
    let isNested = false
    const presence = {
      ...{ id: 'els', name: 'Els', initials: 'E', discipline: null, color: '#000' },
      toJSON: () => {
        if (!isNested) {
          isNested = true
          room.receive(els, state(2))
        }
        return {}
      },
    }
    const els = network.accept(silentSocket, { name: 'Els', presence })
    await network.flush()
    els.onMessage(state(1))
    await expectOnlyThisPlanClosed('presence-one-id')
  })

  test('IN1 a connection that joins twice', async () => {
    const room = await network.rooms.open('plan')
    const peer = testPeer()
    room.join(peer)
    expect(() => room.join(peer)).toThrow(expect.objectContaining({ invariant: 'joined-once' }))
  })

  test('IN1 a change that makes the plan smaller than nothing', async () => {
    const update = Object.defineProperty(foreignUpdate('een'), 'byteLength', { value: -1 })
    const change = { seq: 2, at: 1, actor: 'rest', body: { kind: 'update', update } } as const
    vi.spyOn(network.log, 'since').mockResolvedValueOnce({ kind: 'changes', changes: [change] })
    network.rooms.notifyChanged('plan')
    await expectOnlyThisPlanClosed('size-not-negative')
  })

  test('IN1 a log whose reading ends before the head that it named', async () => {
    vi.spyOn(network.log, 'heads').mockResolvedValueOnce(
      new Map([['plan', { epoch: 'epoch-1', seq: 9 }]]),
    )
    network.clock.advance(2_000)
    await expectOnlyThisPlanClosed('log-followed')
  })

  test('IN1 a seat that is given back twice', async () => {
    const seat = network.rooms.seats.take('Els', 'plan')
    if (seat.kind === 'none') throw new Error('no seat')
    const els = network.accept(silentSocket, { name: 'Els' })
    await network.flush()
    seat.leave()
    seat.leave()
    els.onClosed()
    await expectOnlyThisPlanClosed('seats-counted')
  })

  test('IN1 a listener that throws, in the room and when a timer tells it', async () => {
    const stop = network.rooms.listen('plan', { sessionId: 'wim', onChanged: () => {} })
    type(noor, ' een')
    await network.flush()
    const onChanged = vi.fn(() => {
      throw new Error('a fault of our own')
    })
    network.rooms.listen('plan', { sessionId: 'els', onChanged })
    type(noor, ' twee')
    await network.flush()
    expect(onChanged).not.toHaveBeenCalled()
    network.clock.advance(500)
    await expectOnlyThisPlanClosed('no-fault')
    expect(onChanged).toHaveBeenCalledTimes(1)
    stop()
  })

  test('IN1 a plan whose log is found broken when it is opened is not shown, and counted', async () => {
    const load = vi.spyOn(network.log, 'load')
    network.log.addPlan('third')
    load.mockRejectedValueOnce(new InvariantError('changes-in-order'))
    const els = network.join({ name: 'Els', planId: 'third' })
    await network.flush()
    expect(els.closed).toEqual({ code: 4503, reason: 'unavailable' })
    expect([...network.rooms.broken]).toEqual([['changes-in-order', 1]])
    expect([noor.closed, elsewhere.closed]).toEqual([null, null])
    network.connect(els, { name: 'Els', planId: 'third' })
    await network.flush()
    expect(els.isSynced).toBe(true)
  })

  test('IN1 a reading that waits for it is refused, and the next one is answered from the log', async () => {
    const { release } = network.log.holdNext()
    type(noor, ' onderweg')
    await network.commit()
    while (noor.deliverUp()) await network.commit()
    const text = (doc: { getText: (name: string) => { toString: () => string } }) =>
      doc.getText('t').toString()
    const reading = network.rooms.read('plan', 0, text)
    const refused = expect(reading).rejects.toMatchObject({ code: 'unavailable' })
    await append('een', 'twee')
    network.log.skipOneNext()
    network.rooms.notifyChanged('plan')
    await network.flush()
    await refused
    release()
    await network.flush()
    expect(await network.rooms.read('plan', 0, text)).toContain('bevestigd')
    expect([...network.rooms.broken]).toEqual([['changes-in-order', 1]])
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import { foreignUpdate, textOf, type, updatesInLog } from '../support/one-text.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

describe('writing', () => {
  test('AK1 nothing is acknowledged or shown before it is committed', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    const before = noor.acked
    const { release } = network.log.holdNext()
    type(noor, 'tekst')
    await network.flush()
    expect(noor.acked).toBe(before)
    expect(textOf(ijsbrand)).toBe('')
    release()
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toBe('tekst')
  })

  test('AK2 a failing commit acknowledges nothing, shows nobody anything, and the work comes with the next connection', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    network.log.failNext()
    type(noor, 'tekst')
    await network.flush()
    expect(noor.closed).toEqual({ code: 4503, reason: 'unavailable' })
    expect(noor.isSaved).toBe(false)
    expect(textOf(ijsbrand)).toBe('')
    for (const [client, name] of [
      [noor, 'Noor'],
      [ijsbrand, 'IJsbrand'],
    ] as const)
      network.connect(client, { name })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toBe('tekst')
  })

  test('AK2 an acknowledged update is there after a crash; any other comes again', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'bewaard ')
    await network.flush()
    expect(noor.isSaved).toBe(true)
    network.log.holdNext()
    type(noor, 'onderweg')
    await network.flush()
    await network.crash()
    const other = network.join({ name: 'IJsbrand' })
    await network.flush()
    expect(textOf(other)).toBe('bewaard ')
    network.connect(noor)
    await network.flush()
    expect(textOf(other)).toBe('bewaard onderweg')
  })

  test('AK3 acks count in order: a later write without news does not overtake an earlier one on its way to disk', async () => {
    const noor = network.join()
    await network.flush()
    const before = noor.acked
    const { release } = network.log.holdNext()
    type(noor, 'een')
    noor.sentWrites++
    noor.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(new Y.Doc())))
    await network.flush()
    expect(noor.acked).toBe(before)
    release()
    await network.flush()
    expect(noor.acked).toBe(before + 2)
  })

  test('AK4 a commit whose answer was lost is read back from the log, once', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    network.log.tearNext()
    type(noor, 'een')
    await network.flush()
    expect(noor.closed?.code).toBe(4503)
    network.connect(ijsbrand, { name: 'IJsbrand' })
    type(ijsbrand, 'twee')
    await network.flush()
    expect(ijsbrand.isSaved).toBe(true)
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(textOf(noor)).toBe(textOf(ijsbrand))
    expect(textOf(noor)).toHaveLength(7)
    expect(await updatesInLog(network)).toBe(2)
  })

  test('UP1 an update that is not whole is refused whole: not logged, not shown, connection closed', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    const whole = foreignUpdate('heel')
    noor.sendRaw(encodeUpdate(whole.slice(0, whole.length - 3)))
    await network.flush()
    expect(noor.closed).toEqual({ code: 4400, reason: 'bad-frame' })
    expect(await updatesInLog(network)).toBe(0)
    expect(textOf(ijsbrand)).toBe('')
  })

  test('UP2 the same update twice changes nothing and is logged once', async () => {
    const [noor, witness] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    const update = foreignUpdate('een keer')
    for (let i = 0; i < 3; i++) {
      noor.sendRaw(encodeUpdate(update))
      await network.flush()
    }
    expect(textOf(witness)).toBe('een keer')
    expect(await updatesInLog(network)).toBe(1)
    expect(noor.closed).toBeNull()
  })

  test('UP2 a reconnect that brings nothing new writes nothing, also after deletions', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'weg ermee')
    noor.doc.getText('t').delete(0, 4)
    await network.flush()
    const logged = await updatesInLog(network)
    for (let i = 0; i < 3; i++) {
      noor.disconnect()
      network.connect(noor)
      await network.flush()
    }
    expect(noor.isSaved).toBe(true)
    expect(await updatesInLog(network)).toBe(logged)
  })

  test('UP3 work done without connection arrives with the next handshake', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    noor.disconnect()
    type(noor, 'thuis getypt')
    type(ijsbrand, 'op kantoor ')
    await network.flush()
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(noor)).toBe(textOf(ijsbrand))
    expect(textOf(noor)).toContain('thuis getypt')
  })

  test('UP4 writes that wait are committed together: one commit for all who type in the same turn', async () => {
    const clients = Array.from({ length: 8 }, (_, i) => network.join({ name: `Lid ${i}` }))
    await network.flush()
    network.log.appendSizes.length = 0
    for (const client of clients) type(client, 'x')
    for (const client of clients) client.deliverUp()
    await network.flush()
    expect(network.log.appendSizes).toEqual([8])
    expect(new Set(clients.map(textOf)).size).toBe(1)
  })

  test('UP5 a frame larger than the limit is refused with a code of its own', async () => {
    const noor = network.join()
    await network.flush()
    noor.sendRaw(new Uint8Array(maxFrameBytes + 1))
    await network.flush()
    expect(noor.closed).toEqual({ code: 4413, reason: 'too-large' })
  })

  test('UP6 garbage, text and unknown messages close that connection only', async () => {
    const ijsbrand = network.join({ name: 'IJsbrand' })
    await network.flush()
    for (const bytes of [
      new Uint8Array([]),
      new Uint8Array([200, 200, 200]),
      new Uint8Array([0, 7, 1, 1]),
      new Uint8Array([1, 255, 255]),
      new Uint8Array([0, 2, 2, 0, 0, 99]),
    ]) {
      const stranger = network.join({ name: 'Vreemd' })
      await network.flush()
      stranger.sendRaw(bytes)
      await network.flush()
      expect(stranger.closed?.code, String(bytes)).toBe(4400)
    }
    type(ijsbrand, 'gaat door')
    await network.flush()
    expect(ijsbrand.isSaved).toBe(true)
  })
})

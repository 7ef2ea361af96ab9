import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { type ForgedBlock, forge } from '../fuzz/forge.ts'
import { type HostileNetwork, item, openHostileNetwork } from '../support/hostile-network.ts'
import { textOf, type } from '../support/one-text.ts'
import { SimClient } from '../support/sim-client.ts'

let world: HostileNetwork
beforeEach(async () => {
  world = await openHostileNetwork()
})
afterEach(() => world.network.close())

describe('UP6 updates that can be parsed and that no client would make are refused before they are committed', () => {
  test('UP6 an item that hangs on itself, or on one that comes after it', async () => {
    await world.send([
      { client: 66, clock: 0, structs: [item({ kind: 'string', text: 'x' }, { origin: [66, 0] })] },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [
          item({ kind: 'string', text: 'x' }, { right: [66, 4] }),
          item({ kind: 'string', text: 'y' }),
        ],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.mustServe()
  })

  test('UP6 deletions that are not in order, say a thing twice, or come in two lists of one client', async () => {
    for (const deletes of [
      [
        [66, 4, 2],
        [66, 0, 2],
      ],
      [
        [66, 0, 2],
        [66, 0, 2],
      ],
      [
        [66, 0, 2],
        [67, 0, 1],
        [66, 4, 2],
      ],
    ] as const) {
      await world.send(
        [66, 67].map((client) => ({
          client,
          clock: 0,
          structs: [item({ kind: 'string', text: 'abcdef' }, { parent: 't' })],
        })),
        deletes,
      )
      expect(world.mallory.closed?.code, String(deletes)).toBe(4400)
    }
    await world.mustServe()
  })

  test('UP6 an item of no length, after which no other can be found', async () => {
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [
          item({ kind: 'string', text: '' }, { parent: 't' }),
          item({ kind: 'any', values: [] }, { parent: 't' }),
          item({ kind: 'string', text: 'x' }, { parent: 't' }),
        ],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [{ kind: 'gc', length: 0 }, item({ kind: 'string', text: 'x' }, { parent: 't' })],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.mustServe()
  })

  test.each(['embed', 'format', 'json'] as const)(
    'UP6 a value nested so deep that nobody can encode it again (%s)',
    async (kind) => {
      const json = '['.repeat(200_000) + ']'.repeat(200_000)
      const content =
        kind === 'embed'
          ? { kind, json }
          : kind === 'format'
            ? { kind, key: 'bold', json }
            : { kind, values: [json] }
      await world.send([{ client: 66, clock: 0, structs: [item(content, { parent: 't' })] }])
      expect(world.mallory.closed?.code).toBe(4400)
      await world.mustServe()
    },
  )

  test('UP6 elements nested so deep that deleting them overflows the stack, in one update or piece by piece', async () => {
    const nest = (client: number, depth: number, from = 0): ForgedBlock => ({
      client,
      clock: from,
      structs: Array.from({ length: depth }, (_, i) =>
        item(
          { kind: 'type', type: 1 },
          {
            ...(from + i === 0 ? { parent: 'm' } : { parent: [client, from + i - 1] as const }),
            key: 'k',
          },
        ),
      ),
    })
    await world.send([nest(66, 30_000)])
    await world.send([], [[66, 0, 1]])
    for (let i = 0; i < 300; i++)
      world.mallory.sendRaw(encodeUpdate(forge([nest(67, 100, i * 100)])))
    await world.send([], [[67, 0, 1]])
    await world.mustServe()
  })

  test('UP6 an item between two places of different parents, which a later reading would put elsewhere', async () => {
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [
          item({ kind: 'string', text: 'boven' }, { parent: 't' }),
          item({ kind: 'type', type: 2 }, { parent: 'm', key: 'k' }),
          item({ kind: 'string', text: 'in k' }, { parent: [66, 5] }),
        ],
      },
    ])
    await world.send([
      {
        client: 67,
        clock: 0,
        structs: [item({ kind: 'string', text: 'ertussen' }, { origin: [66, 4], right: [66, 6] })],
      },
    ])
    await world.send([], [[66, 5, 1]])
    await world.mustServe()
  })

  test('UP6 a value of two halves under one key, of which a later reading would keep one', async () => {
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [item({ kind: 'string', text: 'ab' }, { parent: 'm', key: 'k' })],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.mustServe()
  })

  test('UP1 of what is known for a part only the rest is taken, and it hangs where the known part hangs', async () => {
    await world.send([
      { client: 66, clock: 0, structs: [item({ kind: 'string', text: 'abc' }, { parent: 't' })] },
    ])
    await world.send([
      {
        client: 66,
        clock: 1,
        structs: [item({ kind: 'string', text: 'xyz' }, { parent: 'elders', key: 'k' })],
      },
    ])
    expect(world.mallory.closed).toBeNull()
    expect(textOf(world.noor)).toBe('abcz')
    await world.mustServe()
  })

  test('UP3 AK2 text that a client types and sends during the handshake is saved with the answer to step 1', async () => {
    const standard = new SimClient()
    type(standard, 'thuis ')
    world.network.connect(standard, { name: 'Wim' })
    type(standard, 'en nu')
    while (standard.deliverUp()) {
      // before it received anything
    }
    const before = world.network.log.history('plan').length
    await world.network.flush()
    expect(standard.isSaved).toBe(true)
    expect(textOf(world.noor)).toBe('thuis en nu')
    expect(world.network.log.history('plan').length).toBe(before + 1)
  })

  test('UP6 a document inside the document', async () => {
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [
          item(
            { kind: 'document', guid: 'x', options: { autoLoad: true } },
            { parent: 'm', key: 'k' },
          ),
        ],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.mustServe()
  })

  test('UP6 numbers beyond what can be counted', async () => {
    await world.send([
      {
        client: 66,
        clock: 0,
        structs: [
          { kind: 'gc', length: 2 ** 53 - 1 },
          { kind: 'gc', length: 2 ** 53 - 1 },
        ],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.send([
      {
        client: 2 ** 52,
        clock: 0,
        structs: [item({ kind: 'string', text: 'x' }, { parent: 't' })],
      },
    ])
    expect(world.mallory.closed?.code).toBe(4400)
    await world.mustServe()
  })
})

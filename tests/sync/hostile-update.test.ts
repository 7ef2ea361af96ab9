import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { type ForgedBlock, type ForgedDelete, type ForgedStruct, forge } from '../fuzz/forge.ts'
import { textOf, type } from '../support/one-text.ts'
import { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
let noor: SimClient
let mallory: SimClient
beforeEach(async () => {
  network = new SimNetwork()
  noor = network.join({ name: 'Noor' })
  mallory = network.join({ name: 'Mallory' })
  await network.flush()
})
afterEach(() => network.close())

const item = (
  content: Extract<ForgedStruct, { kind: 'item' }>['content'],
  rest: Partial<Extract<ForgedStruct, { kind: 'item' }>> = {},
): ForgedStruct => ({ kind: 'item', content, ...rest })

async function send(
  blocks: readonly ForgedBlock[],
  deletes: readonly ForgedDelete[] = [],
): Promise<void> {
  if (mallory.closed !== null) network.connect(mallory, { name: 'Mallory' })
  await network.flush()
  mallory.sendRaw(encodeUpdate(forge(blocks, deletes)))
  await network.flush()
}

/**
 * After any input the room serves, a new client can open the plan, and a restart gives the same
 * plan.
 */
async function mustServe(): Promise<void> {
  type(noor, 'verder')
  await network.flush()
  expect(noor.isSaved).toBe(true)
  const before = await network.rooms.read('plan', 0, (doc) =>
    JSON.stringify([doc.getText('t').toDelta(), doc.getMap('m').toJSON()]),
  )
  const other = network.join({ name: 'Wim' })
  await network.flush()
  expect(other.isSynced).toBe(true)
  expect(textOf(other)).toBe(textOf(noor))
  await network.crash()
  expect(
    await network.rooms.read('plan', 0, (doc) =>
      JSON.stringify([doc.getText('t').toDelta(), doc.getMap('m').toJSON()]),
    ),
  ).toBe(before)
  await network.rooms.drain()
  expect((await network.log.load('plan'))?.snapshot).not.toBeNull()
}

describe('UP6 updates that can be parsed and that no client would make are refused before they are committed', () => {
  test('UP6 an item that hangs on itself, or on one that comes after it', async () => {
    await send([
      { client: 66, clock: 0, structs: [item({ kind: 'string', text: 'x' }, { origin: [66, 0] })] },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await send([
      {
        client: 66,
        clock: 0,
        structs: [
          item({ kind: 'string', text: 'x' }, { right: [66, 4] }),
          item({ kind: 'string', text: 'y' }),
        ],
      },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await mustServe()
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
      await send(
        [66, 67].map((client) => ({
          client,
          clock: 0,
          structs: [item({ kind: 'string', text: 'abcdef' }, { parent: 't' })],
        })),
        deletes,
      )
      expect(mallory.closed?.code, String(deletes)).toBe(4400)
    }
    await mustServe()
  })

  test('UP6 an item of no length, after which no other can be found', async () => {
    await send([
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
    expect(mallory.closed?.code).toBe(4400)
    await send([
      {
        client: 66,
        clock: 0,
        structs: [{ kind: 'gc', length: 0 }, item({ kind: 'string', text: 'x' }, { parent: 't' })],
      },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await mustServe()
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
      await send([{ client: 66, clock: 0, structs: [item(content, { parent: 't' })] }])
      expect(mallory.closed?.code).toBe(4400)
      await mustServe()
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
    await send([nest(66, 30_000)])
    await send([], [[66, 0, 1]])
    for (let i = 0; i < 300; i++) mallory.sendRaw(encodeUpdate(forge([nest(67, 100, i * 100)])))
    await send([], [[67, 0, 1]])
    await mustServe()
  })

  test('UP6 an item between two places of different parents, which a later reading would put elsewhere', async () => {
    await send([
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
    await send([
      {
        client: 67,
        clock: 0,
        structs: [item({ kind: 'string', text: 'ertussen' }, { origin: [66, 4], right: [66, 6] })],
      },
    ])
    await send([], [[66, 5, 1]])
    await mustServe()
  })

  test('UP6 a value of two halves under one key, of which a later reading would keep one', async () => {
    await send([
      {
        client: 66,
        clock: 0,
        structs: [item({ kind: 'string', text: 'ab' }, { parent: 'm', key: 'k' })],
      },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await mustServe()
  })

  test('UP1 of what is known for a part only the rest is taken, and it hangs where the known part hangs', async () => {
    await send([
      { client: 66, clock: 0, structs: [item({ kind: 'string', text: 'abc' }, { parent: 't' })] },
    ])
    await send([
      {
        client: 66,
        clock: 1,
        structs: [item({ kind: 'string', text: 'xyz' }, { parent: 'elders', key: 'k' })],
      },
    ])
    expect(mallory.closed).toBeNull()
    expect(textOf(noor)).toBe('abcz')
    await mustServe()
  })

  test('UP3 AK2 text that a client types and sends during the handshake is saved with the answer to step 1', async () => {
    const standard = new SimClient()
    type(standard, 'thuis ')
    network.connect(standard, { name: 'Wim' })
    type(standard, 'en nu')
    while (standard.deliverUp()) {
      // before it received anything
    }
    const before = network.log.history('plan').length
    await network.flush()
    expect(standard.isSaved).toBe(true)
    expect(textOf(noor)).toBe('thuis en nu')
    expect(network.log.history('plan').length).toBe(before + 1)
  })

  test('UP6 a document inside the document', async () => {
    await send([
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
    expect(mallory.closed?.code).toBe(4400)
    await mustServe()
  })

  test('UP6 numbers beyond what can be counted', async () => {
    await send([
      {
        client: 66,
        clock: 0,
        structs: [
          { kind: 'gc', length: 2 ** 53 - 1 },
          { kind: 'gc', length: 2 ** 53 - 1 },
        ],
      },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await send([
      {
        client: 2 ** 52,
        clock: 0,
        structs: [item({ kind: 'string', text: 'x' }, { parent: 't' })],
      },
    ])
    expect(mallory.closed?.code).toBe(4400)
    await mustServe()
  })
})

describe('AK2 nobody can take the place of what someone else is about to write', () => {
  test('AK2 UP6 items under the client id of someone who is there are refused; their own text is kept', async () => {
    type(noor, 'a')
    await network.flush()
    await send([
      {
        client: noor.doc.clientID,
        clock: 1,
        structs: [item({ kind: 'string', text: 'gestolen' }, { parent: 't' })],
      },
    ])
    type(noor, 'eigen werk')
    await network.flush()
    expect(noor.isSaved).toBe(true)
    const other = network.join({ name: 'Wim' })
    await network.flush()
    expect(textOf(other)).toBe('aeigen werk')
    expect(mallory.closed?.code).toBe(4400)
  })

  test('AK2 UP6 also before they wrote anything, and ahead of what they wrote', async () => {
    await send([
      {
        client: noor.doc.clientID,
        clock: 0,
        structs: [item({ kind: 'string', text: 'X' }, { parent: 't' })],
      },
    ])
    await send([
      {
        client: noor.doc.clientID,
        clock: 3,
        structs: [item({ kind: 'string', text: 'X' }, { parent: 't' })],
      },
    ])
    type(noor, 'eigen werk')
    await network.flush()
    const other = network.join({ name: 'Wim' })
    await network.flush()
    expect(textOf(other)).toBe('eigen werk')
  })

  test('UP3 the same person may bring what an earlier page of theirs left behind', async () => {
    const page = network.join({ name: 'Noor' })
    await network.flush()
    type(page, 'bewaard ')
    await network.flush()
    page.disconnect()
    type(page, 'op het apparaat')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.doc))
    mallory.sendRaw(
      encodeUpdate(
        forge([
          {
            client: page.doc.clientID,
            clock: 8,
            structs: [item({ kind: 'string', text: 'X' }, { parent: 't' })],
          },
        ]),
      ),
    )
    await network.flush()
    noor.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(copy)))
    await network.flush()
    const other = network.join({ name: 'Wim' })
    await network.flush()
    expect(textOf(other)).toBe('bewaard op het apparaat')
  })
})

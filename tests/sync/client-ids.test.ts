import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { forge } from '../fuzz/forge.ts'
import { type HostileNetwork, item, openHostileNetwork } from '../support/hostile-network.ts'
import { textOf, type } from '../support/one-text.ts'

let world: HostileNetwork
beforeEach(async () => {
  world = await openHostileNetwork()
})
afterEach(() => world.network.close())

describe('AK2 nobody can take the place of what someone else is about to write', () => {
  test('AK2 UP6 items under the client id of someone who is there are refused; their own text is kept', async () => {
    type(world.noor, 'a')
    await world.network.flush()
    await world.send([
      {
        client: world.noor.doc.clientID,
        clock: 1,
        structs: [item({ kind: 'string', text: 'gestolen' }, { parent: 't' })],
      },
    ])
    type(world.noor, 'eigen werk')
    await world.network.flush()
    expect(world.noor.isSaved).toBe(true)
    const other = world.network.join({ name: 'Wim' })
    await world.network.flush()
    expect(textOf(other)).toBe('aeigen werk')
    expect(world.mallory.closed?.code).toBe(4400)
  })

  test('AK2 UP6 also before they wrote anything, and ahead of what they wrote', async () => {
    await world.send([
      {
        client: world.noor.doc.clientID,
        clock: 0,
        structs: [item({ kind: 'string', text: 'X' }, { parent: 't' })],
      },
    ])
    await world.send([
      {
        client: world.noor.doc.clientID,
        clock: 3,
        structs: [item({ kind: 'string', text: 'X' }, { parent: 't' })],
      },
    ])
    type(world.noor, 'eigen werk')
    await world.network.flush()
    const other = world.network.join({ name: 'Wim' })
    await world.network.flush()
    expect(textOf(other)).toBe('eigen werk')
  })

  test('UP3 the same person may bring what an earlier page of theirs left behind', async () => {
    const page = world.network.join({ name: 'Noor' })
    await world.network.flush()
    type(page, 'bewaard ')
    await world.network.flush()
    page.disconnect()
    type(page, 'op het apparaat')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.doc))
    world.mallory.sendRaw(
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
    await world.network.flush()
    world.noor.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(copy)))
    await world.network.flush()
    const other = world.network.join({ name: 'Wim' })
    await world.network.flush()
    expect(textOf(other)).toBe('bewaard op het apparaat')
  })
})

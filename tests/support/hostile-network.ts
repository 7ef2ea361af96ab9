import { expect } from 'vitest'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { type ForgedBlock, type ForgedDelete, type ForgedStruct, forge } from '../fuzz/forge.ts'
import { textOf, type } from './one-text.ts'
import { SimNetwork } from './sim-network.ts'

export const item = (
  content: Extract<ForgedStruct, { kind: 'item' }>['content'],
  rest: Partial<Extract<ForgedStruct, { kind: 'item' }>> = {},
): ForgedStruct => ({ kind: 'item', content, ...rest })

export type HostileNetwork = Awaited<ReturnType<typeof openHostileNetwork>>

/** Noor and Mallory in one plan, on a network where Mallory sends any update. */
export async function openHostileNetwork() {
  const network = new SimNetwork()
  const noor = network.join({ name: 'Noor' })
  const mallory = network.join({ name: 'Mallory' })
  await network.flush()

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
  return { network, noor, mallory, send, mustServe }
}

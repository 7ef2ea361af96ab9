import * as Y from 'yjs'
import type { Socket } from '#server/sync/room/connection.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import type { Random } from '../support/random.ts'
import type { World } from './world.ts'

/** A hostile member: two servers get different content under one client and clock at one moment. */
export function sendTwins(world: World, random: Random): void {
  const clientId = world.freshClientId()
  const texts = ['een', 'een langere tekst', 'iets anders']
  for (const node of world.nodes) {
    const doc = new Y.Doc()
    doc.clientID = clientId
    doc.getMap('values').set('team', random.pick(texts))
    if (random.chance(0.5)) doc.getMap('values').set('wijk', random.pick(texts))
    const connection = node.accept(deafSocket, { name: 'Mallory' })
    connection.onMessage(encodeUpdate(Y.encodeStateAsUpdate(doc)))
    // Messages that arrived before the end still count.
    connection.onClosed()
    doc.destroy()
  }
  world.count('twins')
}

const deafSocket: Socket = {
  bufferedBytes: 0,
  send() {},
  close() {},
  terminate() {},
  ping() {},
  pause() {},
  resume() {},
}

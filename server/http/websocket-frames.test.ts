import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { framesOf, writeMessages } from './websocket-frames.ts'

let server: WebSocketServer
let near: WebSocket
let far: WebSocket

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const opened = once(far, 'open')
  ;[near] = (await accepted) as [WebSocket]
  await opened
})
afterAll(() => {
  far.terminate()
  server.close()
})

/** The messages that a client of `ws` reads. */
function received(count: number): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const messages: Uint8Array[] = []
    const take = (data: Buffer, isBinary: boolean) => {
      messages.push(isBinary ? new Uint8Array(data) : new Uint8Array())
      if (messages.length < count) return
      far.off('message', take)
      resolve(messages)
    }
    far.on('message', take)
  })
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a message of %i bytes is read as it was',
  async (length) => {
    const message = Uint8Array.from({ length }, (_, i) => i % 251)
    const messages = received(1)
    writeMessages(near, [message])
    // Compared as bytes: an element at a time takes a second.
    expect(Buffer.compare((await messages)[0] ?? new Uint8Array(), message)).toBe(0)
  },
)

test('any messages are read whole and in order, also between those that `ws` sends itself', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
      async (messages) => {
        const read = received(messages.length + 2)
        near.send(new Uint8Array([1]))
        writeMessages(near, messages)
        near.ping()
        near.send(new Uint8Array([2]))
        expect(await read).toEqual([new Uint8Array([1]), ...messages, new Uint8Array([2])])
      },
    ),
    { numRuns: 50 },
  )
})

test('a message to several clients is framed once', () => {
  const messages = [new Uint8Array([1, 2])]
  expect(framesOf(messages)).toBe(framesOf(messages))
  expect(framesOf([...messages])).not.toBe(framesOf(messages))
})

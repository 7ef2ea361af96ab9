import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await ServerProcess.start()
}, 60_000)
afterAll(() => server?.stop())

/** Someone whom the server does not know yet, on a bare socket. */
function stranger(): { socket: Socket; answer: Promise<string> } {
  const socket = connect(server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  socket.on('error', () => undefined)
  return { socket, answer: once(socket, 'close').then(() => text) }
}

test('LI6 a head that comes a byte at a time, or not at all, ends within its time', async () => {
  const [slow, silent] = [stranger(), stranger()]
  slow.socket.write('GET /sync/x HTTP/1.1\r\nhost: localhost\r\nx-slow: ')
  const drip = setInterval(() => slow.socket.write('a'), 200)
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 408 /)
  clearInterval(drip)
  await silent.answer
})

test('LI6 a socket that was turned away ends with its next message', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync/nergens?ext=1`)
  // Before its own half hangs up by itself.
  socket.on('close', () => undefined)
  await once(socket, 'open')
  const raw = (socket as unknown as { _socket: Socket })._socket
  raw.removeAllListeners('data')
  const ended = once(raw, 'close')
  socket.send(new Uint8Array(1000))
  await ended
})

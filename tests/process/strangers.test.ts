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

/** An unauthenticated client on a bare socket. */
function stranger(): { socket: Socket; answer: Promise<string> } {
  const socket = connect(server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  socket.on('error', () => undefined)
  // Not `once`, which rejects on the reset that a client gets when it writes to a closed connection.
  return { socket, answer: new Promise((resolve) => socket.on('close', () => resolve(text))) }
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
  // Before its own timeout.
  socket.on('close', () => undefined)
  await once(socket, 'open')
  const raw = (socket as unknown as { _socket: Socket })._socket
  raw.removeAllListeners('data')
  const ended = new Promise((resolve) => raw.on('close', resolve))
  socket.send(new Uint8Array(1000))
  await ended
})

const handshake = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headers}\r\n`

test.each([
  ['another site', handshake('/sync/iets?ext=1', 'origin: https://elders.voorbeeld.nl\r\n'), 403],
  [
    'another site that hides where it is',
    handshake('/sync-check', 'sec-fetch-site: cross-site\r\n'),
    403,
  ],
  ['an address that has no socket', handshake('/api/me'), 404],
  ['half an address', handshake('//'), 404],
  ['a path that is no address at all', handshake('http://[/sync/%%'), 404],
  [
    'another protocol, with a body',
    'POST /api/plans HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 2\r\n\r\n{}',
    404,
  ],
  [
    'another protocol where only websockets are',
    'GET /sync/iets HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
    426,
  ],
  [
    'a handshake without a key',
    handshake('/sync/iets').replace(/sec-websocket-key.*\r\n/, ''),
    400,
  ],
])('HS7 a handshake of %s is refused, and the server goes on', async (_from, request, status) => {
  const { socket, answer } = stranger()
  socket.write(request)
  expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
})

test('a client that would rather speak HTTP/2 is answered in what it asked in', async () => {
  const { socket, answer } = stranger()
  socket.write(
    'GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n\r\n',
  )
  expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\{"status":"ok"\}/)
})

test('HS7 a client that disconnects during the handshake leaves nothing behind', async () => {
  for (let i = 0; i < 50; i++) {
    const { socket } = stranger()
    await once(socket, 'connect')
    socket.write(handshake(`/sync/plan-${i}?ext=1`))
    socket.resetAndDestroy()
  }
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
})

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchSlowClients } from '#server/http/slow-clients.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { HandClock } from '../support/hand-clock.ts'

const seconds = (name: 'requestBody' | 'requestBodySilence' | 'answerSilence') =>
  limits[name].max / 1_000

describe('a client that keeps the server waiting', () => {
  let server: Server
  let clock: HandClock
  let limited: LimitName[]
  /** Number of received body bytes. */
  let received: number
  let answer: Buffer

  beforeEach(async () => {
    clock = new HandClock()
    limited = []
    received = 0
    answer = Buffer.from('klaar')
    server = createServer((request, response) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length
      })
      request.on('error', () => undefined)
      request.on('end', () => response.end(answer))
    })
    watchSlowClients(server, { clock, onLimited: (name) => limited.push(name) })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  function client(): { socket: Socket; said: Promise<string> } {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (piece) => {
      text += piece
    })
    // Not `once`, which rejects on the reset that a client gets when it writes to a closed connection.
    return { socket, said: new Promise((resolve) => socket.on('close', () => resolve(text))) }
  }
  async function until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
  }
  async function post(bytes: number): Promise<ReturnType<typeof client>> {
    const one = client()
    one.socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${bytes}\r\n\r\na`)
    await until(() => received === 1)
    return one
  }
  /** One second in which this many bytes of the body arrive. */
  async function second(socket: Socket, bytes: number): Promise<void> {
    const before = received
    if (bytes > 0) socket.write('a'.repeat(bytes))
    await until(() => received === before + bytes)
    clock.advance(1_000)
  }

  it('is told so and let go when its body stops (limit requestBodySilence)', async () => {
    const { socket, said } = await post(1_000_000)
    for (let n = 0; n < seconds('requestBodySilence'); n++) await second(socket, 0)
    expect(limited).toEqual([])
    clock.advance(1_000)
    expect(limited).toEqual(['requestBodySilence'])
    expect(await said).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('is let go when its body drips (limit requestBodyPace)', async () => {
    const { socket, said } = await post(1_000_000)
    for (let n = 0; limited.length === 0; n++) {
      expect(n).toBeLessThan(12)
      await second(socket, 1)
    }
    expect(limited).toEqual(['requestBodyPace'])
    expect(await said).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('on a slow line gets its answer, however long the pauses between its packets', async () => {
    const total = 2_048 * 60 + 1
    const { socket, said } = await post(total)
    for (let n = 0; n < 60; n++) {
      if (n % 9 === 0) for (let silent = 0; silent < 3; silent++) await second(socket, 0)
      await second(socket, 2_048)
    }
    socket.end()
    expect(await said).toMatch(/^HTTP\/1\.1 200 [\s\S]*klaar$/)
    expect(limited).toEqual([])
  })

  it('has no more than its time, at whatever pace (limit requestBody)', async () => {
    const { socket } = await post(100_000_000)
    for (let n = 1; n < seconds('requestBody'); n++) await second(socket, 2_048)
    expect(limited).toEqual([])
    await second(socket, 2_048)
    expect(limited).toEqual(['requestBody'])
  })

  it('is let go when it does not read its answer, and only then (limit answerSilence)', async () => {
    answer = Buffer.alloc(64 * 1024 * 1024)
    const [stuck, reading] = [client(), client()]
    stuck.socket.pause()
    for (const { socket } of [stuck, reading])
      socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect((await reading.said).length).toBeGreaterThan(answer.length)
    for (let n = 1; n < seconds('answerSilence'); n++) clock.advance(1_000)
    expect(limited).toEqual([])
    clock.advance(2_000)
    expect(limited).toEqual(['answerSilence'])
    stuck.socket.resume()
    expect((await stuck.said).length).toBeLessThan(answer.length)
  })

  it('a connection without a request, and one that waits for us, are left alone', async () => {
    const idle = client()
    await once(idle.socket, 'connect')
    clock.advance(10 * 60_000)
    expect(limited).toEqual([])
    idle.socket.destroy()
  })
})

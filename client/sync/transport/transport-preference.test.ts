import { beforeEach, describe, expect, test } from 'vitest'
import { asWebSocketClass, SocketShape } from './socket-shape.ts'
import { preferredTransport } from './transport-preference.ts'

type Way = 'websocket' | 'http'

/** A socket that only the test drives. */
class PaperSocket extends SocketShape {
  override readyState = 0
  readonly way: Way
  readonly sent: number[][] = []
  isLeft = false
  constructor(way: Way) {
    super()
    this.way = way
    made.push(this)
  }
  override send(frame: Uint8Array): void {
    this.sent.push([...frame])
  }
  override close(): void {
    this.isLeft = true
  }
  open(): void {
    this.readyState = 1
    this.onopen?.(new Event('open'))
  }
  end(code: number): void {
    this.readyState = 3
    if (code === 1006) this.onerror?.(new Event('error'))
    this.onclose?.({ code, reason: '' })
  }
}

let made: PaperSocket[]
let now: number
let timers: { at: number; callback: () => void }[]
let until: number
let seen: string[]

const clock = {
  now: () => now,
  elapsed: () => now,
  after(ms: number, callback: () => void) {
    const timer = { at: now + ms, callback }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  },
}

function advance(ms: number): void {
  now += ms
  const due = timers.filter((timer) => timer.at <= now)
  timers = timers.filter((timer) => timer.at > now)
  for (const { callback } of due) callback()
}

const last = () => made.at(-1) as PaperSocket
const ways = () => made.map(({ way }) => way)

function connect(): WebSocket {
  const kind = (way: Way) =>
    asWebSocketClass(
      class extends PaperSocket {
        constructor() {
          super(way)
        }
      },
    )
  const preference = {
    get: () => until,
    set: (value: number) => {
      until = value
    },
  }
  const socket = new (preferredTransport({
    direct: kind('websocket'),
    overHttp: kind('http'),
    clock,
    preference,
  }))('ws://test/sync/p1')
  seen = []
  socket.onopen = () => seen.push('open')
  socket.onmessage = ({ data }) => seen.push(String(data))
  socket.onclose = ({ code }) => seen.push(String(code))
  return socket
}

beforeEach(() => {
  made = []
  timers = []
  now = 1_000
  until = 0
})

describe('HT9 which way', () => {
  test('a websocket that opens is used', () => {
    const socket = connect()
    last().open()
    socket.send(new Uint8Array([1]))
    last().onmessage?.(new MessageEvent('message', { data: 'hello' as unknown as ArrayBuffer }))
    advance(60_000)
    expect([ways(), seen, last().sent, socket.readyState, until]).toEqual([
      ['websocket'],
      ['open', 'hello'],
      [[1]],
      1,
      0,
    ])
  })

  test.each([
    ['fails', () => last().end(1006)],
    ['does not open in four seconds', () => advance(4_000)],
  ])('one that %s makes way for HTTP', (_, fail) => {
    const socket = connect()
    const direct = last()
    fail()
    expect([ways(), direct.isLeft, socket.readyState, seen]).toEqual([
      ['websocket', 'http'],
      true,
      0,
      [],
    ])
    last().open()
    socket.send(new Uint8Array([1]))
    expect([seen, last().sent, direct.sent, socket.readyState]).toEqual([['open'], [[1]], [], 1])
  })

  test('one that opened and closes is no reason, whatever the code', () => {
    for (const code of [1006, 4401, 4503]) {
      connect()
      last().open()
      last().end(code)
      expect(seen).toEqual(['open', String(code)])
    }
    expect(ways()).toEqual(['websocket', 'websocket', 'websocket'])
  })

  test('HTTP is remembered for ten minutes, and then websockets get another chance', () => {
    connect()
    last().end(1006)
    last().open()
    last().end(1006)
    connect()
    expect(ways()).toEqual(['websocket', 'http', 'http'])
    advance(10 * 60_000)
    connect()
    expect(ways().at(-1)).toBe('websocket')
  })

  test('when HTTP does not open either, nothing is remembered', () => {
    const socket = connect()
    last().end(1006)
    last().end(1006)
    expect([seen, socket.readyState, until]).toEqual([['1006'], 3, 0])
    connect()
    expect(ways().at(-1)).toBe('websocket')
  })

  test('a refusal at the door of HTTP comes through', () => {
    connect()
    last().end(1006)
    last().end(4401)
    expect(seen).toEqual(['4401'])
  })

  test('closed while it looks for a way, it looks no further', () => {
    const socket = connect()
    socket.close()
    advance(4_000)
    expect([ways(), last().isLeft, seen, timers.length]).toEqual([['websocket'], true, [], 0])
  })
})

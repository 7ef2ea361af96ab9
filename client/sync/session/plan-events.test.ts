import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'
import { asWebSocketClass, SocketShape } from '../transport/socket-shape.ts'
import { followPlanEvents } from './plan-events.ts'

class PaperSocket extends SocketShape {
  override readonly readyState = 1
  readonly url: string
  isClosed = false
  constructor(url: string) {
    super()
    this.url = url
    made.push(this)
  }
  override send(): void {
    throw new Error('a listener says nothing')
  }
  override close(): void {
    this.isClosed = true
  }
  say(type: number, body: string | number): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, type)
    if (typeof body === 'string') encoding.writeVarString(encoder, body)
    else encoding.writeVarUint(encoder, body)
    this.onmessage?.({
      data: encoding.toUint8Array(encoder).slice().buffer,
    } as MessageEvent<ArrayBuffer>)
  }
  end(code: number): void {
    this.onclose?.({ code, reason: '' })
  }
}

let made: PaperSocket[]
let timers: { after: number; callback: () => void }[]
let told: string[]
let stop: () => void

const clock = {
  now: () => 0,
  elapsed: () => 0,
  after(after: number, callback: () => void) {
    const timer = { after, callback }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  },
}
const last = () => made.at(-1) as PaperSocket
const ring = () => {
  for (const { callback } of timers.splice(0)) callback()
}
const event = JSON.stringify({
  seq: 4,
  at: '2026-01-13T10:00:00.000Z',
  actor: 'u',
  event: { type: 'status.changed', status: 'adopted' },
})

beforeEach(() => {
  made = []
  timers = []
  told = []
  stop = followPlanEvents({
    planId: 'p 1',
    url: 'wss://wijktafel.invalid/sync',
    onEvent: (frame) => told.push(frame.event.type),
    onWritten: () => told.push('written'),
    onGap: () => told.push('gap'),
    WebSocketPolyfill: asWebSocketClass(PaperSocket),
    clock,
    random: () => 1,
  })
})
afterEach(() => stop())

it('tells each event at once, and that was written once in a while', () => {
  expect(last().url).toBe('wss://wijktafel.invalid/sync/p%201?ext=1')
  last().say(messageTypes.hello, '{}')
  last().say(messageTypes.sync, syncTypes.step1)
  last().say(messageTypes.event, event)
  for (let typed = 0; typed < 5; typed++) last().say(messageTypes.sync, syncTypes.update)
  expect(told).toEqual(['status.changed'])
  ring()
  expect(told).toEqual(['status.changed', 'written'])
  last().say(messageTypes.sync, syncTypes.update)
  ring()
  expect(told.at(-1)).toBe('written')
})

it('takes an event that it does not know for something to look up', () => {
  last().say(
    messageTypes.event,
    JSON.stringify({ seq: 4, at: '', actor: null, event: { type: 'of.later' } }),
  )
  expect(told).toEqual(['gap'])
})

it('comes back after a break, later each time, and says that it may have missed something', () => {
  last().say(messageTypes.hello, '{}')
  for (const code of [1006, 4503, 1006]) {
    last().end(code)
    expect(told).toEqual([])
    expect(timers).toHaveLength(1)
    if (code !== 1006 || made.length < 3) ring()
  }
  expect(timers[0]?.after).toBe(800)
  ring()
  last().say(messageTypes.hello, '{}')
  expect(told).toEqual(['gap'])
  last().end(1006)
  expect(timers[0]?.after).toBe(200)
})

it('asks again when its access changed, and gives up when it is turned away each time', () => {
  for (let time = 0; time < 3; time++) {
    last().end(4403)
    ring()
  }
  expect([made.length, told]).toEqual([3, ['gap', 'gap', 'gap']])
})

it('is silent once it is stopped', () => {
  stop()
  expect(last().isClosed).toBe(true)
  last().say(messageTypes.event, event)
  last().end(1006)
  ring()
  expect([made.length, told]).toEqual([1, []])
})

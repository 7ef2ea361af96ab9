import { vi } from 'vitest'
import type { Fetch } from '#client/sync/transport/http-request.ts'
import { httpSocket } from '#client/sync/transport/http-socket.ts'
import { type Batch, decodeBatch, encodeItem } from '#shared/protocol/http.ts'

type Call = {
  method: string
  url: string
  batch: Batch | null
  answer: (response: Response) => void
  fail: () => void
  isAborted: () => boolean
  onAbort: (listener: () => void) => void
}

export const settle = () => vi.advanceTimersByTimeAsync(0)
export const streamHeaders = { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }

export const frame = (number: number, ...bytes: number[]) =>
  encodeItem({ number, kind: 'frame', bytes: new Uint8Array(bytes) })

export type HeldRequests = ReturnType<typeof holdRequests>

/** Websockets over HTTP whose requests wait for an answer of the test; uses the fake timers. */
export function holdRequests() {
  vi.useFakeTimers()
  const calls: Call[] = []
  /** What the latest socket received. */
  const seen = { opened: 0, messages: [] as number[][], closes: [] as number[] }
  const fetch: Fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('network'))
      init.signal?.addEventListener('abort', fail)
      const decoded = init.body instanceof Uint8Array ? decodeBatch(init.body, 1_000) : null
      const batch = decoded === 'too-many' ? null : decoded
      calls.push({
        method: init.method ?? 'GET',
        url,
        batch,
        answer: resolve,
        fail,
        isAborted: () => init.signal?.aborted === true,
        onAbort: (listener) => init.signal?.addEventListener('abort', listener),
      })
    })
  const SocketClass = httpSocket({ fetch })

  /** The latest call of this kind; the test fails if there is none. */
  function latest(method: string, part: string): Call {
    const call = calls.findLast(
      (candidate) => candidate.method === method && candidate.url.includes(part),
    )
    if (call === undefined)
      throw new Error(
        `no ${method} ${part} in ${calls.map(({ method: m, url }) => `${m} ${url}`).join(', ')}`,
      )
    return call
  }
  const count = (method: string, part = '') =>
    calls.filter((call) => call.method === method && call.url.includes(part)).length

  async function start(): Promise<WebSocket> {
    const socket = new SocketClass('wss://wijk.test/sync/p1?ext=1&schema=1')
    Object.assign(seen, { opened: 0, messages: [], closes: [] })
    socket.onopen = () => seen.opened++
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
      seen.messages.push([...new Uint8Array(data)])
    socket.onclose = ({ code }) => seen.closes.push(code)
    await settle()
    return socket
  }

  async function startOpen(): Promise<WebSocket> {
    const socket = await start()
    latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
    await settle()
    return socket
  }

  /** Answers the latest stream request and lets a test write to it. */
  async function streaming(): Promise<{
    write: (text: string) => Promise<void>
    end: () => Promise<void>
    cut: () => Promise<void>
  }> {
    let controller: ReadableStreamDefaultController<Uint8Array> | null = null
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given
      },
    })
    const call = latest('GET', '/abc')
    call.onAbort(() => controller?.error(new TypeError('aborted')))
    call.answer(new Response(body, streamHeaders))
    await settle()
    return {
      write: async (text) => {
        controller?.enqueue(new TextEncoder().encode(text))
        await settle()
      },
      end: async () => {
        controller?.close()
        await settle()
      },
      cut: async () => {
        controller?.error(new TypeError('cut'))
        await settle()
      },
    }
  }
  const received = async (call: Call) => {
    call.answer(new Response(null, { status: 204 }))
    await settle()
  }
  return { calls, seen, SocketClass, latest, count, start, startOpen, streaming, received }
}

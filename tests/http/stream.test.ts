import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import { encodeStep1, encodeUpdate } from '#shared/protocol/codec.ts'
import { createItemReader, encodeBatch, type Item } from '#shared/protocol/http.ts'
import { maxFrameBytes, messageTypes } from '#shared/protocol/messages.ts'
import { openPlanStream, type PlanStream } from './plan-stream.ts'

describe('a plan over HTTP', () => {
  let planId: string
  let stream: PlanStream
  beforeAll(async () => {
    stream = await openPlanStream()
  })
  beforeEach(async () => {
    planId = await stream.els.createPlan()
  })
  afterAll(() => stream.test.close())

  async function open(query = '?ext=1'): Promise<string> {
    const opened = await stream.tryOpening(`${planId}/stream${query}`)
    if (opened.kind !== 'open') throw new Error(opened.reason)
    return `${planId}/stream/${opened.id}`
  }

  async function read(path: string, after = 0): Promise<Item[]> {
    const answer = await stream.ask(`${path}?after=${after}&wait=20000`)
    expect(answer.status).toBe(200)
    return createItemReader()(await answer.text())
  }

  /** Reads until the condition holds for the items so far. */
  async function readUntil(
    path: string,
    condition: (items: readonly Item[]) => boolean,
  ): Promise<Item[]> {
    const items: Item[] = []
    while (!condition(items)) items.push(...(await read(path, items.at(-1)?.number ?? 0)))
    return items
  }

  const typeOf = (item: Item) =>
    item.kind === 'close' ? item.code : decoding.readVarUint(decoding.createDecoder(item.bytes))
  const holds = (type: number) => (items: readonly Item[]) =>
    items.some((item) => typeOf(item) === type)

  function ackCount(items: readonly Item[]): number {
    const last = items.findLast((item) => typeOf(item) === messageTypes.ack)
    if (last?.kind !== 'frame') return 0
    const decoder = decoding.createDecoder(last.bytes)
    decoding.readVarUint(decoder)
    return decoding.readVarUint(decoder)
  }

  function edit(value: string): Uint8Array {
    const doc = new Y.Doc()
    planValues(doc).set('gemeente', value)
    return encodeUpdate(Y.encodeStateAsUpdate(doc))
  }

  it('HT1 opening gives an id, and then the frames a websocket gets', async () => {
    const path = await open()
    expect(path.split('/').at(-1)).toMatch(/^[\w-]{43}(\.[\w-]+)?$/)
    const items = await read(path)
    expect(items.map(typeOf)).toEqual([messageTypes.hello, messageTypes.sync])
    expect(items.map(({ number }) => number)).toEqual([1, 2])
  })

  it('HT4 a batch holds a bounded number of frames, however small (limit batchFrames)', async () => {
    const path = await open()
    const frames = Array.from({ length: limits.batchFrames.max + 1 }, () => Uint8Array.of(3))
    const body = encodeBatch({ number: 1, received: 0, isLast: false, frames })
    expect((await stream.ask(path, { method: 'POST', body })).status).toBe(413)
    expect((await read(path)).map(typeOf)).toContain(4413)
  })

  it('HT4 a repeated batch is answered and handled once', async () => {
    const path = await open()
    const frames = [edit('Dalmeer')]
    for (let i = 0; i < 3; i++)
      expect((await stream.send(path, { number: 1, frames })).status).toBe(204)
    await readUntil(path, holds(messageTypes.ack))
    expect((await stream.send(path, { number: 2, frames: [edit('Dalmeer')] })).status).toBe(204)
    const items = await readUntil(path, (all) => ackCount(all) >= 2)
    expect(ackCount(items)).toBe(2)
  })

  it('HT4 a batch that is missing ends the connection', async () => {
    const path = await open()
    expect((await stream.send(path, { number: 2 })).status).toBe(410)
    expect((await stream.send(path, { number: 1 })).status).toBe(410)
  })

  it('HT4 bytes that are no batch close with 4400', async () => {
    const path = await open()
    expect(
      (await stream.ask(path, { method: 'POST', body: new Uint8Array([1, 0, 0, 200, 1]) })).status,
    ).toBe(204)
    expect(
      (await readUntil(path, (items) => items.some((item) => item.kind === 'close'))).map(typeOf),
    ).toContain(4400)
  })

  it('HT5 an unconfirmed message comes again, a confirmed one does not', async () => {
    const path = await open()
    const first = await read(path)
    expect(await read(path)).toEqual(first)
    const last = first.at(-1)?.number ?? 0
    await stream.send(path, {
      number: 1,
      received: last - 1,
      frames: [encodeStep1(new Uint8Array([0]))],
    })
    const again = await readUntil(path, (items) => items.length >= 2)
    expect(again.map(({ number }) => number)).toEqual([last, last + 1])
    expect((await read(path, last)).map(({ number }) => number)).toEqual([last + 1])
  })

  it('HT5 a newer request takes over from one that never arrived', async () => {
    const path = await open()
    const last = (await read(path)).at(-1)?.number ?? 0
    const hanging = stream.ask(`${path}?after=${last}&wait=20000`)
    await expect.poll(() => stream.test.clock.pending).toBeGreaterThan(0)
    await new Promise((resolve) => setImmediate(resolve))
    const next = read(path, last)
    expect(await (await hanging).text()).toBe('')
    await stream.send(path, { number: 1, frames: [encodeStep1(new Uint8Array([0]))] })
    expect((await next).map(typeOf)).toEqual([messageTypes.sync])
  })

  it('HT6 the same items come as a stream that nobody may hold back', async () => {
    const path = await open()
    const answer = await stream.ask(`${path}?after=0`, {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(answer.headers.get('content-encoding')).toBeNull()
    const reader = (answer.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
      .getReader()
    const readItems = createItemReader()
    const items: Item[] = []
    while (items.length < 2) items.push(...readItems((await reader.read()).value ?? ''))
    expect(items.map(typeOf)).toEqual([messageTypes.hello, messageTypes.sync])
    const keepAlive = reader.read()
    await new Promise((resolve) => setImmediate(resolve))
    stream.test.clock.advance(15_000)
    expect((await keepAlive).value).toBe(':\n\n')
    await reader.cancel()
  })

  it('HT7 a client that asks for nothing is gone after 8 seconds', async () => {
    const path = await open()
    await read(path)
    stream.test.clock.advance(7_999)
    await read(path)
    stream.test.clock.advance(8_000)
    expect((await stream.ask(`${path}?wait=1`)).status).toBe(410)
  })

  it('HT7 a client that says nothing is gone after two rounds, whatever keeps its stream open', async () => {
    const path = await open()
    const answer = await stream.ask(`${path}?after=0`)
    const text = answer.text()
    await new Promise((resolve) => setImmediate(resolve))
    for (let round = 0; round < 3; round++) stream.test.clock.advance(20_000)
    await text
    expect((await stream.ask(`${path}?wait=1`)).status).toBe(410)
  })

  it('HT7 a client that says goodbye is gone at once', async () => {
    const path = await open()
    expect(
      (await stream.send(path, { number: 1, isLast: true, frames: [edit('Op de valreep')] }))
        .status,
    ).toBe(204)
    expect((await stream.ask(`${path}?wait=1`)).status).toBe(410)
    await expect
      .poll(
        async () =>
          (
            await stream.els.get<{ values: Record<string, unknown> }>(
              `/api/plans/${planId}/content`,
            )
          ).values['gemeente'],
      )
      .toBe('Op de valreep')
  })

  it('UP5 HT8 a frame or a batch over its limit closes with 4413', async () => {
    const large = await open()
    expect(
      (await stream.send(large, { number: 1, frames: [new Uint8Array(maxFrameBytes + 1)] })).status,
    ).toBe(204)
    expect(
      (await readUntil(large, (items) => items.some((item) => item.kind === 'close'))).map(typeOf),
    ).toContain(4413)
    const larger = await open()
    expect(
      (await stream.send(larger, { number: 1, frames: [new Uint8Array(3 * maxFrameBytes)] }))
        .status,
    ).toBe(413)
    expect(
      (await readUntil(larger, (items) => items.some((item) => item.kind === 'close'))).map(typeOf),
    ).toContain(4413)
  })
})

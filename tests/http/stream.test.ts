import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import { encodeStep1, encodeUpdate } from '#shared/protocol/codec.ts'
import {
  type Batch,
  createItemReader,
  encodeBatch,
  type Item,
  type Opened,
} from '#shared/protocol/http.ts'
import { maxFrameBytes, messageTypes } from '#shared/protocol/messages.ts'
import { type Person, TestInstallation } from './installation.ts'

describe('a plan over HTTP', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  beforeEach(async () => {
    planId = await els.createPlan()
  })
  afterAll(() => test.close())

  const ask = (
    path: string,
    {
      person = els,
      headers = {},
      ...init
    }: {
      person?: Person
      method?: string
      body?: Uint8Array<ArrayBuffer>
      headers?: Record<string, string>
    } = {},
  ) =>
    test.installation.app.request(`/sync/${path}`, {
      ...init,
      headers: { ...(person.cookie === '' ? {} : { cookie: person.cookie }), ...headers },
    })

  const tryOpening = async (path: string, person = els) =>
    (await (await ask(path, { method: 'POST', person })).json()) as Opened

  async function open(query = '?ext=1'): Promise<string> {
    const opened = await tryOpening(`${planId}/stream${query}`)
    if (opened.kind !== 'open') throw new Error(opened.reason)
    return `${planId}/stream/${opened.id}`
  }

  const send = (path: string, batch: Partial<Batch> & { number: number }) =>
    ask(path, {
      method: 'POST',
      body: encodeBatch({ received: 0, isLast: false, frames: [], ...batch }),
    })

  async function read(path: string, after = 0): Promise<Item[]> {
    const answer = await ask(`${path}?after=${after}&wait=20000`)
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

  it('HT1 a client without access gets the close code of a websocket', async () => {
    const stranger = await test.person('Vreemde')
    const before = test.installation.rooms.closed.get('not-signed-in') ?? 0
    expect(await tryOpening(`${planId}/stream`, test.visitor())).toEqual({
      kind: 'closed',
      code: 4401,
      reason: 'not-signed-in',
    })
    expect(test.installation.rooms.closed.get('not-signed-in')).toBe(before + 1)
    expect(await tryOpening(`${planId}/stream`, stranger)).toEqual({
      kind: 'closed',
      code: 4403,
      reason: 'no-access',
    })
    expect(await tryOpening('nergens/stream')).toMatchObject({ code: 4404 })
    expect(await tryOpening(`${planId}/stream?schema=0`)).toMatchObject({ code: 4410 })
    expect((await read(await open('?epoch=another'))).map(typeOf)).toContain(4409)
  })

  it('HT1 one person can open only so many', async () => {
    const busy = await test.person('Drukke')
    const own = await busy.createPlan()
    for (let i = 0; i < limits.connectionsPerPersonAndPlan.max; i++)
      expect(await tryOpening(`${own}/stream`, busy)).toMatchObject({ kind: 'open' })
    expect(await tryOpening(`${own}/stream`, busy)).toEqual({
      kind: 'closed',
      code: 4529,
      reason: 'too-many-screens',
    })
    expect(await tryOpening(`${planId}/stream`)).toMatchObject({ kind: 'open' })
  })

  it('HT4 a batch holds a bounded number of frames, however small (limit batchFrames)', async () => {
    const path = await open()
    const frames = Array.from({ length: limits.batchFrames.max + 1 }, () => Uint8Array.of(3))
    const body = encodeBatch({ number: 1, received: 0, isLast: false, frames })
    expect((await ask(path, { method: 'POST', body })).status).toBe(413)
    expect((await read(path)).map(typeOf)).toContain(4413)
  })

  it.each([{ origin: 'https://elders.voorbeeld' }, { 'sec-fetch-site': 'cross-site' }])(
    'HT2 a page of another site is refused at every door: %o',
    async (foreign) => {
      const headers = foreign as unknown as Record<string, string>
      const path = await open()
      expect((await ask(`${planId}/stream`, { method: 'POST', headers })).status).toBe(403)
      expect((await ask(`${path}?wait=1`, { headers })).status).toBe(403)
      expect((await ask(path, { method: 'POST', headers })).status).toBe(403)
    },
  )

  it('HT3 a connection is of the person who opened it', async () => {
    const path = await open()
    const jan = await test.person('Jan')
    const statuses = async (at: string, person: Person) => [
      (await ask(`${at}?wait=1`, { person })).status,
      (
        await ask(at, {
          method: 'POST',
          person,
          body: encodeBatch({ number: 1, received: 9, isLast: true, frames: [] }),
        })
      ).status,
    ]
    expect(await statuses(path, jan)).toEqual([410, 410])
    expect(await statuses(path, test.visitor())).toEqual([401, 401])
    expect(await statuses(path.replace(planId, await els.createPlan()), els)).toEqual([410, 410])
    expect(await statuses(`${planId}/stream/onbekend`, els)).toEqual([410, 410])
    expect((await read(path)).length).toBeGreaterThan(0)
  })

  it('HT4 a repeated batch is answered and handled once', async () => {
    const path = await open()
    const frames = [edit('Dalmeer')]
    for (let i = 0; i < 3; i++) expect((await send(path, { number: 1, frames })).status).toBe(204)
    await readUntil(path, holds(messageTypes.ack))
    expect((await send(path, { number: 2, frames: [edit('Dalmeer')] })).status).toBe(204)
    const items = await readUntil(path, (all) => ackCount(all) >= 2)
    expect(ackCount(items)).toBe(2)
  })

  it('HT4 a batch that is missing ends the connection', async () => {
    const path = await open()
    expect((await send(path, { number: 2 })).status).toBe(410)
    expect((await send(path, { number: 1 })).status).toBe(410)
  })

  it('HT4 bytes that are no batch close with 4400', async () => {
    const path = await open()
    expect(
      (await ask(path, { method: 'POST', body: new Uint8Array([1, 0, 0, 200, 1]) })).status,
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
    await send(path, { number: 1, received: last - 1, frames: [encodeStep1(new Uint8Array([0]))] })
    const again = await readUntil(path, (items) => items.length >= 2)
    expect(again.map(({ number }) => number)).toEqual([last, last + 1])
    expect((await read(path, last)).map(({ number }) => number)).toEqual([last + 1])
  })

  it('HT5 a newer request takes over from one that never arrived', async () => {
    const path = await open()
    const last = (await read(path)).at(-1)?.number ?? 0
    const hanging = ask(`${path}?after=${last}&wait=20000`)
    await expect.poll(() => test.clock.pending).toBeGreaterThan(0)
    await new Promise((resolve) => setImmediate(resolve))
    const next = read(path, last)
    expect(await (await hanging).text()).toBe('')
    await send(path, { number: 1, frames: [encodeStep1(new Uint8Array([0]))] })
    expect((await next).map(typeOf)).toEqual([messageTypes.sync])
  })

  it('HT6 the same items come as a stream that nobody may hold back', async () => {
    const path = await open()
    const answer = await ask(`${path}?after=0`, { headers: { 'accept-encoding': 'gzip, br' } })
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
    test.clock.advance(15_000)
    expect((await keepAlive).value).toBe(':\n\n')
    await reader.cancel()
  })

  it('HT7 a client that asks for nothing is gone after 8 seconds', async () => {
    const path = await open()
    await read(path)
    test.clock.advance(7_999)
    await read(path)
    test.clock.advance(8_000)
    expect((await ask(`${path}?wait=1`)).status).toBe(410)
  })

  it('HT7 a client that says nothing is gone after two rounds, whatever keeps its stream open', async () => {
    const path = await open()
    const answer = await ask(`${path}?after=0`)
    const text = answer.text()
    await new Promise((resolve) => setImmediate(resolve))
    for (let round = 0; round < 3; round++) test.clock.advance(20_000)
    await text
    expect((await ask(`${path}?wait=1`)).status).toBe(410)
  })

  it('HT7 a client that says goodbye is gone at once', async () => {
    const path = await open()
    expect(
      (await send(path, { number: 1, isLast: true, frames: [edit('Op de valreep')] })).status,
    ).toBe(204)
    expect((await ask(`${path}?wait=1`)).status).toBe(410)
    await expect
      .poll(
        async () =>
          (await els.get<{ values: Record<string, unknown> }>(`/api/plans/${planId}/content`))
            .values['gemeente'],
      )
      .toBe('Op de valreep')
  })

  it('UP5 HT8 a frame or a batch over its limit closes with 4413', async () => {
    const large = await open()
    expect(
      (await send(large, { number: 1, frames: [new Uint8Array(maxFrameBytes + 1)] })).status,
    ).toBe(204)
    expect(
      (await readUntil(large, (items) => items.some((item) => item.kind === 'close'))).map(typeOf),
    ).toContain(4413)
    const larger = await open()
    expect(
      (await send(larger, { number: 1, frames: [new Uint8Array(3 * maxFrameBytes)] })).status,
    ).toBe(413)
    expect(
      (await readUntil(larger, (items) => items.some((item) => item.kind === 'close'))).map(typeOf),
    ).toContain(4413)
  })

  it('AU3 HT8 a session that ended is refused', async () => {
    const ina = await test.person('Ina')
    const own = await ina.createPlan()
    const opened = await tryOpening(`${own}/stream`, ina)
    const path = `${own}/stream/${opened.kind === 'open' ? opened.id : ''}`
    const { cookie } = ina
    await ina.post('/api/sign-out')
    ina.cookie = cookie
    expect((await ask(`${path}?wait=1`, { person: ina })).status).toBe(401)
  })
})

describe('the check of a network', () => {
  let test: TestInstallation
  beforeAll(async () => {
    test = await TestInstallation.open()
  })
  afterAll(() => test.close())

  it('echoes a little, and not for other sites', async () => {
    const { app } = test.installation
    const echo = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      app.request('/sync-check/echo', { method: 'POST', body, headers })
    expect(new Uint8Array(await (await echo(new Uint8Array([7, 8]))).arrayBuffer())).toEqual(
      new Uint8Array([7, 8]),
    )
    expect((await echo(new Uint8Array(1025))).status).toBe(413)
    expect((await echo(new Uint8Array(), { origin: 'https://elders.voorbeeld' })).status).toBe(403)
    expect((await app.request('/sync-check')).status).toBe(426)
  })

  it('sends a stream in pieces', async () => {
    const { app } = test.installation
    const reader = (
      (await app.request('/sync-check/stream')).body as ReadableStream<Uint8Array>
    ).getReader()
    for (let piece = 1; piece <= 3; piece++) {
      const next = reader.read()
      await new Promise((resolve) => setImmediate(resolve))
      if (piece > 1) test.clock.advance(500)
      expect(new TextDecoder().decode((await next).value)).toMatch(new RegExp(`^data: ${piece}`))
    }
    expect((await reader.read()).done).toBe(true)
  })

  it('runs out (limit connectionChecks)', async () => {
    const { app } = test.installation
    let status = 0
    for (let i = 0; i < 200 && status !== 429; i++)
      status = (await app.request('/sync-check/echo', { method: 'POST' })).status
    expect(status).toBe(429)
  })
})

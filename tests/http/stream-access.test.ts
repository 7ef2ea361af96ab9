import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { createItemReader, encodeBatch, type Item } from '#shared/protocol/http.ts'
import type { Person } from './installation.ts'
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

  const typeOf = (item: Item) =>
    item.kind === 'close' ? item.code : decoding.readVarUint(decoding.createDecoder(item.bytes))

  it('HT1 a client without access gets the close code of a websocket', async () => {
    const stranger = await stream.test.person('Vreemde')
    const before = stream.test.installation.rooms.closed.get('not-signed-in') ?? 0
    expect(await stream.tryOpening(`${planId}/stream`, stream.test.visitor())).toEqual({
      kind: 'closed',
      code: 4401,
      reason: 'not-signed-in',
    })
    expect(stream.test.installation.rooms.closed.get('not-signed-in')).toBe(before + 1)
    expect(await stream.tryOpening(`${planId}/stream`, stranger)).toEqual({
      kind: 'closed',
      code: 4403,
      reason: 'no-access',
    })
    expect(await stream.tryOpening('nergens/stream')).toMatchObject({ code: 4404 })
    expect(await stream.tryOpening(`${planId}/stream?schema=0`)).toMatchObject({ code: 4410 })
    expect((await read(await open('?epoch=another'))).map(typeOf)).toContain(4409)
  })

  it('HT1 one person can open only so many', async () => {
    const busy = await stream.test.person('Drukke')
    const own = await busy.createPlan()
    for (let i = 0; i < limits.connectionsPerPersonAndPlan.max; i++)
      expect(await stream.tryOpening(`${own}/stream`, busy)).toMatchObject({ kind: 'open' })
    expect(await stream.tryOpening(`${own}/stream`, busy)).toEqual({
      kind: 'closed',
      code: 4529,
      reason: 'too-many-screens',
    })
    expect(await stream.tryOpening(`${planId}/stream`)).toMatchObject({ kind: 'open' })
  })

  it.each([{ origin: 'https://elders.voorbeeld' }, { 'sec-fetch-site': 'cross-site' }])(
    'HT2 a page of another site is refused at every door: %o',
    async (foreign) => {
      const headers = foreign as unknown as Record<string, string>
      const path = await open()
      expect((await stream.ask(`${planId}/stream`, { method: 'POST', headers })).status).toBe(403)
      expect((await stream.ask(`${path}?wait=1`, { headers })).status).toBe(403)
      expect((await stream.ask(path, { method: 'POST', headers })).status).toBe(403)
    },
  )

  it('HT3 a connection is of the person who opened it', async () => {
    const path = await open()
    const jan = await stream.test.person('Jan')
    const statuses = async (at: string, person: Person) => [
      (await stream.ask(`${at}?wait=1`, { person })).status,
      (
        await stream.ask(at, {
          method: 'POST',
          person,
          body: encodeBatch({ number: 1, received: 9, isLast: true, frames: [] }),
        })
      ).status,
    ]
    expect(await statuses(path, jan)).toEqual([410, 410])
    expect(await statuses(path, stream.test.visitor())).toEqual([401, 401])
    expect(await statuses(path.replace(planId, await stream.els.createPlan()), stream.els)).toEqual(
      [410, 410],
    )
    expect(await statuses(`${planId}/stream/onbekend`, stream.els)).toEqual([410, 410])
    expect((await read(path)).length).toBeGreaterThan(0)
  })

  it('AU3 HT8 a session that ended is refused', async () => {
    const ina = await stream.test.person('Ina')
    const own = await ina.createPlan()
    const opened = await stream.tryOpening(`${own}/stream`, ina)
    const path = `${own}/stream/${opened.kind === 'open' ? opened.id : ''}`
    const { cookie } = ina
    await ina.post('/api/sign-out')
    ina.cookie = cookie
    expect((await stream.ask(`${path}?wait=1`, { person: ina })).status).toBe(401)
  })
})

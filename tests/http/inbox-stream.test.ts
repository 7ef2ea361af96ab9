import { setImmediate as immediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InboxStreams } from '#server/plans/inbox/inbox-streams.ts'
import { inboxStreamPath } from '#shared/api/inbox.ts'
import { limits } from '#shared/limits.ts'
import { HandClock } from '../support/hand-clock.ts'
import { noPostgres } from '../support/postgres-server.ts'
import { TwoNodes } from '../support/two-nodes.ts'
import { type Person, TestInstallation } from './installation.ts'

/** The names of the events on a stream, as they come. */
class Hints {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  #text = ''

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader()
  }

  /** Null at the end of the stream. */
  async next(): Promise<string | null> {
    for (;;) {
      const found = /^event: (\w+)\ndata: 1\n\n/m.exec(this.#text)
      if (found !== null) {
        this.#text = this.#text.slice(found.index + found[0].length)
        return found[1] ?? ''
      }
      const { done, value } = await this.#reader.read()
      if (done) return null
      this.#text += this.#decoder.decode(value, { stream: true })
    }
  }

  stop(): Promise<void> {
    return this.#reader.cancel()
  }
}

async function follow(test: TestInstallation, { cookie }: Person, headers = {}) {
  const answer = await test.installation.app.request(inboxStreamPath, {
    headers: { cookie, ...headers },
  })
  if (answer.body === null || answer.status !== 200)
    throw new Error(`${answer.status} ${await answer.text()}`)
  const hints = new Hints(answer.body)
  expect(await hints.next()).toBe('begun')
  return { hints, answer }
}

/** Moves the clock by small steps until this has happened. */
async function whileTimePasses<T>(test: TestInstallation, happens: Promise<T>): Promise<T> {
  let isDone = false
  const done = happens.finally(() => {
    isDone = true
  })
  while (!isDone) {
    await immediate()
    if (!isDone) test.clock.advance(100)
  }
  return done
}

const questionTo = async (person: Person) => ({
  target: { kind: 'plan' },
  body: 'Klopt dit?',
  mentions: [await person.userId()],
})

describe('the stream of hints about what waits for a user', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    noor = await test.person('Noor')
    planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'editor'))
  })
  afterEach(() => test.close())

  it('a question reaches the person who has no plan open at once, and nobody else', async () => {
    const { hints, answer } = await follow(test, noor)
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
    // Neither stored nor compressed, so that no proxy keeps it back.
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform')
    expect(answer.headers.get('content-encoding')).toBeNull()
    const ofEls = (await follow(test, els)).hints
    await els.post(`/api/plans/${planId}/threads`, await questionTo(noor))
    expect(await hints.next()).toBe('changed')
    expect(await whileTimePasses(test, ofEls.next())).toBe('alive')
    await hints.stop()
    await ofEls.stop()
  })

  it('several questions in a second are one hint, and none is forgotten', async () => {
    const { hints } = await follow(test, noor)
    for (let time = 0; time < 3; time++)
      await els.post(`/api/plans/${planId}/threads`, await questionTo(noor))
    expect(await hints.next()).toBe('changed')
    await els.post(`/api/plans/${planId}/threads`, await questionTo(noor))
    expect(await whileTimePasses(test, hints.next())).toBe('changed')
    expect(await whileTimePasses(test, hints.next())).toBe('alive')
    await hints.stop()
  })

  it('a request that is refused hints nothing', async () => {
    const { hints } = await follow(test, noor)
    expect((await els.ask('DELETE', `/api/plans/${planId}/members/nobody`)).status).toBe(404)
    expect(await whileTimePasses(test, hints.next())).toBe('alive')
    await hints.stop()
  })

  it('a member who is removed is told', async () => {
    const { hints } = await follow(test, noor)
    await els.ask('DELETE', `/api/plans/${planId}/members/${await noor.userId()}`)
    expect(await hints.next()).toBe('changed')
    await hints.stop()
  })

  it('AU3 ends with its session: at once here, within a second from another process', async () => {
    const { hints } = await follow(test, noor)
    await noor.post('/api/sign-out')
    expect([await hints.next(), await hints.next()]).toEqual(['ended', null])

    const again = await test.person('Noor')
    const second = (await follow(test, again)).hints
    await test.db.deleteFrom('sessions').execute()
    const last = second.next()
    await immediate()
    test.clock.advance(1_000)
    expect(await last).toBe('ended')
  })

  it('refuses a stranger, and a page of another site', async () => {
    await expect(follow(test, test.visitor())).rejects.toThrow(/^401 .*not-signed-in/)
    const foreign = { origin: 'https://elders.example' }
    await expect(follow(test, noor, foreign)).rejects.toThrow(/^403 .*foreign-origin/)
  })

  it('a user has a limited number of streams, and room again after one (limit inboxStreamsPerPerson)', async () => {
    const open = []
    for (let i = 0; i < limits.inboxStreamsPerPerson.max; i++) open.push(await follow(test, noor))
    await expect(follow(test, noor)).rejects.toThrow(/too-many-screens/)
    const elses = await follow(test, els)
    await open[0]?.hints.stop()
    open.push(await follow(test, noor), elses)
    for (const { hints } of open) await hints.stop()
  })

  it('a server that stops ends them, so that it need not wait for them', async () => {
    const { hints } = await follow(test, noor)
    test.installation.beginStop()
    expect([await hints.next(), await hints.next()]).toEqual(['ended', null])
    // One that was being opened.
    expect(await (await follow(test, noor)).hints.next()).toBe('ended')
  })
})

describe('the streams of a server', () => {
  it('are limited together (limit inboxStreams)', () => {
    const streams = new InboxStreams(new HandClock())
    for (let n = 0; n < limits.inboxStreams.max; n++)
      streams.add({ userId: `u${n}`, sessionId: `s${n}` })
    expect(() => streams.add({ userId: 'one more', sessionId: 's' })).toThrow(
      expect.objectContaining({ code: 'too-many', limit: 'inboxStreams' }),
    )
  })

  it('are all told when hints may have been lost', async () => {
    const streams = new InboxStreams(new HandClock())
    const open = ['u', 'v'].map((userId) => streams.add({ userId, sessionId: userId }))
    streams.missed()
    expect(await Promise.all(open.map((stream) => stream.next(1)))).toEqual(['changed', 'changed'])
    for (const stream of open) stream.release()
    expect(streams.size).toBe(0)
  })
})

describe.skipIf(noPostgres !== null)('on two nodes', () => {
  it('a question that is asked on one node reaches a stream on the other', async () => {
    const nodes = await TwoNodes.open()
    try {
      const els = await nodes.here.person('Els')
      const noor = await nodes.here.person('Noor')
      const planId = await els.createPlan()
      await noor.accept(await els.invite(planId, 'editor'))
      const { hints } = await follow(nodes.there, noor)
      await els.post(`/api/plans/${planId}/threads`, await questionTo(noor))
      expect(await whileTimePasses(nodes.here, hints.next())).toBe('changed')
      await hints.stop()
    } finally {
      await nodes.close()
    }
  }, 60_000)
})

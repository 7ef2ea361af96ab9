import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as immediate } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createItemReader, type Item, type Opened } from '#shared/protocol/http.ts'
import { type Person, TestInstallation } from './installation.ts'

/** The time that a waiting response may take; no other timer of the server is due after exactly this. */
const waitMs = 19_000

/**
 * Each way in which a session ends, as seen on a websocket, on an open stream, on a waiting response, and on the long poll of a
 * member of parts of a plan.
 */
describe('a session that ends', () => {
  let test: TestInstallation
  let server: Server
  let els: Person
  let noor: Person
  let noorId: string
  let planId: string

  beforeEach(async () => {
    test = await TestInstallation.open()
    server = createServer(getRequestListener(test.installation.app.fetch))
    test.installation.sockets.guard(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    els = await test.person('Els')
    planId = await els.createPlan()
    noor = await member('Noor')
    noorId = await noor.userId()
  })
  afterEach(async () => {
    test.installation.sockets.terminate()
    server.closeAllConnections()
    server.close()
    await test.close()
  })

  async function member(name: string): Promise<Person> {
    const person = await test.person(name)
    await test.db
      .insertInto('members')
      .values({
        plan_id: planId,
        user_id: await person.userId(),
        role: 'editor',
        discipline: null,
        sections: null,
        added_at: 0,
      })
      .execute()
    return person
  }

  type Open = { closed: Promise<number> }

  /** A websocket that received its hello. */
  async function websocketOf(who: Person): Promise<Open> {
    const { port } = server.address() as AddressInfo
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${planId}?ext=1`, {
      headers: { cookie: who.cookie },
    })
    socket.on('error', () => undefined)
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    await once(socket, 'message')
    return { closed }
  }

  const codeOf = (items: readonly Item[]) => items.find((item) => item.kind === 'close')?.code ?? 0

  async function openStream(who: Person) {
    // With the current cookie, because signing out removes it from the client.
    const { cookie } = who
    const ask = async (path: string, method = 'GET') =>
      test.installation.app.request(`/sync/${planId}/stream${path}`, {
        method,
        headers: { cookie },
      })
    const opened = (await (await ask('?ext=1', 'POST')).json()) as Opened
    if (opened.kind !== 'open') throw new Error(opened.reason)
    return (query: string) => ask(`/${opened.id}?${query}`)
  }

  /** An open stream, after its first items. */
  async function streamOf(who: Person): Promise<Open> {
    const body = (await (await openStream(who))('after=0')).body as ReadableStream<Uint8Array>
    const [reader, read, decoder] = [body.getReader(), createItemReader(), new TextDecoder()]
    const items: Item[] = []
    const more = async () => {
      const { done, value } = await reader.read()
      if (!done) items.push(...read(decoder.decode(value)))
      return !done
    }
    while (items.length === 0) await more()
    const closed = (async () => {
      while (await more());
      return codeOf(items)
    })()
    return { closed }
  }

  /** A response that waits for an item. */
  async function waitingOf(who: Person): Promise<Open> {
    const [ask, read] = [await openStream(who), createItemReader()]
    const first = read(await (await ask(`after=0&wait=${waitMs}`)).text())
    const before = test.clock.pendingIn(waitMs)
    const closed = ask(`after=${first.at(-1)?.number ?? 0}&wait=${waitMs}`).then(async (answer) =>
      codeOf(createItemReader()(await answer.text())),
    )
    // Checked and waiting: on PostgreSQL the change of a right could otherwise pass this request.
    while (test.clock.pendingIn(waitMs) === before) await immediate()
    return { closed }
  }

  async function open(who: Person): Promise<Open[]> {
    return [await websocketOf(who), await streamOf(who), await waitingOf(who)]
  }
  const codes = (all: readonly Open[]) => Promise.all(all.map(({ closed }) => closed))
  const everywhere = [4401, 4401, 4401]
  /** An ending without a notification: the server finds it within a second. */
  const aSecondLater = () => test.clock.advance(1_000)
  /** Whether the server holds a connection of the session of this cookie. */
  async function isConnected(who: Person): Promise<boolean> {
    const { sessionId } = (await test.installation.guard.authenticate(who.cookie)) ?? {}
    return test.installation.rooms.sessions().has(sessionId ?? '')
  }

  it('AU3 by signing out', async () => {
    const hers = await open(noor)
    await websocketOf(els)
    const { cookie } = noor
    await noor.post('/api/sign-out')
    expect(await codes(hers)).toEqual(everywhere)
    expect(await isConnected(els)).toBe(true)
    noor.cookie = cookie
    expect(await noor.refusal('GET', `/api/plans/${planId}`)).toBe('401 not-signed-in')
  })

  it('AU3 by signing in anew in the same browser', async () => {
    const hers = await open(noor)
    const person = { email: 'noor@voorbeeld.nl', name: 'Noor', isAdmin: false }
    await noor.signIn(await test.installation.links.forPerson(person))
    expect(await codes(hers)).toEqual(everywhere)
    await websocketOf(noor)
    expect(await isConnected(noor)).toBe(true)
  })

  it('AU3 because someone proved the address that it only claimed', async () => {
    const squatter = test.visitor()
    await squatter.accept(await els.invite(planId, 'editor'), {
      name: 'Wim',
      email: 'wim@voorbeeld.nl',
    })
    const his = await open(squatter)
    const link = await test.installation.links.forExisting('wim@voorbeeld.nl', 'mail')
    await test.visitor().signIn(link?.url ?? '')
    expect(await codes(his)).toEqual(everywhere)
  })

  it('AU3 because another link was handed over', async () => {
    const tablet = test.visitor()
    await tablet.signIn(await els.signInLinkFor(planId, noorId))
    const handed = await open(tablet)
    await websocketOf(noor)
    await test.visitor().signIn(await els.signInLinkFor(planId, noorId))
    expect(await codes(handed)).toEqual(everywhere)
    expect(await isConnected(noor)).toBe(true)
  })

  it('AU3 because it expired, and an open connection alone does not prolong it', async () => {
    const hers = await open(noor)
    const soon = test.clock.now() + 500
    await test.db.updateTable('sessions').set({ expires_at: soon }).execute()
    // One visit prolongs the session, also for connections that were open before.
    await els.get('/api/me')
    await websocketOf(els)
    aSecondLater()
    expect(await codes(hers)).toEqual(everywhere)
    expect(await isConnected(els)).toBe(true)
  })

  it('AU3 because the person is removed', async () => {
    const wim = await member('Wim')
    const his = await open(wim)
    await test.db.deleteFrom('user').where('name', '=', 'Wim').execute()
    aSecondLater()
    expect(await codes(his)).toEqual(everywhere)
  })

  it('AU3 because an operator ends it from another process', async () => {
    const hers = await open(noor)
    const beside = await test.beside()
    await beside.installation.sessions.write((_, sessions) =>
      sessions.end({ kind: 'all', userId: noorId }),
    )
    await beside.installation.close()
    aSecondLater()
    expect(await codes(hers)).toEqual(everywhere)
  })

  it('AU3 because the administrator who handed it over is one no more', async () => {
    const admin = await test.person('Bas', { isAdmin: true })
    const { url } = await admin.post<{ url: string }>('/api/admin/sign-in-links', {
      email: 'noor@voorbeeld.nl',
    })
    const tablet = test.visitor()
    await tablet.signIn(url)
    const handed = await open(tablet)
    await test.db.updateTable('user').set({ isAdmin: 0 }).where('name', '=', 'Bas').execute()
    aSecondLater()
    expect(await codes(handed)).toEqual(everywhere)
  })

  it('AU6 a session that a coordinator handed over ends when that coordinator is none any more', async () => {
    const second = await member('Ben')
    await els.ask('PATCH', `/api/plans/${planId}/members/${await second.userId()}`, {
      body: { role: 'coordinator' },
    })
    const tablet = test.visitor()
    await tablet.signIn(await els.signInLinkFor(planId, noorId))
    const handed = await open(tablet)
    await second.ask('PATCH', `/api/plans/${planId}/members/${await els.userId()}`, {
      body: { role: 'editor' },
    })
    expect(await codes(handed)).toEqual([4403, 4403, 4403])
  })

  it('AU3 ends the question of someone who sees parts of the plan', async () => {
    const wim = await test.person('Wim')
    await wim.accept(await els.invite(planId, 'reader'))
    await els.ask('PATCH', `/api/plans/${planId}/members/${await wim.userId()}`, {
      body: { sections: ['netwerkvorming'] },
    })
    const path = `/api/plans/${planId}/parts`
    const { tag } = await wim.get<{ tag: string }>(path)
    const { cookie } = wim
    const waiting = Object.assign(test.visitor(), { cookie }).refusal(
      'GET',
      `${path}?wait=20000&after=${tag}`,
    )
    await wim.post('/api/sign-out')
    let answer = ''
    void waiting.then((text) => {
      answer = text
    })
    await vi.waitFor(
      () => {
        test.clock.advance(100)
        expect(answer).toBe('401 not-signed-in')
      },
      { interval: 5, timeout: 10_000 },
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { EditableSession } from '#client/sync/session/session.ts'
import { planValues } from '#shared/plan/layout.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { ApiClient } from '../../support/api-client.ts'
import {
  NetworkedPerson,
  until,
  untilWritten,
  write,
  written,
} from '../../support/networked-person.ts'
import { type ProxyOptions, ProxyProcess } from '../../support/proxy-process.ts'
import { ServerProcess } from '../../support/server-process.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

type Network = { name: string; proxy: ProxyOptions; way: 'websocket' | 'stream' | 'answers' }

const networks: readonly Network[] = [
  { name: 'refuses websockets', proxy: { refusesUpgrades: 502 }, way: 'stream' },
  {
    name: 'refuses websockets and holds answers back until they end',
    proxy: { refusesUpgrades: 400, buffers: true },
    way: 'answers',
  },
  {
    name: 'refuses websockets and cuts what is silent',
    proxy: { refusesUpgrades: 502, cutsIdleMs: 1500 },
    way: 'stream',
  },
  {
    name: 'refuses websockets, holds answers back and cuts what is silent',
    proxy: { refusesUpgrades: 502, buffers: true, cutsIdleMs: 3000 },
    way: 'answers',
  },
  {
    name: 'refuses websockets and is slow',
    proxy: { refusesUpgrades: 502, latencyMs: [150, 600] },
    way: 'stream',
  },
  {
    name: 'lets websockets through, slowly, and cuts them when silent',
    proxy: { cutsIdleMs: 3000, latencyMs: [150, 600] },
    way: 'websocket',
  },
]

/** Between two people, one of them behind a proxy. */
const arrivesMs = 5_000

describe('through a proxy', () => {
  let server: ServerProcess
  let coordinator: ApiClient
  let people = 0
  beforeAll(async () => {
    server = await ServerProcess.start()
    coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  }, 60_000)
  afterAll(() => server?.stop())

  const join = (planId: string, role: 'editor' | 'reader' = 'editor') =>
    coordinator.inviteAndJoin(planId, {
      name: 'Ilse ter Braakhuis',
      email: `ilse${people++}@voorbeeld.nl`,
      role,
    })
  const person = (api: ApiClient, url: string) =>
    new NetworkedPerson({ url, origin: server.url, cookie: api.cookie })

  describe.each(networks)('a proxy that $name', ({ proxy: options, way }) => {
    let proxy: ProxyProcess
    let planId: string
    let open: EditableSession[]
    let els: NetworkedPerson
    let inside: EditableSession
    beforeAll(async () => {
      proxy = await ProxyProcess.start(server.port, options)
      planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      open = []
      els = person(coordinator, proxy.url)
      inside = await enter(els)
    }, 30_000)
    afterAll(async () => {
      for (const session of open) session.close()
      await proxy?.stop()
    })

    async function enter(
      who: NetworkedPerson,
      how: 'direct' | 'preferred' = 'preferred',
    ): Promise<EditableSession> {
      const session = who.open(planId, how)
      open.push(session)
      await until(session.save, (state) => state.kind === 'saved', 'joined', 20_000)
      return session
    }

    test('HT8 edits are acknowledged and go both ways', async () => {
      const outside = await enter(person(await join(planId), server.url), 'direct')
      for (let round = 0; round < 3; round++) {
        write(inside, `van binnen ${round}`)
        await untilWritten(outside, `van binnen ${round}`, arrivesMs)
        await until(inside.save, (state) => state.kind === 'saved', 'acknowledged', arrivesMs)
        write(outside, `van buiten ${round}`)
        await untilWritten(inside, `van buiten ${round}`, arrivesMs)
      }
      expect(inside.people.get().map(({ name }) => name)).toContain('Ilse ter Braakhuis')
      expect(new Set(els.requests)).toEqual(
        new Set(
          way === 'websocket'
            ? []
            : way === 'stream'
              ? ['POST', 'GET stream']
              : ['POST', 'GET stream', 'GET answer'],
        ),
      )
      expect(els.httpUntil > Date.now()).toBe(way !== 'websocket')
    }, 60_000)

    test('AU1 HT8 losing access closes the plan within a second', async () => {
      const api = await join(planId)
      const session = await enter(person(api, proxy.url))
      await coordinator.json('DELETE', `/api/plans/${planId}/members/${await api.userId()}`)
      // The delay of the proxy itself comes on top.
      await until(
        session.connection,
        (now) => now.kind === 'closed',
        'closed',
        1000 + 2 * (options.latencyMs?.[1] ?? 0),
      )
      expect(session.connection.get()).toEqual({ kind: 'closed', code: 'no-access' })
    }, 60_000)

    test('AK2 HT8 the server is killed and comes back: the client goes on, and what was acknowledged is there', async () => {
      write(inside, 'bevestigd')
      await until(inside.save, (state) => state.kind === 'saved', 'acknowledged', arrivesMs)
      await server.kill()
      inside.change((doc) =>
        planValues(doc).set('onderweg', 'geschreven terwijl de server weg was'),
      )
      await server.up()
      await until(inside.save, (state) => state.kind === 'saved', 'back', 40_000)
      const content = await coordinator.content(planId)
      expect(content.values['gemeente']).toBe('bevestigd')
      const witness = await enter(person(coordinator, server.url), 'direct')
      expect([written(witness), planValues(witness.doc).get('onderweg')]).toEqual([
        'bevestigd',
        'geschreven terwijl de server weg was',
      ])
    }, 90_000)
  })

  test('AU2 HT8 a reader who sends an edit over HTTP is closed with 4403 and it is nowhere', async () => {
    const proxy = await ProxyProcess.start(server.port, { refusesUpgrades: 502 })
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    const doc = new Y.Doc()
    planValues(doc).set('gemeente', 'Ingebroken')
    const reader = person(await join(planId, 'reader'), proxy.url)
    expect(await reader.closeAfter(planId, [encodeUpdate(Y.encodeStateAsUpdate(doc))])).toBe(4403)
    expect((await coordinator.content(planId)).values['gemeente']).toBeNull()
    await proxy.stop()
  }, 30_000)

  test('LG7 HT8 a stopping server asks the people on a stream to come back and ends by itself', async () => {
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    const els = person(coordinator, server.url)
    const closed = els.closeAfter(planId, [])
    await expect.poll(() => els.requests.includes('GET stream')).toBe(true)
    const startedAt = Date.now()
    expect(await server.terminate()).toBe(0)
    expect(await closed).toBe(4503)
    expect(Date.now() - startedAt).toBeLessThan(4000)
    await server.up()
  }, 30_000)
})

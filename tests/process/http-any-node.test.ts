import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { httpSocket } from '#client/sync/transport/http-socket.ts'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
/** The address that the client knows; a balancer hands each of its requests to the next server. */
const publicUrl = 'http://balancer.invalid'

describe.skipIf(noPostgres !== null)('plain HTTP over a balancer that knows no connections', () => {
  const servers: ServerProcess[] = []
  let els: ApiClient
  let planId: string
  const server = (at: number) => servers[at] as ServerProcess
  beforeAll(async () => {
    const environment = {
      DATABASE_URL: await freshDatabase(),
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
    }
    servers.push(await ServerProcess.start(environment), await ServerProcess.start(environment))
    els = await new ApiClient(server(0).url).signIn(await server(1).firstLink())
    await els.json('PATCH', '/api/me', { name: 'Els' })
    planId = await els.createPlan({ format: 'hecht-wijkverband', values })
  }, 60_000)
  afterAll(async () => {
    for (const one of servers) await one.stop()
  })

  function open() {
    let turn = 0
    /** `server kind status`, one for each request. */
    const seen: string[] = []
    const WebSocketPolyfill = httpSocket({
      async fetch(url, init) {
        const path = url.replace(publicUrl, '')
        const kind = init.method === 'POST' ? 'POST' : path.includes('wait=') ? 'answer' : 'stream'
        for (let tried = 0; ; tried++) {
          const at = turn++ % servers.length
          try {
            const response = await fetch(`${server(at).url}${path}`, {
              ...init,
              headers: { ...init.headers, cookie: els.cookie },
            })
            seen.push(`${at} ${kind} ${response.status}`)
            return response
          } catch (error) {
            // A balancer tries the next server when one is gone.
            if (tried > 1 || init.signal?.aborted) throw error
          }
        }
      },
    })
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(`${publicUrl.replace('http', 'ws')}/sync`, planId, doc, {
      WebSocketPolyfill,
      disableBc: true,
    })
    const until = (condition: () => boolean, what: string, withinMs = 10_000) =>
      expect.poll(condition, { timeout: withinMs, message: what }).toBe(true)
    return { doc, provider, seen, until }
  }

  test('HT10 each request lands on another server, and both see all edits; nothing is refused', async () => {
    const there = new SyncClient(server(1).url, planId, { cookie: els.cookie })
    await there.until(() => there.isSaved, 'joined')
    const here = open()
    await here.until(() => here.provider.synced, 'synced')
    for (const wijk of ['Een', 'Twee', 'Drie', 'Vier']) {
      planValues(here.doc).set('wijk', wijk)
      await there.until(() => planValues(there.doc).get('wijk') === wijk, wijk, 5_000)
      planValues(there.doc).set('team', wijk)
      await here.until(() => planValues(here.doc).get('team') === wijk, `team ${wijk}`, 5_000)
    }
    const answered = new Set(here.seen)
    for (const one of ['0 POST 204', '1 POST 204']) expect([...answered]).toContain(one)
    expect(here.seen.filter((one) => !/ (200|204)$/.test(one))).toEqual([])
    here.provider.destroy()
    there.close()
  })

  test('HT10 when the server that holds it is gone, the client is on the other one within five seconds', async () => {
    const here = open()
    await here.until(() => here.provider.synced, 'synced')
    const holder = Number(here.seen[0]?.[0])
    await server(holder).kill()
    const there = new SyncClient(server(1 - holder).url, planId, { cookie: els.cookie })
    planValues(here.doc).set('wijk', 'Na de val')
    await there.until(() => planValues(there.doc).get('wijk') === 'Na de val', 'saved', 6_000)
    here.provider.destroy()
    there.close()
  })
})

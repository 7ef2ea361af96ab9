import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import type { PlanParts } from '#shared/api/parts.ts'
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
type Answer = { tag: string; seq: number; parts: PlanParts | null }
type Waited = { status: number; body: Answer; ms: number }

describe.skipIf(noPostgres !== null)('a member who was invited to parts, on any server', () => {
  const servers: ServerProcess[] = []
  let els: ApiClient
  let wim: ApiClient
  let planId: string
  const server = (at: number) => servers[at] as ServerProcess
  const at = (index: number, person: ApiClient) => new ApiClient(server(index).url, person.cookie)

  beforeAll(async () => {
    const environment = {
      DATABASE_URL: await freshDatabase(),
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
    }
    servers.push(await ServerProcess.start(environment), await ServerProcess.start(environment))
    els = await new ApiClient(server(0).url).signIn(await server(1).firstLink())
    planId = await els.createPlan({ format: 'hecht-wijkverband', values })
    const invitation = { role: 'commenter', sections: ['plangegevens'] }
    const { url } = await els.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      invitation,
    )
    // The invitation was made on one server and is accepted on the other.
    const token = new URL(url).searchParams.get('token') ?? ''
    wim = new ApiClient(server(1).url)
    await wim.json('POST', `/api/invites/${token}/accept`, {
      name: 'Wim',
      email: 'wim@voorbeeld.nl',
    })
  }, 60_000)
  afterAll(async () => {
    for (const one of servers) await one.stop()
  })

  const parts = (index: number, query = '') =>
    at(index, wim).json<Answer>('GET', `/api/plans/${planId}/parts${query}`)

  /** A request that waits on this server for another state than that of the tag. */
  async function waited(index: number, tag: string, waitMs: number): Promise<Waited> {
    const began = performance.now()
    const path = `/api/plans/${planId}/parts?after=${tag}&wait=${waitMs}`
    const response = await at(index, wim).request('GET', path)
    return {
      status: response.status,
      body: (await response.json()) as Answer,
      ms: performance.now() - began,
    }
  }

  async function editOn(index: number, edit: (client: SyncClient) => void): Promise<void> {
    const client = new SyncClient(server(index).url, planId, { cookie: els.cookie })
    await client.until(() => client.isSaved, 'joined')
    edit(client)
    await client.until(() => client.isSaved, 'saved')
    client.close()
  }

  test('AU4 both servers show the same parts under the same tag, and nothing of the rest', async () => {
    const [here, there] = [await parts(0), await parts(1)]
    expect(here.tag).toBe(there.tag)
    expect(here.parts?.content).toEqual(there.parts?.content)
    expect(here.parts?.content.values['wijk']).toBe('Kraaienveen')
    expect(Object.keys(here.parts?.content.tables ?? {})).toEqual([])
    for (const index of [0, 1]) {
      const client = new SyncClient(server(index).url, planId, { cookie: wim.cookie })
      await client.until(() => client.closeCode === 4403, 'refused')
      client.close()
    }
  })

  test('AU4 a request that waits on one server answers an edit that another one took', async () => {
    const { tag } = await parts(1)
    const waiting = waited(1, tag, 20_000)
    await editOn(0, (client) => planValues(client.doc).set('gemeente', 'Lindeweide'))
    const { body, ms } = await waiting
    expect(body.parts?.content.values['gemeente']).toBe('Lindeweide')
    expect(ms).toBeLessThan(10_000)
    // The tag goes on on the other server.
    expect((await parts(0)).tag).toBe(body.tag)
    expect((await waited(0, body.tag, 200)).body.parts).toBeNull()
  })

  test('AU4 an edit of another part answers no waiting request, on either server', async () => {
    const { tag } = await parts(0)
    const waiting = [waited(0, tag, 3_000), waited(1, tag, 3_000)]
    await editOn(1, (client) => planValues(client.doc).set('vat', 'GEHEIM'))
    for (const one of await Promise.all(waiting))
      expect(one).toMatchObject({ status: 200, body: { tag, parts: null } })
  })

  test('AU4 a comment in such a part, written on one server, is on the other one', async () => {
    const { threadsTag } = (await parts(1)).parts ?? {}
    const thread = await at(1, wim).json<Thread>('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'value', field: 'wijk' },
      body: 'Klopt deze naam?',
    })
    const { threads } = await at(0, els).json<{ threads: Thread[] }>(
      'GET',
      `/api/plans/${planId}/threads`,
    )
    expect(threads.map(({ id }) => id)).toContain(thread.id)
    expect((await parts(0)).parts?.threadsTag).not.toBe(threadsTag)
  })

  test('AU1 AU4 other parts, given on one server, hold on the other one for a request that waits there', async () => {
    const wimId = await wim.userId()
    const member = `/api/plans/${planId}/members/${wimId}`
    const { tag } = await parts(1)
    const waiting = waited(1, tag, 20_000)
    await at(0, els).json('PATCH', member, { sections: ['besluiten'] })
    const changed = await waiting
    expect(changed.body.parts?.content.values['gemeente']).toBeUndefined()
    expect(Object.keys(changed.body.parts?.content.tables ?? {})).toContain('agreements')
    expect(changed.ms).toBeLessThan(10_000)
    const last = waited(1, changed.body.tag, 20_000)
    await at(0, els).request('DELETE', member)
    const refused = await last
    expect(refused.status).toBe(403)
    expect(refused.ms).toBeLessThan(10_000)
  })
})

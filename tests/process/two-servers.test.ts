import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { endConnections } from '../support/end-connections.ts'
import { PostgresProxy } from '../support/postgres-proxy.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

const secretKey = 'voor-deze-proef-en-nergens-anders'

/** Notifications arrive in milliseconds; without them a change is found within two seconds. */
const soonMs = 1_000

describe.skipIf(noPostgres !== null)('two servers on one PostgreSQL', () => {
  let url: string
  let first: ServerProcess
  let second: ServerProcess
  let els: ApiClient
  let planId: string
  const screens: SyncClient[] = []
  beforeAll(async () => {
    url = await freshDatabase()
    const environment = { DATABASE_URL: url, SECRET_KEY: secretKey }
    first = await ServerProcess.start(environment)
    second = await ServerProcess.start(environment)
    // Each start makes the link anew; the last one counts.
    els = await new ApiClient(first.url).signIn(await second.firstLink())
    await els.json('PATCH', '/api/me', { name: 'Els' })
    planId = await els.createPlan({ format: 'hecht-wijkverband', values })
  }, 60_000)
  afterAll(async () => {
    for (const screen of screens) screen.close()
    await first?.stop()
    await second?.stop()
  })

  async function open(server: ServerProcess, who: ApiClient): Promise<SyncClient> {
    const screen = new SyncClient(server.url, planId, { cookie: who.cookie })
    screens.push(screen)
    await screen.until(() => screen.isSaved, 'joined')
    return screen
  }
  const reads = (screen: SyncClient, value: string) =>
    screen.until(() => planValues(screen.doc).get('wijk') === value, value, soonMs)

  test('an edit on one appears on the other within a second, and a change by REST too', async () => {
    const [here, there] = [await open(first, els), await open(second, els)]
    planValues(here.doc).set('wijk', 'Zonneveld')
    await reads(there, 'Zonneveld')
    planValues(there.doc).set('wijk', 'Maanveld')
    await reads(here, 'Maanveld')
    const seq = here.ackedSeq
    expect((await new ApiClient(second.url, els.cookie).content(planId, seq)).values['wijk']).toBe(
      'Maanveld',
    )
  })

  test('people are shown on both, also to a screen that comes later, and disappear when they leave', async () => {
    const names = (screen: SyncClient) =>
      [...screen.provider.awareness.getStates().values()]
        .map((state) => state['at'])
        .filter((at) => at !== undefined)
        .toSorted()
    const [here, there] = [await open(first, els), await open(second, els)]
    const shows = (screen: SyncClient, expected: string[]) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`shown: ${names(screen)}, expected: ${expected}`)),
          3 * soonMs,
        )
        const look = () => {
          if (JSON.stringify(names(screen)) !== JSON.stringify(expected)) return
          clearTimeout(timer)
          screen.provider.awareness.off('change', look)
          resolve()
        }
        screen.provider.awareness.on('change', look)
        look()
      })
    here.provider.awareness.setLocalStateField('at', 'here')
    there.provider.awareness.setLocalStateField('at', 'there')
    await Promise.all([shows(here, ['here', 'there']), shows(there, ['here', 'there'])])
    await shows(await open(second, els), ['here', 'there'])
    there.close()
    await shows(here, ['here'])
  })

  test('AU1 AU3 a user who loses a role or a session on one loses the connection on the other within a second', async () => {
    const noor = await els.inviteAndJoin(planId, {
      name: 'Noor',
      email: 'noor@voorbeeld.nl',
      role: 'editor',
    })
    const screen = await open(second, noor)
    await els.json('PATCH', `/api/plans/${planId}/members/${await noor.userId()}`, {
      role: 'reader',
    })
    await screen.until(() => screen.closeCode !== null, 'closed', soonMs)
    expect(screen.closeCode).toBe(4403)
    screen.close()
    const again = new SyncClient(second.url, planId, { cookie: noor.cookie })
    screens.push(again)
    await again.until(() => again.provider.synced, 'reads')
    await noor.json('POST', '/api/sign-out', {})
    await again.until(() => again.closeCode === 4401, 'signed out', soonMs + 500)
  })

  test('after all connections to the database broke, both go on without a restart, and nothing acknowledged is lost', async () => {
    const [here, there] = [await open(first, els), await open(second, els)]
    planValues(here.doc).set('wijk', 'Voor de breuk')
    await reads(there, 'Voor de breuk')
    await here.until(() => here.isSaved, 'saved')
    await endConnections(url)
    planValues(here.doc).set('wijk', 'Na de breuk')
    await there.until(() => planValues(there.doc).get('wijk') === 'Na de breuk', 'after', 10_000)
    await here.until(() => here.isSaved, 'saved again', 10_000)
    expect((await els.content(planId)).values['wijk']).toBe('Na de breuk')
    expect(first.output + second.output).toContain('The connection to other servers was lost')
  })

  test('ST1 a server that loses the database says so within two seconds, and goes on when it is back', async () => {
    const proxy = await PostgresProxy.start(url)
    const port = Number(new URL(proxy.url).port)
    const third = await ServerProcess.start({
      DATABASE_URL: proxy.url,
      SECRET_KEY: secretKey,
    })
    try {
      const screen = await open(third, els)
      await proxy.stop()
      // Nobody types: it is told all the same.
      await screen.until(() => screen.closeCode !== null, 'told', 2_000)
      expect(screen.closeCode).toBe(4503)
      expect((await fetch(`${third.url}/readyz`)).status).toBe(503)
      const again = await PostgresProxy.start(url, {}, port)
      planValues(screen.doc).set('wijk', 'Weer terug')
      await screen.until(() => screen.isSaved, 'saved again', 15_000)
      expect((await els.content(planId)).values['wijk']).toBe('Weer terug')
      screen.close()
      await third.stop()
      await again.stop()
    } finally {
      await third.stop()
    }
  })

  test('AK2 an update that one acknowledged before it was killed is on the other', async () => {
    const [here, there] = [await open(first, els), await open(second, els)]
    for (let n = 1; n <= 30; n++) planValues(here.doc).set('wijk', `Wijk ${n}`)
    await here.until(() => here.isSaved, 'saved')
    await first.kill()
    await there.until(() => planValues(there.doc).get('wijk') === 'Wijk 30', 'on the other', 3_000)
    const elsThere = new ApiClient(second.url, els.cookie)
    expect((await elsThere.content(planId)).values['wijk']).toBe('Wijk 30')
    await first.up()
    const back = await open(first, els)
    expect(planValues(back.doc).get('wijk')).toBe('Wijk 30')
  })
})

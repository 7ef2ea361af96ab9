import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { NetworkedPerson, until, untilWritten, write } from '../support/networked-person.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'
import { TcpRelay } from '../support/tcp-relay.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const elsewhereWithinMs = 5_000
const toldWithinMs = 2_000

describe.skipIf(noPostgres !== null)('two servers behind a balancer', () => {
  let toDatabase: TcpRelay
  let toServers: TcpRelay
  let publicUrl: string
  let first: ServerProcess
  let second: ServerProcess
  let els: ApiClient
  let planId: string
  beforeAll(async () => {
    const direct = new URL(await freshDatabase())
    toDatabase = await TcpRelay.start([Number(direct.port)])
    toServers = await TcpRelay.start([])
    publicUrl = `http://127.0.0.1:${toServers.port}`
    const url = new URL(direct)
    url.port = String(toDatabase.port)
    const settings = {
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
      PUBLIC_URL: publicUrl,
    }
    first = await ServerProcess.start({ ...settings, DATABASE_URL: url.href })
    second = await ServerProcess.start({ ...settings, DATABASE_URL: direct.href })
    toServers.pointTo([first.port])
    els = await new ApiClient(publicUrl).signIn(await second.firstLink())
    planId = await els.createPlan({ format: 'medrie-wijkplan', values })
  }, 60_000)
  afterAll(async () => {
    await first?.stop()
    await second?.stop()
    await toServers?.stop()
    await toDatabase?.stop()
  })

  test('ST1 a server whose line to the database is cut silently, while nobody types, says so within two seconds and goes on by itself', async () => {
    const screen = new SyncClient(first.url, planId, { cookie: els.cookie })
    await screen.until(() => screen.isSaved, 'joined')
    toDatabase.fallSilent()
    const since = performance.now()
    await screen.until(() => screen.closeCode !== null, 'told')
    expect(screen.closeCode).toBe(4503)
    expect(performance.now() - since).toBeLessThan(toldWithinMs)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(503)
    planValues(screen.doc).set('wijk', 'Tijdens de stilte')
    // The lines of before stay silent: only new ones are passed on.
    toDatabase.speakAgain()
    await screen.until(() => screen.isSaved, 'saved again', 15_000)
    const elsThere = new ApiClient(second.url, els.cookie)
    expect((await elsThere.content(planId)).values['wijk']).toBe('Tijdens de stilte')
    screen.close()
  })

  test('AK2 people of a server that dies are on another one within five seconds, with everything they typed', async () => {
    const { cookie } = els
    const person = (url: string) => new NetworkedPerson({ url, origin: publicUrl, cookie })
    const here = person(publicUrl).open(planId, 'direct')
    await until(here.connection, ({ kind }) => kind === 'live', 'live', 10_000)
    toServers.pointTo([first.port, second.port])
    write(here, 'voor de dood')
    await here.whenSaved()
    const since = performance.now()
    await first.kill()
    write(here, 'na de dood')
    await until(here.connection, ({ kind }) => kind !== 'live', 'gone', elsewhereWithinMs)
    await until(here.connection, ({ kind }) => kind === 'live', 'elsewhere', elsewhereWithinMs)
    await here.whenSaved()
    expect(performance.now() - since).toBeLessThan(elsewhereWithinMs)
    const there = person(second.url).open(planId, 'direct')
    await untilWritten(there, 'na de dood', 5_000)
    here.close()
    there.close()
    await first.up()
  })
})

import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openSqliteReadOnly } from '#server/storage/sqlite.ts'
import { planValues } from '#shared/plan/layout.ts'
import { admin, first, setValue, signInAt, values } from '../../support/admin-commands.ts'
import { ApiClient } from '../../support/api-client.ts'
import { marksOf, typeMark } from '../../support/marks.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

async function join3(server: ServerProcess, planId: string, cookie: string): Promise<SyncClient[]> {
  const clients = Array.from({ length: 3 }, () => new SyncClient(server.url, planId, { cookie }))
  await Promise.all(clients.map((client) => client.until(() => client.isSaved, 'joined')))
  return clients
}

/** Each client counts up in its own list until it is stopped; `acknowledged` is the last confirmed number. */
function typing(clients: readonly SyncClient[]) {
  const acknowledged = clients.map(() => -1)
  let isOn = true
  const done = clients.map(async (client, who) => {
    for (let mark = 0; isOn; mark++) {
      typeMark(client.doc, `test:${who}`, mark)
      const sent = client.sent
      await client.until(() => client.acked >= sent, 'ack')
      acknowledged[who] = mark
    }
  })
  const stop = async () => {
    isOn = false
    await Promise.all(done)
  }
  return { acknowledged, stop }
}

let scratch: string
beforeAll(async () => {
  // Builds stale code, so that the next server runs the code under test.
  expect((await admin(tmpdir(), [])).code).toBe(2)
}, 120_000)
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wijktafel-admin-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe('backup beside a running server', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let coordinator: ApiClient
  beforeAll(async () => {
    server = await ServerProcess.start()
    coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  }, 60_000)
  afterAll(() => server?.stop())

  test('EP2 HS4 made while three people type, restored on an empty machine: what was acknowledged is there, and who holds the old epoch is kept out', async () => {
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    const otherId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const clients = await join3(server, planId, coordinator.cookie)
    const typists = typing(clients)
    await Promise.all(
      clients.map((client, who) =>
        client.until(() => (typists.acknowledged[who] ?? -1) >= 20, 'some acks'),
      ),
    )

    const before = [...typists.acknowledged]
    const file = join(scratch, 'wijktafel.sqlite')
    const backup = await admin(server.dataDir, ['backup', file])
    const beside = await admin(server.dataDir, ['verify'])
    await typists.stop()
    expect(backup).toMatchObject({ code: 0, stderr: '' })
    expect(backup.stdout).toMatch(
      /^Reservekopie gemaakt: .*\((\d+,\d MB|\d+ kB), 2 plannen, laatste wijziging .* uur\)\n$/,
    )
    expect(readdirSync(scratch)).toEqual(['wijktafel.sqlite'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(beside).toMatchObject({ code: 0, stderr: '' })
    expect(beside.stdout).toContain(planId)
    expect(beside.stdout).toMatch(/2 plannen nagekeken: alles in orde\.\n$/)

    const dataDir = join(scratch, 'elders', 'data')
    const restored = await admin(dataDir, ['restore', file])
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    expect(restored.stdout).toMatch(/Teruggezet: .*2 plannen[\s\S]*uitgelogd[\s\S]*admin -- link/)
    expect(readdirSync(dataDir)).toEqual(['server.lock', 'wijktafel.sqlite'])
    expect((await admin(dataDir, ['verify'])).code).toBe(0)

    const oldEpochs = [
      (await coordinator.content(planId)).epoch,
      (await coordinator.content(otherId)).epoch,
    ]
    const elsewhere = await ServerProcess.start({ DATA_DIR: dataDir })
    try {
      const stale = await new ApiClient(elsewhere.url, coordinator.cookie).request(
        'GET',
        '/api/plans',
      )
      expect(stale.status).toBe(401)
      const again = await signInAt(elsewhere, dataDir, first)
      const newEpochs = [(await again.content(planId)).epoch, (await again.content(otherId)).epoch]
      expect(new Set([...oldEpochs, ...newEpochs]).size).toBe(4)

      const ownWork = new Y.Doc()
      planValues(ownWork).set('team', 'Van een oud scherm')
      const old = new SyncClient(
        elsewhere.url,
        planId,
        { cookie: again.cookie, params: { epoch: oldEpochs[0] ?? '' } },
        ownWork,
      )
      await old.until(() => old.closeCode !== null, 'closed')
      expect(old.closeCode).toBe(4409)
      expect(old.provider.synced).toBe(false)
      expect(planValues(ownWork).toJSON()).toEqual({ team: 'Van een oud scherm' })
      old.close()
      expect((await again.content(planId)).values['team']).toBe('Team')

      const reader = new SyncClient(elsewhere.url, planId, {
        cookie: again.cookie,
        params: { epoch: newEpochs[0] ?? '' },
      })
      await reader.until(() => reader.provider.synced, 'synced')
      before.forEach((mark, who) => {
        const stored = marksOf(reader.doc, `test:${who}`)
        expect(stored).toEqual(Array.from({ length: stored.length }, (_, i) => i))
        expect(stored.length).toBeGreaterThan(mark)
      })
      reader.close()
    } finally {
      await elsewhere.terminate()
      for (const client of clients) client.close()
    }
  })

  test('holds no session and no sign-in link, and leaves the key of the mails out', async () => {
    await admin(server.dataDir, ['link', '--email', 'els@voorbeeld.nl', '--name', 'Els Voorbeeld'])
    const file = join(scratch, 'kopie.sqlite')
    await admin(server.dataDir, ['backup', file])
    const copy = openSqliteReadOnly(file)
    expect(
      copy
        .prepare(
          'select (select count(*) from sessions) + (select count(*) from sign_in_links) as n',
        )
        .get(),
    ).toEqual({ n: 0 })
    const own = openSqliteReadOnly(join(server.dataDir, 'wijktafel.sqlite'))
    const { token } = own
      .prepare<[], { token: string }>('select token_hash as token from sessions')
      .get() ?? { token: 'none' }
    for (const database of [copy, own]) database.close()
    expect(readFileSync(file).includes(token)).toBe(false)
    expect(
      readFileSync(file).includes(readFileSync(join(server.dataDir, 'secret'), 'utf8').trim()),
    ).toBe(false)
  })

  test('replaces an older file only with --force, and never the database itself', async () => {
    const file = join(scratch, 'kopie.sqlite')
    writeFileSync(file, 'een oudere kopie')
    const refused = await admin(server.dataDir, ['backup', file])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('--force')
    expect(readFileSync(file, 'utf8')).toBe('een oudere kopie')
    expect((await admin(server.dataDir, ['backup', '--force', file])).code).toBe(0)
    expect((await admin(server.dataDir, ['verify', file])).code).toBe(0)
    const own = await admin(server.dataDir, [
      'backup',
      '--force',
      join(server.dataDir, 'wijktafel.sqlite'),
    ])
    expect(own.stderr).toContain('de database zelf')
    expect((await admin(server.dataDir, ['verify'])).code).toBe(0)
  })

  test('to a full disk, a folder that is not there, or beside one that is being made: fails in one sentence and leaves nothing', async () => {
    const full = await admin(server.dataDir, ['backup', join(scratch, 'kopie.sqlite')], 64)
    expect(full).toMatchObject({ code: 1, stdout: '' })
    expect(full.stderr).toMatch(/^.*schijf.* vol.*\n$/)
    expect(readdirSync(scratch)).toEqual([])
    const nowhere = await admin(server.dataDir, [
      'backup',
      join(scratch, 'geen', 'map', 'kopie.sqlite'),
    ])
    expect(nowhere).toMatchObject({ code: 1, stdout: '' })
    expect(nowhere.stderr).toContain('bestaat niet')
    writeFileSync(join(scratch, 'kopie.sqlite.tmp'), 'van een ander')
    const busy = await admin(server.dataDir, ['backup', join(scratch, 'kopie.sqlite')])
    expect(busy.code).toBe(1)
    expect(readFileSync(join(scratch, 'kopie.sqlite.tmp'), 'utf8')).toBe('van een ander')
  })

  test.skipIf(process.getuid?.() === 0)(
    'to a folder where it may not write: fails in one sentence',
    async () => {
      chmodSync(scratch, 0o500)
      const refused = await admin(server.dataDir, ['backup', join(scratch, 'kopie.sqlite')])
      chmodSync(scratch, 0o700)
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toContain('Geen toegang')
    },
  )

  test('without a database, or not understood: says so and makes nothing', async () => {
    const dataDir = join(scratch, 'nieuw')
    for (const args of [['backup', join(scratch, 'kopie.sqlite')], ['verify']])
      expect(await admin(dataDir, args)).toMatchObject({ code: 1, stdout: '' })
    for (const args of [
      ['backup'],
      ['restore'],
      ['backup', 'a', 'b'],
      ['verify', '--force'],
      ['bewaar'],
    ])
      expect(await admin(dataDir, args)).toMatchObject({ code: 2, stdout: '' })
    expect(readdirSync(scratch)).toEqual([])
  })

  test('restore is refused while the server runs, which goes on undisturbed', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const file = join(scratch, 'kopie.sqlite')
    await admin(server.dataDir, ['backup', file])
    const client = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
    await client.until(() => client.isSaved, 'joined')
    const names = readdirSync(server.dataDir)
    const refused = await admin(server.dataDir, ['restore', file])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('server draait nog')
    expect(readdirSync(server.dataDir)).toEqual(names)
    await setValue(client, 'gemeente', 'Dalmeer')
    expect((await coordinator.content(planId)).values['gemeente']).toBe('Dalmeer')
    client.close()
  })
})

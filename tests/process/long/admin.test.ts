import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openSqliteReadOnly, openSqliteSingleFile } from '#server/storage/sqlite.ts'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../../support/api-client.ts'
import { marksOf, typeMark } from '../../support/marks.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const first = 'coordinator@wijktafel.invalid'

type Ended = { code: number; stdout: string; stderr: string }

/** `npm run -s admin -- …` as its script runs it; `limit` is the largest file it may write, in blocks of 512 bytes. */
function admin(dataDir: string, args: readonly string[], limit?: number): Promise<Ended> {
  const command = [process.execPath, 'scripts/admin.mjs', ...args]
  const shell = [
    'sh',
    '-c',
    `${limit === undefined ? '' : `ulimit -f ${limit}; `}exec "$@"`,
    'sh',
    ...command,
  ]
  return new Promise((resolve) => {
    execFile(
      shell[0] ?? '',
      shell.slice(1),
      { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir } },
      (error, stdout, stderr) => {
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout,
          stderr,
        })
      },
    )
  })
}

async function signInAt(server: ServerProcess, dataDir: string, email: string): Promise<ApiClient> {
  const { stdout } = await admin(dataDir, ['link', '--email', email, '--name', 'Coördinator'])
  return new ApiClient(server.url).signIn(stdout.trim())
}

/** All bytes in a folder. */
function fingerprint(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

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

async function setValue(client: SyncClient, name: string, value: string): Promise<void> {
  planValues(client.doc).set(name, value)
  const sent = client.sent
  await client.until(() => client.acked >= sent, 'saved')
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

describe('restore and verify', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let coordinator: ApiClient
  let planId: string
  let otherId: string
  let file: string
  beforeEach(async () => {
    server = await ServerProcess.start()
    coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    otherId = await coordinator.createPlan({ format: 'rijnmond-wijkplan', values })
    const client = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
    await client.until(() => client.isSaved, 'joined')
    await setValue(client, 'gemeente', 'Kenmerkdorp')
    file = join(scratch, 'kopie.sqlite')
    expect((await admin(server.dataDir, ['backup', file])).code).toBe(0)
    await setValue(client, 'gemeente', 'Later')
    client.close()
  }, 60_000)
  afterEach(() => server?.stop())

  test('EP1 EP2 a plan keeps its epoch through a crash and a stop; a restore over it gives another, keeps the replaced database and ends open invitations', async () => {
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      { role: 'editor', discipline: null },
    )
    await admin(server.dataDir, ['backup', '--force', file])
    const { epoch } = await coordinator.content(planId)
    await server.kill()
    await server.up()
    expect((await coordinator.content(planId)).epoch).toBe(epoch)
    const client = new SyncClient(server.url, planId, {
      cookie: coordinator.cookie,
      params: { epoch },
    })
    await client.until(() => client.isSaved, 'in')
    await setValue(client, 'gemeente', 'Na de reservekopie')
    client.close()
    await server.terminate()

    const restored = await admin(server.dataDir, ['restore', file])
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    expect(restored.stdout).toContain('1 openstaande uitnodiging is ingetrokken')
    const kept = readdirSync(server.dataDir).find((name) => name.includes('before-restore')) ?? ''
    expect(kept).toMatch(/^wijktafel\.sqlite\.before-restore-\d{4}-\d\d-\d\dT\d{6}Z$/)
    expect((await admin(server.dataDir, ['verify', join(server.dataDir, kept)])).code).toBe(0)

    await server.up()
    const again = await signInAt(server, server.dataDir, first)
    const content = await again.content(planId)
    expect(content.values['gemeente']).toBe('Later')
    expect(content.epoch).not.toBe(epoch)
    const token = new URL(url).searchParams.get('token') ?? ''
    expect(
      (
        await new ApiClient(server.url).request('POST', `/api/invites/${token}/accept`, {
          name: 'Laat Gast',
          email: 'laat@voorbeeld.nl',
        })
      ).status,
    ).toBe(410)

    // The replaced database is intact: restored, it holds the changes from after the backup.
    await server.terminate()
    expect((await admin(server.dataDir, ['restore', join(server.dataDir, kept)])).code).toBe(0)
    await server.up()
    const third = await signInAt(server, server.dataDir, first)
    expect((await third.content(planId)).values['gemeente']).toBe('Na de reservekopie')
  })

  test('one changed byte in a change makes verify name that plan and no other; restore then needs --force', async () => {
    tamper(file, planId, 'Kenmerkdorp')
    const verified = await admin(server.dataDir, ['verify', file])
    expect(verified.code).toBe(1)
    expect(verified.stdout).toMatch(
      new RegExp(`^FOUT +${planId} .*: wijziging \\d+ is beschadigd$`, 'm'),
    )
    expect(verified.stdout).toMatch(new RegExp(`^in orde +${otherId} `, 'm'))
    expect(verified.stdout).toMatch(/2 plannen nagekeken: 1 met fouten\.\n$/)
    await server.terminate()
    const refused = await admin(server.dataDir, ['restore', file])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(planId)
    await server.up()
    expect((await coordinator.content(planId)).values['gemeente']).toBe('Later')
    await server.terminate()
    expect((await admin(server.dataDir, ['restore', '--force', file])).stdout).toContain(
      `Beschadigd teruggezet: ${planId}`,
    )
    await server.up()
    const again = await signInAt(server, server.dataDir, first)
    expect((await again.content(otherId)).values['wijk']).toBe('Kraaienveen')
  })

  test('verify names a gap in the log, a change that is no update, and a form that is gone', async () => {
    const broken = (statement: string) => {
      const copy = join(scratch, 'stuk.sqlite')
      copyFileSync(file, copy)
      const database = openSqliteSingleFile(copy)
      database.pragma('foreign_keys = off')
      expect(database.prepare(statement).run({ id: planId }).changes).toBeGreaterThan(0)
      database.close()
      return admin(server.dataDir, ['verify', copy])
    }
    for (const statement of [
      'delete from plan_changes where plan_id = :id and seq = 2',
      'update plans set seq = seq + 1 where id = :id',
      "update plan_changes set body = x'ff', body_crc32 = null where plan_id = :id and kind = 'update'",
      "update plan_changes set body = '{' , body_crc32 = null where plan_id = :id and kind = 'event'",
      "update plans set format_id = 'weg' where id = :id",
    ]) {
      const { code, stdout } = await broken(statement)
      expect(code, statement).toBe(1)
      expect(stdout, statement).toMatch(new RegExp(`^FOUT +${planId} `, 'm'))
      expect(stdout, statement).toMatch(new RegExp(`^in orde +${otherId} `, 'm'))
    }
  })

  test('a backup that is cut off, foreign, empty, of a newer release or missing is refused, and nothing is changed', async () => {
    await server.terminate()
    const make = (name: string, change: (path: string) => void) => {
      const path = join(scratch, name)
      copyFileSync(file, path)
      change(path)
      return path
    }
    const size = statSync(file).size
    const refusals = [
      make('half', (path) => truncateSync(path, Math.floor(size / 2 / 4096) * 4096)),
      make('cut', (path) => truncateSync(path, size - 100)),
      make('empty', (path) => truncateSync(path, 0)),
      make('text', (path) => writeFileSync(path, 'Dit is geen database. '.repeat(1000))),
      make('foreign', (path) => {
        rmSync(path)
        openSqliteSingleFile(path).exec('create table plans (id)').close()
      }),
      make('newer', (path) =>
        openSqliteSingleFile(path)
          .exec("insert into kysely_migration values ('0099-later', '2030-01-01')")
          .close(),
      ),
      join(scratch, 'nergens'),
      join(server.dataDir, 'wijktafel.sqlite'),
    ]
    const before = fingerprint(server.dataDir)
    for (const path of refusals) {
      expect(
        await admin(server.dataDir, ['restore', '--force', path]).then(({ code, stdout }) => ({
          path,
          code,
          stdout,
        })),
      ).toEqual({ path, code: 1, stdout: '' })
    }
    expect(fingerprint(server.dataDir)).toEqual(before)
    expect((await admin(join(scratch, 'leeg'), ['restore', refusals[0] ?? ''])).code).toBe(1)
    expect(existsSync(join(scratch, 'leeg'))).toBe(false)
    // A full disk gives the same result.
    expect((await admin(server.dataDir, ['restore', file], 64)).code).toBe(1)
    expect(Object.keys(fingerprint(server.dataDir))).toEqual(Object.keys(before))
    await server.up()
    expect((await coordinator.content(planId)).values['gemeente']).toBe('Later')
  })

  test('a damaged database is put aside as it is', async () => {
    await server.terminate()
    writeFileSync(join(server.dataDir, 'wijktafel.sqlite'), 'kapot '.repeat(5000))
    expect((await admin(server.dataDir, ['restore', file])).code).toBe(0)
    const kept = readdirSync(server.dataDir).find((name) => name.includes('before-restore')) ?? ''
    expect(readFileSync(join(server.dataDir, kept), 'utf8')).toMatch(/^kapot kapot/)
    await server.up()
    const again = await signInAt(server, server.dataDir, first)
    expect((await again.content(planId)).values['gemeente']).toBe('Kenmerkdorp')
  })
})

/** Changes one byte of the change that holds `text`, in the file itself. */
function tamper(path: string, planId: string, text: string): void {
  const database = openSqliteReadOnly(path)
  const bodies = database
    .prepare<[string], { body: Buffer }>(
      "select body from plan_changes where plan_id = ? and kind = 'update' order by seq desc",
    )
    .all(planId)
  database.close()
  const body =
    bodies.map((row) => row.body).find((bytes) => bytes.includes(text)) ?? Buffer.from('not there')
  const bytes = readFileSync(path)
  const at = bytes.indexOf(body) + body.indexOf(text)
  expect(at).toBeGreaterThan(0)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

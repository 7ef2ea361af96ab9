import { createHash } from 'node:crypto'
import {
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
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteReadOnly, openSqliteSingleFile } from '#server/storage/sqlite.ts'
import { admin, first, setValue, signInAt, values } from '../../support/admin-commands.ts'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

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

let scratch: string
beforeAll(async () => {
  // Builds stale code, so that the next server runs the code under test.
  expect((await admin(tmpdir(), [])).code).toBe(2)
}, 120_000)
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wijktafel-admin-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

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

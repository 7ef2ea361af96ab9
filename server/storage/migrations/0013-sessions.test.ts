import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeDatabaseAsOf, openDatabase } from '../database.ts'
import { openSqlite } from '../sqlite.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wijktafel-0013-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Data left by the previous release, including the tables of its sign-in library. */
const before = `
  insert into user (id, name, email, emailVerified, createdAt, updatedAt, isAdmin) values
    ('els', 'Els', 'els@voorbeeld.nl', 1, '2026-01-01T08:00:00.000Z', '', 1),
    ('noor', 'Noor', 'noor@voorbeeld.nl', 0, '2026-01-02T08:00:00.000Z', '', 0),
    ('ian', 'Ian', 'ander@voorbeeld.nl', 0, '2026-01-01T09:00:00.000Z', '', 0);
  insert into plan_formats (id, version, json) values ('f', 1, '{}');
  insert into plans (id, format_id, format_version, status, epoch, created_at, created_by, changed_at)
    values ('p', 'f', 1, 'concept', 'e', 1, 'els', 1);
  insert into invites (id, plan_id, token_hash, role, created_by, created_at, expires_at, accepted_at, accepted_by) values
    ('i1', 'p', 'h1', 'editor', 'els', 1, 2, ${Date.parse('2026-01-02T08:00:00.000Z')}, 'noor'),
    ('i2', 'p', 'h2', 'editor', 'els', 1, 2, ${Date.parse('2026-01-03T08:00:00.000Z')}, 'ian');
  insert into session (id, expiresAt, token, createdAt, updatedAt, userId) values
    ('s1', '2026-03-01T08:00:00.000Z', 'token-els', '2026-02-01T08:00:00.000Z', '', 'els'),
    ('s2', '2026-03-01T08:00:00.000Z', 'token-noor', '2026-02-01T08:00:00.000Z', '', 'noor'),
    ('s3', '2026-03-01T08:00:00.000Z', 'token-ian', '2026-02-01T08:00:00.000Z', '', 'ian');
`

it('sessions of an earlier release go on as what can honestly be said of them', async () => {
  const file = join(folder, 'a.sqlite')
  await makeDatabaseAsOf(file, '0012-endings-and-days')
  const raw = openSqlite(file)
  raw.exec(before)
  raw.close()

  const db = await openDatabase(file)
  const rows = await db.selectFrom('sessions').selectAll().orderBy('id').execute()
  const times = {
    created_at: Date.parse('2026-02-01T08:00:00.000Z'),
    expires_at: Date.parse('2026-03-01T08:00:00.000Z'),
  }
  const hash = (token: string) => createHash('sha256').update(token).digest('base64url')
  const handed = { ...times, method: 'handed', issuer: null, id_token: null }
  expect(rows).toEqual([
    // By mail or from the command line: these can no longer be told apart.
    {
      ...handed,
      id: 's1',
      token_hash: hash('token-els'),
      user_id: 'els',
      handed_by: null,
      reach: 'full',
    },
    // An account created by this invitation.
    {
      ...handed,
      id: 's2',
      token_hash: hash('token-noor'),
      user_id: 'noor',
      handed_by: 'els',
      reach: 'newcomer',
    },
    // An account that existed before, and has changed its address since.
    {
      ...handed,
      id: 's3',
      token_hash: hash('token-ian'),
      user_id: 'ian',
      handed_by: null,
      reach: 'full',
    },
  ])
  expect(await db.selectFrom('sign_in_links').selectAll().execute()).toEqual([])
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  for (const gone of ['session', 'account', 'verification']) expect(tables).not.toContain(gone)
  await db.destroy()
})

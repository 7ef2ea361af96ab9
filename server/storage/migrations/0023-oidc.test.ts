import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeDatabaseAsOf, openDatabase } from '../database.ts'
import { openSqlite } from '../sqlite.ts'

it('everyone stays signed in, and a session of an organisation names its issuer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-0023-'))
  const file = join(folder, 'a.sqlite')
  await makeDatabaseAsOf(file, '0021-passkeys')
  const raw = openSqlite(file)
  raw.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt, isAdmin)
      values ('u1', 'Els', 'els@voorbeeld.nl', 1, '2026-01-01T08:00:00.000Z', '', 0),
        ('u2', 'Noor', 'noor@voorbeeld.nl', 0, '2026-01-01T08:00:00.000Z', '', 0);
    insert into sessions (id, token_hash, user_id, method, handed_by, reach, created_at, expires_at)
      values ('s1', 'h1', 'u1', 'mail', null, 'full', 1, 9),
        ('s2', 'h2', 'u2', 'handed', 'u1', 'newcomer', 2, 8),
        ('s3', 'h3', 'u2', 'passkey', null, 'newcomer', 3, 8);
  `)
  const before = raw.prepare('select * from sessions order by id').all() as object[]
  raw.close()

  const db = await openDatabase(file)
  expect(await db.selectFrom('sessions').selectAll().orderBy('id').execute()).toEqual(
    before.map((row) => ({ ...row, issuer: null, id_token: null })),
  )
  const begin = (rest: { method: 'mail' | 'oidc'; issuer: string | null }) =>
    db
      .insertInto('sessions')
      .values({
        id: 's4',
        token_hash: 'h4',
        user_id: 'u2',
        handed_by: null,
        reach: 'full',
        created_at: 3,
        expires_at: 9,
        ...rest,
      })
      .execute()
  await expect(begin({ method: 'oidc', issuer: null })).rejects.toThrow(/constraint/)
  await expect(begin({ method: 'mail', issuer: 'https://idp' })).rejects.toThrow(/constraint/)
  await begin({ method: 'oidc', issuer: 'https://idp' })

  const link = (id: string, userId: string) =>
    db
      .insertInto('oidc_accounts')
      .values({
        id,
        user_id: userId,
        issuer: 'https://idp',
        subject: 'noor',
        label: '',
        reach: 'full',
        created_at: 1,
        last_used_at: null,
      })
      .execute()
  await link('o1', 'u2')
  await expect(link('o2', 'u1')).rejects.toThrow(/UNIQUE/)
  await db.deleteFrom('user').where('id', '=', 'u2').execute()
  expect(await db.selectFrom('oidc_accounts').select('id').execute()).toEqual([])
  await db.destroy()
  await rm(folder, { recursive: true })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeDatabaseAsOf, openDatabase } from '../database.ts'
import { openSqlite } from '../sqlite.ts'

it('everyone stays signed in over the move of the sessions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-0021-'))
  const file = join(folder, 'a.sqlite')
  await makeDatabaseAsOf(file, '0020-redactions')
  const raw = openSqlite(file)
  raw.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt, isAdmin)
      values ('u1', 'Els', 'els@voorbeeld.nl', 1, '2026-01-01T08:00:00.000Z', '', 0),
        ('u2', 'Noor', 'noor@voorbeeld.nl', 0, '2026-01-01T08:00:00.000Z', '', 0);
    insert into sessions (id, token_hash, user_id, method, handed_by, reach, created_at, expires_at)
      values ('s1', 'h1', 'u1', 'mail', null, 'full', 1, 9),
        ('s2', 'h2', 'u2', 'handed', 'u1', 'newcomer', 2, 8);
  `)
  const before = raw.prepare('select * from sessions order by id').all() as object[]
  raw.close()

  const db = await openDatabase(file)
  expect(await db.selectFrom('sessions').selectAll().orderBy('id').execute()).toEqual(
    // The table as later migrations leave it.
    before.map((row) => ({ ...row, issuer: null, id_token: null })),
  )
  const session = { id: 's3', token_hash: 'h3', user_id: 'u2', created_at: 3, expires_at: 9 }
  const begin = (rest: { method: 'mail' | 'passkey'; reach: 'newcomer' | 'own-plans' }) =>
    db
      .insertInto('sessions')
      .values({ ...session, handed_by: null, ...rest })
      .execute()
  await expect(begin({ method: 'mail', reach: 'newcomer' })).rejects.toThrow(/constraint/)
  await expect(begin({ method: 'passkey', reach: 'own-plans' })).rejects.toThrow(/constraint/)
  await begin({ method: 'passkey', reach: 'newcomer' })
  await db.deleteFrom('user').where('id', '=', 'u2').execute()
  expect(await db.selectFrom('sessions').select('id').execute()).toEqual([{ id: 's1' }])
  await db.destroy()
  await rm(folder, { recursive: true })
})

import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { digestOfAnswer } from '#server/plans/agreement/row-digests.ts'
import { makeDatabaseAsOf, openDatabase } from '../database.ts'
import { openSqlite } from '../sqlite.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wijktafel-0014-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** An answer as the previous release stored it: taken from the person with that discipline. */
const before = `
  insert into user (id, name, email, emailVerified, createdAt, updatedAt, isAdmin)
    values ('u1', 'Ilse Brink', 'ilse@voorbeeld.nl', 0, '2026-01-01T08:00:00.000Z', '', 0);
  insert into plan_formats (id, version, json) values ('f', 1, '{}');
  insert into plans (id, format_id, format_version, status, epoch, created_at, created_by, changed_at)
    values ('p1', 'f', 1, 'approval', 'e', 1, 'u1', 1);
  insert into members (plan_id, user_id, role, added_at) values ('p1', 'u1', 'editor', 1);
  insert into approvals (id, plan_id, version_id, number, seat, verdict, remark, user_id, name, position, organisation, level, on_behalf_of, is_deputy, channel, at)
    values ('a1', 'p1', 'v1', 1, 'paramedici', 'agreed', '', 'u1', 'Ilse Brink', 'fysiotherapeut', 'Praktijk', '', '', 0, 'screen', 5);
`

it('answers of an earlier release stay word for word what was signed, and nobody is linked to anyone', async () => {
  const file = join(folder, 'a.sqlite')
  await makeDatabaseAsOf(file, '0013-sessions')
  const raw = openSqlite(file)
  // The version of the answer does not matter here.
  raw.pragma('foreign_keys = OFF')
  raw.exec(before)
  raw.close()

  const db = await openDatabase(file)
  const [row] = await db.selectFrom('approvals').selectAll().execute()
  expect(row).toMatchObject({
    position: 'fysiotherapeut',
    person_row: null,
    person_name: null,
    linked_by: null,
    statement: null,
    signed_in_by: null,
  })
  const signed =
    '{"at":5,"channel":"screen","id":"a1","is_deputy":0,"level":"","name":"Ilse Brink","number":1,"on_behalf_of":"","organisation":"Praktijk","plan_id":"p1","position":"fysiotherapeut","remark":"","seat":"paramedici","user_id":"u1","verdict":"agreed","version_id":"v1"}'
  expect(row && digestOfAnswer(row)).toBe(createHash('sha256').update(signed).digest('hex'))
  expect(await db.selectFrom('person_links').selectAll().execute()).toEqual([])
  // Rows can only be added, also with the new columns.
  await expect(
    db.updateTable('approvals').set({ statement: 'U tekent als de hele wijk.' }).execute(),
  ).rejects.toThrow('only ever added')
  await db.destroy()
})

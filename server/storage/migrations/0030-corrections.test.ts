import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeDatabaseAsOf, openDatabase } from '../database.ts'
import { openSqlite } from '../sqlite.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wijktafel-0030-'))
})
afterEach(() => rm(folder, { recursive: true }))

const columns =
  'id, plan_id, version_id, scheme, wijk_key, period_from, period_to, recipient, handed_in_on, contact, submitted_by, submitted_at'
const before = `
  insert into plan_formats (id, version, json) values ('f', 1, '{}');
  insert into plans (id, format_id, format_version, status, epoch, created_at, created_by, changed_at)
    values ('p1', 'f', 1, 'submitted', 'e', 1, 'u1', 1);
  insert into rounds (version_id, plan_id, seq, code, deadline, seats, presented_at, presented_by)
    values ('v1', 'p1', 1, 'WT', '2026-01-20', '[]', 1, 'u1');
  insert into submissions (${columns}, claim, claim_key)
    values ('s1', 'p1', 'v1', 'x', 'y', '2026', '2027', 'Regio', '2026-02-02', 'Els', 'u1', 5, 'c', 'k');
  insert into submission_files (id, submission_id, file_name, media_type, sha256, bytes)
    values ('f1', 's1', 'plan.docx', 'm', 'sum', x'0102');
`

it('a submission of an earlier release stays, with its files, and a plan may be submitted again', async () => {
  const file = join(folder, 'a.sqlite')
  await makeDatabaseAsOf(file, '0029-account-merges')
  const raw = openSqlite(file)
  // The version does not matter here.
  raw.pragma('foreign_keys = OFF')
  raw.exec(before)
  raw.close()
  const db = await openDatabase(file)
  const [row] = await db.selectFrom('submissions').selectAll().execute()
  expect(row).toMatchObject({ id: 's1', claim: 'c', claim_key: 'k', submitted_at: 5 })
  const [kept] = await db.selectFrom('submission_files').selectAll().execute()
  expect(kept).toMatchObject({ submission_id: 's1', file_name: 'plan.docx' })
  expect([...(kept?.bytes ?? [])]).toEqual([1, 2])
  await expect(db.deleteFrom('submission_files').execute()).rejects.toThrow('only ever added')
  await expect(db.deleteFrom('submissions').execute()).rejects.toThrow('FOREIGN KEY')
  await db.destroy()
})

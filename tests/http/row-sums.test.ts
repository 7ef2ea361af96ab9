import { closeSync, copyFileSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDatabase } from '#server/admin/database-checks.ts'
import { checkPlans } from '#server/admin/plan-checks.ts'
import { openDatabase, openDatabaseReadOnly } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { Random } from '../support/random.ts'
import { adopt, openBroekerveld, overruleWarnings, submit } from './broekerveld.ts'
import { TestInstallation } from './installation.ts'

/** For a longer run: `FLIPS=5000 npx vitest run --project unit tests/http/row-sums.test.ts`. */
const flips = Number(process.env['FLIPS'] ?? 40)

/** Columns without a checksum, because they are never shown or change with every key: docs/audit.md lists them. */
const unread =
  /^(?:sessions|sign_in_links|sign_links|outbox|mail_notices|storage_probe|kysely_migration(?:_lock)?)\.|^plans\.(?:changed_at|changed_by|search_text|document_seq|summary_seq|words_seq|activity_seq)$/

describe('verify, of every row', () => {
  let test: TestInstallation
  let whole: string
  let copies = 0
  beforeAll(async () => {
    test = await TestInstallation.open()
    const plan = await openBroekerveld(test)
    const { planId, dounia, people } = plan
    await people.paramedici.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Wat betekent dit voor de praktijk?',
    })
    await dounia.invite(planId, 'reader')
    await test.person('Een Buitenstaander')
    await adopt(plan)
    await overruleWarnings(plan)
    expect((await submit(dounia, planId)).status).toBe(201)
    whole = join(test.folder, 'whole.sqlite')
    await sql`vacuum into ${whole}`.execute(test.db)
  }, 60_000)
  afterAll(() => test?.close())

  const copy = () => {
    copies += 1
    const file = join(test.folder, `copy-${copies}.sqlite`)
    copyFileSync(whole, file)
    return file
  }

  async function faultsAfter(...statements: string[]): Promise<string> {
    const file = copy()
    const db = await openDatabase(file)
    try {
      const { rows } = await sql<{
        name: string
      }>`select name from sqlite_master where type = 'trigger'`.execute(db)
      for (const { name } of rows) await sql`drop trigger ${sql.ref(name)}`.execute(db)
      for (const statement of statements) await sql.raw(statement).execute(db)
      return (await faultsIn(db, file)).join('\n')
    } finally {
      await db.destroy()
    }
  }

  it('finds nothing where nothing was done, nor after work that Wijktafel did itself', async () => {
    expect(await faultsIn(test.db, join(test.folder, 'whole.sqlite'))).toEqual([])
  })

  it.each([
    ['a comment', "update comments set body = 'Wij zijn tegen.'", 'comments:'],
    [
      'who wrote it',
      "update comments set author_id = (select user_id from members where role = 'coordinator')",
      'comments:',
    ],
    ['a comment that is gone', 'delete from comments', 'comments:'],
    ['a role', "update members set role = 'coordinator'", 'members:'],
    [
      'a member that was put in',
      "insert into members (plan_id, user_id, role, added_at) select plan_id, (select id from user where id not in (select user_id from members) limit 1), 'coordinator', 1 from members limit 1",
      'members:',
    ],
    ['a name', "update user set name = 'Iemand Anders' where name like 'Ilse%'", 'user:'],
    ['an address', "update user set email = 'x@voorbeeld.nl' where name like 'Ilse%'", 'user:'],
    ['an administrator', 'update user set isAdmin = 1', 'user:'],
    ['an invitation', "update invites set role = 'coordinator'", 'invites:'],
    ['the status of a plan', "update plans set status = 'concept'", 'plans:'],
    [
      'a form',
      "update plan_formats set json = replace(json, 'Begroting', 'begroting')",
      'plan_formats:',
    ],
    [
      'a title in the list',
      "update plans set title = 'Iets anders'",
      'de samenvatting in de lijst',
    ],
    [
      'a trail that is cut off at its end',
      'delete from audit where number = (select max(number) from audit)',
      'het logboek eindigt bij regel',
    ],
    ['a trail that is gone', 'delete from audit', 'het logboek eindigt bij regel 0'],
    [
      'a lowered number, with the log cut to it',
      'delete from plan_changes where seq > 5; ',
      'het plan is bij wijziging 5',
    ],
    ['when a change was made', 'update plan_changes set at = at - 86400000', 'is beschadigd'],
    [
      'who made a change',
      "update plan_changes set actor = 'x' where kind = 'update'",
      'is beschadigd',
    ],
  ])('finds %s', async (_, statement, expected) => {
    const statements = statement.endsWith('; ')
      ? [statement.trim().replace(/;$/, ''), 'update plans set seq = 5, document_seq = 5']
      : [statement]
    expect(await faultsAfter(...statements)).toContain(expected)
  })

  it('a trigger that was taken away is put back, and what was done meanwhile is still found', async () => {
    const file = copy()
    const db = await openDatabase(file)
    await sql`drop trigger comments_row_sum_update`.execute(db)
    await sql`update comments set body = 'Anders.'`.execute(db)
    await db.destroy()
    const again = await openDatabase(file)
    try {
      expect((await faultsIn(again, file)).join('\n')).toContain('comments:')
      const { rows } = await sql<{
        name: string
      }>`select name from sqlite_master where name = 'comments_row_sum_update'`.execute(again)
      expect(rows).toHaveLength(1)
    } finally {
      await again.destroy()
    }
  })

  it(`each of ${flips} bytes that a disk turned over, if anyone can read the difference`, async () => {
    const random = new Random(20)
    const original = readFileSync(whole)
    const before = await everything(whole)
    const count = { noticed: 0, harmless: 0, unread: 0 }
    const missed: string[] = []
    const file = copy()
    for (let at = 0; at < flips; at += 1) {
      const offset = random.below(original.length)
      const bit = 1 << random.below(8)
      poke(file, offset, (original[offset] ?? 0) ^ bit)
      const { isNoticed, changed } = await look(file, before)
      poke(file, offset, original[offset] ?? 0)
      if (isNoticed) count.noticed += 1
      else if (changed.length === 0) count.harmless += 1
      else if (changed.every((column) => unread.test(column))) count.unread += 1
      else missed.push(`${offset}: ${changed.join(', ')}`)
    }
    process.stdout.write(`flipped ${flips}: ${JSON.stringify(count)}, missed ${missed.length}\n`)
    expect(missed).toEqual([])
  }, 600_000)
})

function poke(file: string, offset: number, byte: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Uint8Array.of(byte), 0, 1, offset)
  closeSync(handle)
}

/** Whether verify reports a fault, and otherwise the columns with another value than before. */
async function look(
  file: string,
  before: ReadonlyMap<string, string>,
): Promise<{ isNoticed: boolean; changed: string[] }> {
  let db: Storage | null = null
  try {
    db = openDatabaseReadOnly(file)
    if ((await faultsIn(db, file)).length > 0) return { isNoticed: true, changed: [] }
    const now = await everything(file)
    const columns = new Set([...before.keys(), ...now.keys()])
    return {
      isNoticed: false,
      changed: [...columns].filter((column) => before.get(column) !== now.get(column)),
    }
  } catch {
    return { isNoticed: true, changed: [] }
  } finally {
    await db?.destroy().catch(() => undefined)
  }
}

/** Every column of every table as text. */
async function everything(file: string): Promise<Map<string, string>> {
  const db = openDatabaseReadOnly(file)
  try {
    const found = new Map<string, string>()
    for (const { name, columns } of await db.introspection.getTables({
      withInternalKyselyTables: true,
    }))
      for (const column of columns) {
        if (name === 'row_sums') continue
        const { rows } = await sql<{
          text: string
        }>`select quote(${sql.ref(column.name)}) as text from ${sql.ref(name)}`.execute(db)
        found.set(
          `${name}.${column.name}`,
          rows
            .map(({ text }) => text)
            .sort()
            .join('\n'),
        )
      }
    return found
  } finally {
    await db.destroy()
  }
}

async function faultsIn(db: Storage, file: string): Promise<string[]> {
  const found = await checkDatabase(db, file)
  for await (const { faults } of checkPlans(db)) found.push(...faults)
  return found
}

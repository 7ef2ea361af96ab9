import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPlans } from '#server/admin/plan-checks.ts'
import { openDatabase } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { adopt, openBroekerveld, overruleWarnings, submit } from './broekerveld.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

/** Six users and a submitted plan, created once: each test works on a copy of that database. */
describe.skipIf(isOnPostgres)('verify, of a plan that was agreed and handed in', () => {
  let test: TestInstallation
  let coordinator: Person
  let planId: string
  let copies = 0
  beforeAll(async () => {
    test = await TestInstallation.open()
    const plan = await openBroekerveld(test)
    coordinator = plan.dounia
    planId = plan.planId
    await adopt(plan)
    await overruleWarnings(plan)
    expect((await submit(coordinator, planId)).status).toBe(201)
  }, 60_000)
  afterAll(() => test?.close())

  /** The findings after an attacker with the database file did this, without the triggers that stop other writers. */
  async function faultsAfter(...statements: string[]): Promise<string> {
    const file = join(test.folder, `copy-${copies++}.sqlite`)
    await sql`vacuum into ${file}`.execute(test.db)
    const db = await openDatabase(file)
    try {
      for (const statement of statements) await sql.raw(statement).execute(db)
      return await faultsIn(db)
    } finally {
      await db.destroy()
    }
  }

  it('finds nothing where nothing was done', async () => {
    expect(await faultsAfter()).toBe('')
  })

  it.each([
    [
      'approvals',
      "update approvals set name = 'Iemand Anders' where number = 3",
      'het antwoord van',
    ],
    [
      'approvals',
      "update approvals set verdict = 'not-agreed' where number = 1",
      'het antwoord van',
    ],
    [
      'approvals',
      "update approvals set organisation = 'Alle praktijken' where number = 1",
      'een antwoord op een versie is gewijzigd',
    ],
    [
      'approvals',
      "update approvals set statement = 'U tekent als de hele wijk.' where number = 2",
      'het antwoord van',
    ],
    ['approvals', 'update approvals set statement = null where number = 2', 'het antwoord van'],
    ['approvals', "update approvals set person_row = 'm1' where number = 2", 'het antwoord van'],
    ['approvals', "update approvals set linked_by = 'x' where number = 2", 'het antwoord van'],
    [
      'approvals',
      `update approvals set signed_in_by = '{"method":"passkey"}' where number = 1`,
      'het antwoord van',
    ],
    [
      'approvals',
      "insert into approvals select 'x', plan_id, version_id, 99, seat, verdict, remark, user_id, name, position, organisation, level, on_behalf_of, is_deputy, channel, at, person_row, person_name, linked_by, statement, signed_in_by, corrected from approvals where number = 1",
      'een antwoord op een versie is gewijzigd, verdwenen of erbij gezet',
    ],
    [
      'person_links',
      "update person_links set row_id = 'm9' where row_id = 'm4'",
      'wie wie is in het plan, is gewijzigd',
    ],
    [
      'person_links',
      "update person_links set linked_by = user_id where row_id = 'm4'",
      'wie wie is in het plan, is gewijzigd',
    ],
    ['person_links', 'delete from person_links', 'wie wie is in het plan, is gewijzigd'],
    [
      'version_records',
      "update version_records set record = replace(record, 'apotheker', 'huisarts')",
      'de handtekening onder versie 1',
    ],
    ['rounds', "update rounds set code = 'WT-0000-0000'", 'niet meer wat is ondertekend'],
    ['audit', "update audit set actor = 'iemand' where number = 2", 'van het logboek is gewijzigd'],
    [
      'rounds',
      "update rounds set deadline = '2030-01-01'",
      'wat ter akkoord is voorgelegd is gewijzigd',
    ],
    [
      'mandates',
      "update mandates set on_behalf_of = 'iedereen' where number = 2",
      'een mandaat is gewijzigd',
    ],
    [
      'overrules',
      "update overrules set reason = 'Mag van de gemeente.'",
      'een reden bij de controle is gewijzigd',
    ],
    [
      'submissions',
      "update submissions set recipient = 'Een ander'",
      'wat is ingediend is gewijzigd',
    ],
    [
      'submission_files',
      "update submission_files set file_name = 'anders.docx' where file_name like '%.docx'",
      'wat is ingediend is gewijzigd',
    ],
    ['submission_files', "update submission_files set bytes = cast('x' as blob)", 'is gewijzigd'],
  ])('finds a changed row of %s: %s', async (table, statement, expected) => {
    expect(await faultsAfter(`drop trigger if exists ${table}_never_change`, statement)).toContain(
      expected,
    )
  })

  it('finds a trail that was cut off before what was signed', async () => {
    const faults = await faultsAfter(
      'drop trigger audit_stay',
      'delete from audit where number > 4',
    )
    expect(faults).toContain('het logboek is niet meer dat van toen versie 1 werd ondertekend')
  })

  it('is not needed to see a trail that was cut off: its page says so too', async () => {
    await sql.raw('drop trigger audit_stay').execute(test.db)
    await sql.raw('delete from audit where number > 4').execute(test.db)
    // The remaining lines form a valid chain.
    const chain = await coordinator.get<{ fault: string; signedUpTo: number }>(
      `/api/plans/${planId}/audit/chain`,
    )
    expect(chain.fault).toContain('is niet meer die met een versie is ondertekend')
    expect(chain.signedUpTo).toBeGreaterThan(4)
  })
})

async function faultsIn(db: Storage): Promise<string> {
  const found: string[] = []
  for await (const { faults } of checkPlans(db)) found.push(...faults)
  return found.join('\n')
}

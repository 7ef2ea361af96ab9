import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPlans } from '#server/admin/plan-checks.ts'
import { createPlanWriter } from '#server/plans/plan-writer.ts'
import { forgetPerson } from '#server/plans/privacy/forget-person.ts'
import { silentLogger, systemIds } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { OwnSession, PersonalData } from '#shared/api/my-data.ts'
import { editFragment } from '#shared/compare/edit-fragment.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'
import {
  adopt,
  type Broekerveld,
  openBroekerveld,
  overruleWarnings,
  submit,
} from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

describe('the questions of a person about their own data', () => {
  let test: TestInstallation
  let els: Person
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  afterAll(() => test.close())

  it('where they are signed in, and signs out there', async () => {
    test.clock.advance(60_000)
    const elsewhere = test.visitor()
    await elsewhere.signIn(
      await test.installation.links.forPerson({
        email: 'els@voorbeeld.nl',
        name: 'Els',
        isAdmin: false,
      }),
    )
    const list = async () =>
      (await els.get<{ sessions: OwnSession[] }>('/api/me/sessions')).sessions
    const [other, own] = await list()
    expect([other?.isThis, own?.isThis]).toEqual([false, true])
    expect(own?.startedBy.method).toBe('handed')
    const bo = await test.person('Bo')
    expect(await bo.refusal('DELETE', `/api/me/sessions/${other?.id}`)).toBe('404 not-found')
    expect((await els.ask('DELETE', `/api/me/sessions/${other?.id}`)).status).toBe(200)
    expect(await elsewhere.refusal('GET', '/api/me')).toBe('401 not-signed-in')
    expect(await list()).toHaveLength(1)
  })

  it('everything that is kept of them, and nothing of anyone else or secret', async () => {
    const planId = await els.createPlan()
    const bo = await test.person('Bo')
    await bo.accept(await els.invite(planId, 'commenter'))
    const thread = await bo.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Wat Bo vindt',
    })
    await els.post(`/api/threads/${thread.id}/comments`, { body: 'Wat Els vindt' })
    const data = await els.post<PersonalData>('/api/me/export')
    expect(data.records['user']).toMatchObject([{ name: 'Els', email: 'els@voorbeeld.nl' }])
    expect(data.records['comments']).toMatchObject([{ body: 'Wat Els vindt' }])
    expect(data.records['members']).toMatchObject([{ plan_id: planId, role: 'coordinator' }])
    expect(data.records['audit']?.length).toBeGreaterThan(2)
    const text = JSON.stringify(data)
    expect(text).not.toMatch(/Wat Bo vindt|token_hash|bo@voorbeeld/)
  })
})

/** A submitted plan; Ilse is linked to her row and signed for the paramedici, and other users mention her. */
describe('someone who is forgotten', () => {
  let test: TestInstallation
  let plan: Broekerveld
  let ilse: Person
  let userId: string
  let before: PlanContent
  const [name, email] = ['Ilse ter Braakhuis', 'ilse.ter.braakhuis@voorbeeld.nl']
  const content = () => plan.dounia.get<PlanContent>(`/api/plans/${plan.planId}/content`)
  const log = () => createSqlPlanLog({ db: test.db, clock: test.clock })
  const forget = (id: string) =>
    // Like the command beside a running server: no notification is sent.
    forgetPerson(
      {
        db: test.db,
        log: log(),
        writer: createPlanWriter({
          db: test.db,
          log: log(),
          clock: test.clock,
          logger: silentLogger,
          originOf: () => ({ channel: 'server', address: null }),
          keepAsks: async () => [],
        }),
        clock: test.clock,
        ids: systemIds,
      },
      id,
    )

  const addresses = async () =>
    (
      await test.db.selectFrom('audit').where('actor', '=', userId).select('address').execute()
    ).flatMap(({ address }) => address ?? [])

  beforeAll(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
    ilse = plan.people.paramedici
    userId = await ilse.userId()
    const { planId, dounia } = plan
    await editPlan(test, { planId, who: dounia }, (doc) =>
      editFragment(fieldFragment(doc, 'financiering'), {
        type: 'doc',
        content: [
          {
            type: 'paragraph',
            content: [
              { type: 'text', text: 'Volgens Ilse ' },
              { type: 'text', text: 'ter Braakhuis', marks: [{ type: 'bold' }] },
              { type: 'text', text: ' is dat € 1.000,00.' },
            ],
          },
        ],
      }),
    )
    await ilse.ask('POST', `/api/plans/${planId}/threads`, {
      body: { target: { kind: 'field', field: 'financiering' }, body: 'Dat klopt.' },
      peer: '203.0.113.9',
    })
    expect(await addresses()).toContain('203.0.113.9')
    await dounia.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'row', table: 'people', row: 'm4' },
      body: `Bel ilse ter braakhuis, of mail ${email}.`,
    })
    await test.pass(26 * 60 * 60 * 1000)
    await adopt(plan)
    await overruleWarnings(plan)
    expect((await submit(dounia, planId)).status).toBe(201)
    await dounia.post(`/api/plans/${planId}/outcome-links`, { label: `Praktijk van ${name}` })
    before = await content()
    expect(JSON.stringify(before)).toContain(name)
    await forget(userId)
    test.installation.rooms.notifyChanged(planId)
  }, 60_000)
  afterAll(() => test?.close())

  it('is nowhere by name or address, but where others agreed to what was signed', async () => {
    const tables = await test.db.introspection.getTables()
    const found: string[] = []
    for (const table of tables) {
      const rows = await sql<Record<string, unknown>>`select * from ${sql.ref(table.name)}`.execute(
        test.db,
      )
      for (const row of rows.rows)
        for (const [column, value] of Object.entries(row)) {
          const bytes = value instanceof Uint8Array ? Buffer.from(value) : null
          const text =
            bytes === null
              ? String(value)
              : table.name === 'plan_days' || row['packing'] === 'gzip'
                ? gunzipSync(bytes).toString()
                : bytes.toString('utf8')
          if (/ilse[\s\S]{1,3}ter braakhuis|ter braakhuis|ilse\.ter/i.test(text))
            found.push(`${table.name}.${column}`)
        }
    }
    expect([...new Set(found)].sort()).toEqual([
      'approvals.name',
      'approvals.person_name',
      'approvals.statement',
      'rounds.seats',
      'submission_files.bytes',
    ])
  })

  it('leaves sums, organisations, approvals and what they wrote', async () => {
    const after = await content()
    expect(after.totals).toEqual(before.totals)
    const [old, row] = [before, after].map(({ tables }) =>
      tables['people']?.find(({ id }) => id === 'm4'),
    )
    expect(row).toMatchObject({ position: old?.['position'], party: old?.['party'] })
    expect(row?.['name']).toMatch(/^Oud-deelnemer [0-9A-F]{6}$/)
    expect(plainText(after.fields['financiering'] as RichDoc)).toBe(
      `Volgens ${row?.['name']} is dat € 1.000,00.`,
    )
    const { threads } = await plan.dounia.get<{ threads: Thread[] }>(
      `/api/plans/${plan.planId}/threads`,
    )
    expect(
      threads.flatMap(({ comments }) => comments.map(({ author, body }) => [author.name, body])),
    ).toEqual([
      [row?.['name'], 'Dat klopt.'],
      ['Dounia Assarag', `Bel ${row?.['name']}, of mail .`],
    ])
    expect(await test.db.selectFrom('approvals').select('seat').execute()).toHaveLength(5)
  })

  it('can not sign in, and is a member of nothing', async () => {
    expect(await ilse.refusal('GET', '/api/me')).toBe('401 not-signed-in')
    const { members } = await plan.dounia.get<{ members: { userId: string }[] }>(
      `/api/plans/${plan.planId}/members`,
    )
    expect(members.map((member) => member.userId)).not.toContain(userId)
    expect(
      await test.db.selectFrom('sign_in_links').where('user_id', '=', userId).selectAll().execute(),
    ).toEqual([])
  })

  it('every chain still holds, and says what was taken out', async () => {
    expect(await addresses()).toEqual([])
    expect(await faultsIn(test.db)).toEqual([])
    const { lines } = await plan.dounia.get<{ lines: { text: string; action: string }[] }>(
      `/api/plans/${plan.planId}/audit`,
    )
    expect(lines.find(({ action }) => action === 'person.forgotten')?.text).toMatch(
      /haalde de naam en de gegevens van een persoon weg, die nu Oud-deelnemer/,
    )
    const chain = await plan.dounia.get<{ fault: string | null }>(
      `/api/plans/${plan.planId}/audit/chain`,
    )
    expect(chain.fault).toBeNull()
  })

  it.skipIf(isOnPostgres).each([
    [
      'another version',
      "update versions set content = cast('{}' as blob), packing = 'none'",
      'heeft een andere inhoud',
    ],
    [
      'another redaction',
      `update redactions set new_hash = '${'0'.repeat(64)}' where kind = 'version'`,
      'van een vergeten persoon is weggehaald is gewijzigd',
    ],
    [
      'a redaction that is gone',
      'delete from redactions',
      'van een vergeten persoon is weggehaald is gewijzigd',
    ],
    [
      'a line that was changed with it',
      "update audit set action = 'x' where address is null and number = 3",
      'van het logboek is gewijzigd',
    ],
  ])('finds %s', async (_, statement, expected) => {
    const file = join(test.folder, `copy-${systemIds.next()}.sqlite`)
    await sql`vacuum into ${file}`.execute(test.db)
    const db = await openDatabase(file)
    try {
      for (const table of ['versions', 'redactions', 'audit'])
        for (const guard of ['never_change', 'stay'])
          await sql.raw(`drop trigger if exists ${table}_${guard}`).execute(db)
      await sql.raw(statement).execute(db)
      expect((await faultsIn(db)).join('\n')).toContain(expected)
    } finally {
      await db.destroy()
    }
  })

  it('may not be the only coordinator, and is not forgotten twice', async () => {
    await expect(forget(await plan.dounia.userId())).rejects.toMatchObject({
      code: 'last-coordinator',
    })
    await expect(forget('niemand')).rejects.toMatchObject({ code: 'not-found' })
  })
})

async function faultsIn(db: Storage): Promise<string[]> {
  const found: string[] = []
  for await (const { faults } of checkPlans(db)) found.push(...faults)
  return found
}

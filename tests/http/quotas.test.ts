import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineOf } from '#server/storage/engine.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { errorTable, type ProblemBody } from '#shared/errors.ts'
import type { Limit } from '#shared/limits/limit.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { adopt, type Broekerveld, openBroekerveld, type Seats } from './broekerveld.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

type Asked = Promise<{ status: number; body: unknown }>

const numbered = (column: string) => `${column} || '-' || n.value`

/** An expression for a value of so many bytes. */
const zeros = (bytes: number) =>
  isOnPostgres ? `decode(repeat('00', ${bytes}), 'hex')` : `zeroblob(${bytes})`

/** Copies the one row of a table up to the limit. */
async function fill(
  test: TestInstallation,
  table: string,
  fresh: Readonly<Record<string, string>>,
  many: number,
) {
  const columns = await engineOf(test.db).rowSums.columns(table)
  const select = columns.map(({ name }) => fresh[name] ?? `"${name}"`).join(', ')
  await sql`
    with recursive n(value) as (select 1 union all select value + 1 from n where value < ${many - 1})
    insert into ${sql.table(table)}
    select ${sql.raw(select)} from (select * from ${sql.table(table)} limit 1) as one, n`.execute(
    test.db,
  )
}

async function refusedBy(
  test: TestInstallation,
  limit: LimitName,
  ask: () => Asked,
): Promise<void> {
  const { over }: Limit = limits[limit]
  const answer = await ask()
  const problem = answer.body as ProblemBody
  expect({ status: answer.status, code: problem.code }).toEqual({
    status: errorTable[over as keyof typeof errorTable].status,
    code: over,
  })
  const { body } = await test.visitor().ask<string>('GET', '/metrics')
  expect(body).toContain(`wijktafel_limited_total{limit="${limit}"} 1\n`)
}

describe('records that are kept for good have a limit', () => {
  let test: TestInstallation
  let els: Person
  let elsId: string
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    elsId = await els.userId()
    planId = await els.createPlan()
  })
  afterEach(() => test.close())

  it('plans of one person (limit plansPerPerson)', async () => {
    await fill(test, 'plans', { id: numbered('id') }, limits.plansPerPerson.max - 1)
    await els.createPlan()
    await refusedBy(test, 'plansPerPerson', () => els.ask('POST', '/api/plans', { body: plan }))
    const noor = await test.person('Noor')
    await noor.createPlan()
  })

  it('plans of all (limit plans)', async () => {
    await fill(test, 'plans', { id: numbered('id') }, limits.plans.max)
    const noor = await test.person('Noor')
    await refusedBy(test, 'plans', () => noor.ask('POST', '/api/plans', { body: plan }))
  })

  it('members, also by an invitation that was made before (limit membersPerPlan)', async () => {
    const url = await els.invite(planId, 'reader')
    const people = limits.membersPerPlan.max
    await fill(test, 'user', { id: numbered('id'), email: numbered('email') }, people)
    await sql`insert into members (plan_id, user_id, role, added_at) select ${planId}, id, 'reader', 0 from "user" where id <> ${elsId}`.execute(
      test.db,
    )
    await refusedBy(test, 'membersPerPlan', () =>
      test.visitor().accept(url, { name: 'Noor', email: 'noor@voorbeeld.nl' }),
    )
    expect(await refusalOf('POST', `/api/plans/${planId}/invites`, { role: 'reader' })).toBe(
      '409 members-full',
    )
  })

  it('open invitations, until one is withdrawn or ends (limit openInvitesPerPlan)', async () => {
    await els.invite(planId, 'reader')
    await fill(
      test,
      'invites',
      { id: numbered('id'), token_hash: numbered('token_hash'), created_at: '0' },
      limits.openInvitesPerPlan.max,
    )
    const ask = () => els.ask('POST', `/api/plans/${planId}/invites`, { body: { role: 'reader' } })
    await refusedBy(test, 'openInvitesPerPlan', ask)
    const { invites } = await els.get<{ invites: { id: string }[] }>(`/api/plans/${planId}/invites`)
    await els.ask('DELETE', `/api/plans/${planId}/invites/${invites[0]?.id}`)
    expect((await ask()).status).toBe(201)
  })

  it('invitations of a day, whatever became of them (limit invitesPerDay)', async () => {
    await els.invite(planId, 'reader')
    await fill(
      test,
      'invites',
      { id: numbered('id'), token_hash: numbered('token_hash'), withdrawn_at: '1' },
      limits.invitesPerDay.max,
    )
    const ask = () => els.ask('POST', `/api/plans/${planId}/invites`, { body: { role: 'reader' } })
    await refusedBy(test, 'invitesPerDay', ask)
    test.clock.advance(24 * 60 * 60_000)
    expect((await ask()).status).toBe(201)
  })

  it('versions, by their number (limit versionsPerPlan)', async () => {
    await els.post(versions(), { name: 'Eerste' })
    await fill(
      test,
      'versions',
      { id: numbered('id'), number: 'n.value + 1' },
      limits.versionsPerPlan.max,
    )
    await refusedBy(test, 'versionsPerPlan', () =>
      els.ask('POST', versions(), { body: { name: 'Nog een' } }),
    )
  })

  it('versions, by what they take (limit versionBytesPerPlan)', async () => {
    await els.post(versions(), { name: 'Eerste' })
    await fill(
      test,
      'versions',
      { id: numbered('id'), number: 'n.value + 1', content: zeros(16 * 1024 * 1024) },
      9,
    )
    await refusedBy(test, 'versionBytesPerPlan', () =>
      els.ask('POST', versions(), { body: { name: 'Nog een' } }),
    )
  })

  it('threads and the comments of one (limit threadsPerPlan, commentsPerThread)', async () => {
    const thread = () =>
      els.ask<{ id: string }>('POST', `/api/plans/${planId}/threads`, { body: remark })
    const { id } = (await thread()).body
    const reply = () => els.ask('POST', `/api/threads/${id}/comments`, { body: { body: 'Ja.' } })
    await fill(
      test,
      'comments',
      { id: numbered('id'), deleted_at: '1' },
      limits.commentsPerThread.max,
    )
    await refusedBy(test, 'commentsPerThread', reply)
    await fill(test, 'threads', { id: numbered('id'), deleted_at: '1' }, limits.threadsPerPlan.max)
    await refusedBy(test, 'threadsPerPlan', thread)
  })

  it('consultations, those of a day and all of them (limit consultationsPerDay, consultationsPerPlan)', async () => {
    const consult = () =>
      els.ask('POST', `/api/plans/${planId}/consultation`, {
        body: { deadline: new Date(test.clock.now() + 9 * 86_400_000).toISOString(), message: '' },
      })
    const close = () => els.ask('DELETE', `/api/plans/${planId}/consultation`)
    for (let n = 0; n < limits.consultationsPerDay.max; n++) {
      expect((await consult()).status).toBeLessThan(300)
      expect((await close()).status).toBeLessThan(300)
    }
    await refusedBy(test, 'consultationsPerDay', consult)
    await fill(
      test,
      'consultations',
      { id: numbered('id'), opened_at: '0' },
      limits.consultationsPerPlan.max,
    )
    test.clock.advance(24 * 60 * 60_000)
    await refusedBy(test, 'consultationsPerPlan', consult)
  })

  it('links to read along (limit openReadLinks)', async () => {
    await els.ask('POST', `/api/plans/${planId}/consultation`, {
      body: { deadline: new Date(test.clock.now() + 9 * 86_400_000).toISOString(), message: '' },
    })
    const link = () =>
      els.ask('POST', `/api/plans/${planId}/read-links`, { body: { label: 'De wijkraad' } })
    expect((await link()).status).toBe(201)
    await fill(
      test,
      'read_links',
      { id: numbered('id'), token_hash: numbered('token_hash') },
      limits.openReadLinks.max,
    )
    await refusedBy(test, 'openReadLinks', link)
  })

  const versions = () => `/api/plans/${planId}/versions`
  const refusalOf = (method: string, path: string, body: unknown) =>
    els.refusal(method, path, { body })
})

describe('records of an agreement that are kept for good have a limit', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, 60_000)
  afterEach(() => test.close())

  const present = () =>
    plan.dounia.ask<Agreement>('POST', `/api/plans/${plan.planId}/presentations`, { body: {} })

  it('links to the outcomes (limit openOutcomeLinks)', async () => {
    await adopt(plan)
    const link = () =>
      plan.dounia.ask('POST', `/api/plans/${plan.planId}/outcome-links`, {
        body: { label: 'Huisartsen' },
      })
    expect((await link()).status).toBe(201)
    await fill(
      test,
      'outcome_links',
      { id: numbered('id'), token_hash: numbered('token_hash') },
      limits.openOutcomeLinks.max,
    )
    await refusedBy(test, 'openOutcomeLinks', link)
  })

  it('versions put forward on one day (limit presentationsPerDay)', async () => {
    const recall = () =>
      plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { status: 'concept' } })
    for (let n = 0; n < limits.presentationsPerDay.max; n++) {
      expect((await present()).status).toBeLessThan(300)
      expect((await recall()).status).toBeLessThan(300)
    }
    await refusedBy(test, 'presentationsPerDay', present)
    test.clock.advance(24 * 60 * 60_000)
    expect((await present()).status).toBeLessThan(300)
  })

  it('answers, and changes of who may answer (limit answersPerVersion, mandatesPerPlan)', async () => {
    const versionId = (await present()).body.current?.versionId ?? ''
    const answer = (seat: Seats) =>
      plan.people[seat].ask('POST', `/api/versions/${versionId}/approvals`, {
        body: { discipline: seat, verdict: 'agreed' },
      })
    expect((await answer('apothekers')).status).toBeLessThan(300)
    const next = { id: numbered('id'), number: 'n.value + 100000' }
    await fill(test, 'approvals', next, limits.answersPerVersion.max)
    await refusedBy(test, 'answersPerVersion', () => answer('wijkverpleging'))
    await fill(test, 'mandates', next, limits.mandatesPerPlan.max)
    await refusedBy(test, 'mandatesPerPlan', async () =>
      plan.dounia.ask('POST', `/api/plans/${plan.planId}/mandates`, {
        body: {
          seat: 'apothekers',
          userId: await plan.people.wijkverpleging.userId(),
          kind: 'holder',
          position: 'Apotheker',
        },
      }),
    )
  })

  it('reasons why something is no BSN (limit bsnAnswersPerPlan)', async () => {
    const reason = () =>
      plan.dounia.ask('POST', `/api/plans/${plan.planId}/bsn-answers`, {
        body: { target: { kind: 'plan' }, notBsn: 'Een KvK-nummer' },
      })
    expect((await reason()).status).toBeLessThan(300)
    await fill(test, 'bsn_answers', { id: numbered('id') }, limits.bsnAnswersPerPlan.max)
    await refusedBy(test, 'bsnAnswersPerPlan', reason)
  })
})

const remark = { target: { kind: 'plan' }, body: 'Een opmerking.' }
const plan = {
  format: 'medrie-wijkplan',
  values: { wijk: 'Wijk', team: 'Team', periodFrom: '2026-01-01', periodTo: '2026-12-31' },
}

import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restore } from '#server/admin/restore.ts'
import { databaseFile } from '#server/config.ts'
import { systemIds } from '#server/runtime.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { OutcomeLink, OutcomePage } from '#shared/api/outcome-links.ts'
import { formatEuro } from '#shared/money.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import {
  adopt,
  type Broekerveld,
  broekerveld,
  openBroekerveld,
  overruleWarnings,
  submit,
} from './broekerveld.ts'
import { isOnPostgres, type Person, TestInstallation, tokenOf } from './installation.ts'

const day = 24 * 3600_000
type Shown = { versionNumber: number; adoptedAt: string } | null

describe('R8: the outcomes are shared by a link', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, 60_000)
  afterEach(() => test.close())

  const at = () => `/api/plans/${plan.planId}/outcome-links`
  const make = (label = 'Alle huisartsen van IJsselrade', by: Person = plan.dounia) =>
    by.post<{ id: string; url: string }>(at(), { label })
  const listed = (by: Person = plan.dounia) => by.get<{ links: OutcomeLink[]; shown: Shown }>(at())
  const read = (url: string) =>
    test
      .visitor()
      .ask<OutcomePage & { code?: string; detail?: string }>('GET', `/api/outcomes/${tokenOf(url)}`)
  const outcome = async (url: string) => {
    const { status, body } = await read(url)
    return status === 200 ? `version ${body.versionNumber}` : `${status} ${body.code}`
  }
  async function another(): Promise<TestInstallation> {
    await test.close()
    test = await TestInstallation.open()
    return test
  }
  async function overruleNumbers(): Promise<void> {
    const { problems } = await plan.dounia.get<{ problems: CheckedProblem[] }>(
      `/api/plans/${plan.planId}/problems`,
    )
    for (const { key, rule } of problems)
      if (rule === 'T7')
        await plan.dounia.post(`/api/plans/${plan.planId}/overrules`, {
          key,
          reason: 'Een zaaknummer',
        })
  }
  const sentences = async () =>
    (
      await plan.dounia.get<{ lines: AuditLine[] }>(`/api/plans/${plan.planId}/audit`)
    ).lines.flatMap(({ action, text }) => (action.startsWith('outcome-link') ? [text] : []))

  it('only once a version is adopted', async () => {
    expect(await listed()).toEqual({ links: [], shown: null })
    expect(await plan.dounia.refusal('POST', at(), { body: { label: 'Huisartsen' } })).toBe(
      '409 no-outcome',
    )
    await adopt(plan)
    expect((await listed()).shown).toMatchObject({ versionNumber: 1 })
    await make()
  })

  it('shows the public version to anyone who has it, and to no search engine', async () => {
    await adopt(plan)
    const { url } = await make()
    expect(url).toMatch(/^http:\/\/localhost:3000\/uitkomsten\?token=/)
    const { status, body, headers } = await read(url)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect(body).toMatchObject({
      title: 'Ontwikkelplan Hecht Wijkverband Het Broekerveld',
      versionNumber: 1,
      hasEnded: false,
    })
    const everything = JSON.stringify(body)
    for (const there of ['Huidige situatie in de wijksamenwerking', formatEuro(1_525_720)])
      expect(everything).toContain(there)
    // No people, no rates, no ids.
    for (const hidden of ['Wouter', 'Zijderveldt', 'voorbeeld.nl', 'uurtarief', plan.planId])
      expect(everything).not.toContain(hidden)
    expect(await sentences()).toEqual(['maakte een link om de uitkomsten te delen'])
  })

  it('outlives a consultation, the deadline and a new version; and shows that version once it is adopted', async () => {
    await adopt(plan)
    await overruleWarnings(plan)
    expect((await submit(plan.dounia, plan.planId)).status).toBe(201)
    const { url } = await make()
    test.clock.advance(25 * day)
    expect(await outcome(url)).toBe('version 1')
    await plan.dounia.post(`/api/plans/${plan.planId}/versions`, { name: 'Tussenstand' })
    expect(await outcome(url)).toBe('version 1')
    await plan.dounia.post(`/api/plans/${plan.planId}/ending`, {
      kind: 'expired',
      reason: 'Het traject is afgerond.',
    })
    const { body } = await read(url)
    expect(body).toMatchObject({ versionNumber: 1, hasEnded: true })
  })

  it('says so when the version is taken back', async () => {
    await adopt(plan)
    const { url } = await make()
    await plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { status: 'concept' } })
    expect(await outcome(url)).toBe('409 no-outcome')
    expect((await listed()).shown).toBeNull()
    expect((await listed()).links).toHaveLength(1)
  })

  it('ends when a coordinator revokes it, or the plan is removed; and only then', async () => {
    await adopt(plan)
    const one = await make('Een')
    test.clock.advance(1000)
    const two = await make('Twee')
    expect((await listed()).links).toMatchObject([
      { label: 'Een', createdBy: { name: 'Dounia Assarag' } },
      { label: 'Twee' },
    ])
    expect(await plan.people.apothekers.refusal('GET', at())).toBe('403 no-access')
    expect(await plan.people.apothekers.refusal('DELETE', `${at()}/${one.id}`)).toBe(
      '403 no-access',
    )
    const other = await test.person('Anders')
    const otherPlan = await other.createPlan()
    expect(await other.refusal('DELETE', `/api/plans/${otherPlan}/outcome-links/${one.id}`)).toBe(
      '404 not-found',
    )
    expect((await plan.dounia.ask('DELETE', `${at()}/${one.id}`)).status).toBe(200)
    expect(await plan.dounia.refusal('DELETE', `${at()}/${one.id}`)).toBe('404 not-found')
    expect([await outcome(one.url), await outcome(two.url)]).toEqual([
      '410 outcome-link-invalid',
      'version 1',
    ])
    expect(await sentences()).toContain('trok een link naar de uitkomsten in')
    await plan.dounia.ask('DELETE', `/api/plans/${plan.planId}`)
    expect(await outcome(two.url)).toBe('410 outcome-link-invalid')
  })

  it('T7 a number that looks like a BSN holds it back, without telling a stranger where it is', async () => {
    expect(await plan.dounia.refusal('POST', at(), { body: { label: 'Voor 111222333' } })).toBe(
      '422 bsn-found',
    )
    plan = await openBroekerveld(await another(), {
      ...broekerveld,
      fields: { ...broekerveld.fields, financiering: 'Zaak 111222333.' },
      notBsn: 'Een zaaknummer',
    })
    await overruleNumbers()
    await adopt(plan)
    const { url } = await make()
    expect(await outcome(url)).toBe('version 1')
    const { overrules } = await plan.dounia.get<{ overrules: { id: string }[] }>(
      `/api/plans/${plan.planId}/overrules`,
    )
    for (const { id } of overrules)
      await plan.dounia.ask('DELETE', `/api/plans/${plan.planId}/overrules/${id}`)
    test.clock.advance(10_000)
    expect(await read(url)).toMatchObject({ status: 409, body: { code: 'no-outcome' } })
    expect(JSON.stringify((await read(url)).body)).not.toMatch(/Financiering|111/)
    expect(await plan.dounia.refusal('POST', at(), { body: { label: 'Huisartsen' } })).toBe(
      '409 bsn-waiting',
    )
  })

  it('can not be guessed at without end, and whoever has one is not kept out by that', async () => {
    await adopt(plan)
    const { url } = await make()
    for (let i = 0; i < 25; i++) await outcome(`http://x/?token=geraden-${i}`)
    expect(await outcome('http://x/?token=nog-een')).toBe('429 too-many')
    expect(await outcome(url)).toBe('version 1')
  })

  it.skipIf(isOnPostgres)(
    'a database that is put back shares nothing that was revoked since',
    async () => {
      await adopt(plan)
      const { url } = await make()
      const database = join(test.folder, databaseFile)
      await test.installation.close()
      const backup = join(test.folder, 'backup.sqlite')
      await copyFile(database, backup)
      const said: string[] = []
      expect(
        await restore(
          { database, file: backup, acceptsFaults: false, clock: test.clock, ids: systemIds },
          { say: (line) => said.push(line) },
        ),
      ).toBe(0)
      expect(said.join('\n')).toContain('1 link naar uitkomsten is ingetrokken.')
      test = await test.restart()
      expect(await outcome(url)).toBe('410 outcome-link-invalid')
    },
  )
})

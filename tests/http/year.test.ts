import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { Version } from '#shared/api/versions.ts'
import type { Comparison } from '#shared/compare/differences.ts'
import { restoreFrom } from '#shared/compare/restore-from.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { addRow, setCell } from '#shared/plan/rows.ts'
import { examplePlan } from '../support/example-plan.ts'
import { putStored } from '../support/stored-installation.ts'
import { adopt, openBroekerveld } from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

let test: TestInstallation
beforeEach(async () => {
  test = await TestInstallation.open()
})
afterEach(() => test.close())

const contentOf = (who: Person, planId: string) =>
  who.get<PlanContent>(`/api/plans/${planId}/content`)
const versionsOf = async (who: Person, planId: string) =>
  (await who.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`)).versions
const changedSince = async (who: Person, planId: string) =>
  (await who.get<Agreement>(`/api/plans/${planId}/agreement`)).changedSince
const rowOfPlan = (planId: string) =>
  test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()

async function formatOf({ format }: PlanContent, who: Person): Promise<Format> {
  return who.get<Format>(`/api/formats/${format.id}?version=${format.version}`)
}

describe('the year of a plan', () => {
  let els: Person
  let planId: string
  beforeEach(async () => {
    els = await test.person('Els')
    planId = await els.createPlan(examplePlan('kraaienveen'))
    await els.post(`/api/plans/${planId}/presentations`, {})
  })

  const spend = (cents: number) =>
    editPlan(test, { planId, who: els }, (doc) =>
      setCell(doc, 'budget', 'r01', 'actualCents', cents),
    )

  it('is no change of what was presented: an actual cost and an hour', async () => {
    expect(await changedSince(els, planId)).toEqual({ count: 0, text: 'Geen verschillen' })
    await spend(12_345)
    const format = await formatOf(await contentOf(els, planId), els)
    const hours = tableOf(format, 'hours')
    if (hours === undefined) throw new Error('no hours')
    await editPlan(test, { planId, who: els }, (doc) =>
      addRow(doc, hours, { id: 'uur-nieuw', cells: { quantityHundredths: 150 } }),
    )
    expect((await contentOf(els, planId)).tables['budget']?.[0]?.['actualCents']).toBe(12_345)
    expect(await changedSince(els, planId)).toEqual({ count: 0, text: 'Geen verschillen' })
    await editPlan(test, { planId, who: els }, (doc) =>
      setCell(doc, 'budget', 'r01', 'description', 'Anders'),
    )
    expect((await changedSince(els, planId))?.text).toBe('1 begrotingsregel')
  })

  it('is in no version, its hash or its comparison', async () => {
    const [version] = await versionsOf(els, planId)
    await spend(12_345)
    const again = await els.post<Version>(`/api/plans/${planId}/versions`, { name: 'Later' })
    const [old, later] = [
      await els.get<PlanContent>(`/api/versions/${version?.id}/content`),
      await els.get<PlanContent>(`/api/versions/${again.id}/content`),
    ]
    expect({ ...later, seq: old.seq }).toEqual(old)
    expect(Object.keys(later.tables)).not.toContain('hours')
    expect(later.tables['budget']?.[0]).not.toHaveProperty('actualCents')
    const { sections } = await els.get<Comparison>(
      `/api/plans/${planId}/compare?from=${version?.id}`,
    )
    expect(sections).toEqual([])
  })

  it('stays when a version is restored, also in a line that was removed since', async () => {
    const [version] = await versionsOf(els, planId)
    await spend(12_345)
    const frozen = await els.get<PlanContent>(`/api/versions/${version?.id}/content`)
    const format = await formatOf(frozen, els)
    await editPlan(test, { planId, who: els }, (doc) => {
      setCell(doc, 'budget', 'r01', 'description', 'Anders')
      restoreFrom(doc, formOf(format), { version: frozen, chosen: { kind: 'all' } })
    })
    const [row] = (await contentOf(els, planId)).tables['budget'] ?? []
    expect([row?.['description'], row?.['actualCents']]).toEqual([
      frozen.tables['budget']?.[0]?.['description'],
      12_345,
    ])
  })

  it('leaves the files of the form, and stays in the workbook and the data', async () => {
    await spend(12_345)
    const text = async (path: string) =>
      String((await els.ask('GET', `/api/plans/${planId}/${path}`)).body)
    expect(await text('export.md')).not.toContain('123,45')
    expect(await text('export.csv')).toContain('123,45')
    const [version] = await versionsOf(els, planId)
    expect(await text(`export.csv?version=${version?.id}`)).not.toContain('123,45')
    const data = await els.get<PlanContent>(`/api/plans/${planId}/export.json`)
    expect(data.tables['budget']?.[0]?.['actualCents']).toBe(12_345)
  })
})

it('a rule about the year judges the year as it is when the plan is handed in', async () => {
  const plan = await openBroekerveld(test)
  await adopt(plan)
  // Measured at the end of the year: after the plan was agreed, and no reason to ask akkoord again.
  const before = (await contentOf(plan.dounia, plan.planId)).tables['vragenlijst'] ?? []
  await editPlan(test, { planId: plan.planId, who: plan.dounia }, (doc) => {
    for (const { id } of before) setCell(doc, 'vragenlijst', id, 'end', '4')
  })
  expect((await changedSince(plan.dounia, plan.planId))?.count).toBe(0)
})

describe('versions from before the year was a part of its own', () => {
  beforeEach(async () => {
    await putStored(test.db, 'before-the-year')
    // As a new release starts on the database of the one before.
    test = await test.restart()
  })

  /** A member of a plan that the earlier release stored. */
  async function memberOf(title: string): Promise<{ who: Person; plan: PlanRow }> {
    const plan = await test.db
      .selectFrom('plans')
      .selectAll()
      .where('title', '=', title)
      .executeTakeFirstOrThrow()
    const owner = await test.db
      .selectFrom('user')
      .select(['name', 'email'])
      .where('id', '=', plan.created_by)
      .executeTakeFirstOrThrow()
    return { who: await test.person(owner.name, { email: owner.email }), plan }
  }

  it('keep their hash, their seal and their place in the chain, and new ones follow them', async () => {
    const plans = await test.db.selectFrom('plans').selectAll().execute()
    expect(plans).toHaveLength(3)
    for (const plan of plans) expect(await findChangedVersions(test.db, plan)).toEqual([])
    const { who, plan } = await memberOf('Wijkplan Kraaienveen')
    await who.post(`/api/plans/${plan.id}/versions`, { name: 'Met het nieuwe programma' })
    expect(await findChangedVersions(test.db, await rowOfPlan(plan.id))).toEqual([])
    expect((await versionsOf(who, plan.id)).map(({ number }) => number)).toEqual([4, 3, 2, 1])
  })

  it.each([
    ['Wijkplan Kraaienveen', 'actualCents'],
    ['Wijkplan WSV De Meerpalen', 'actualK1Cents'],
  ])('of %s hold actual costs, which are no difference any more', async (title, column) => {
    const { who, plan } = await memberOf(title)
    const now = await contentOf(who, plan.id)
    expect(now.format.version).toBe(2)
    expect(now.tables['budget']?.[0]?.[column]).toBe(12_345)
    const [last, presented] = await versionsOf(who, plan.id)
    for (const version of [last, presented]) {
      const content = await who.get<PlanContent>(`/api/versions/${version?.id}/content`)
      expect(content.tables['budget']?.[0]).toHaveProperty(column)
    }
    expect(await changedSince(who, plan.id)).toEqual({ count: 0, text: 'Geen verschillen' })
    const { sections } = await who.get<Comparison>(
      `/api/plans/${plan.id}/compare?from=${presented?.id}&to=${last?.id}`,
    )
    expect(sections).toEqual([])
  })

  it('an update of a program that knew no year still writes its actual cost', async () => {
    const { who, plan } = await memberOf('Wijkplan Kraaienveen')
    await editPlan(test, { planId: plan.id, who }, (doc) =>
      setCell(doc, 'budget', 'r02', 'actualCents', 777),
    )
    const rows = (await contentOf(who, plan.id)).tables['budget'] ?? []
    expect(rows.find(({ id }) => id === 'r02')?.['actualCents']).toBe(777)
    expect((await changedSince(who, plan.id))?.count).toBe(0)
  })
})

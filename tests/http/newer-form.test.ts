import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findUnauditedRows } from '#server/admin/check-audit.ts'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { PlanRequirement } from '#shared/api/requirements.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { limits } from '#shared/limits.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { planValues } from '#shared/plan/layout.ts'
import { addRow, setCell, setValue } from '#shared/plan/rows.ts'
import { editPlan } from './edit-plan.ts'
import { type OlderForm, openOlderForm } from './older-form.ts'

const titles = [
  'Wijkplan Kraaienveen',
  'Ontwikkelplan Hecht Wijkverband Het Broekerveld',
  'Wijkplan WSV De Meerpalen',
] as const

/** Plans that an earlier release stored, on the second version of each form. */
describe('EV6 a newer version of the form of a plan', () => {
  let its: OlderForm
  beforeEach(async () => {
    its = await openOlderForm()
  })
  afterEach(() => its.test.close())

  it.each(titles)(
    '%s: nothing is lost, one line in the trail, versions keep hash and form',
    async (title) => {
      const { who, plan } = await its.inConcept(title)
      const before = await its.contentOf(who, plan.id)
      const versions = await its.versionsOf(who, plan.id)
      const newer = await its.newerOf(who, plan.id)
      expect(newer).toMatchObject({ from: 2, to: 3, obstacles: [], isInUse: false })
      expect(newer?.asks.map(({ label }) => label)).toContain('Btw in de bedragen')

      expect((await its.follow(who, plan.id)).body).toMatchObject({
        format: { version: 3, newest: 3 },
        title: plan.title,
      })
      const after = await its.contentOf(who, plan.id)
      expect(after.format.version).toBe(3)
      for (const [id, value] of Object.entries(before.values))
        expect(after.values[id]).toEqual(value)
      for (const [id, text] of Object.entries(before.fields)) expect(after.fields[id]).toEqual(text)
      for (const [id, rows] of Object.entries(before.tables))
        expect(after.tables[id]).toMatchObject(rows)
      expect(after.totals).toMatchObject(before.totals)

      expect(await its.versionsOf(who, plan.id)).toEqual(versions)
      for (const { id } of versions)
        expect((await who.get<PlanContent>(`/api/versions/${id}/content`)).format.version).toBe(2)
      expect(await findChangedVersions(its.test.db, await its.rowOf(plan.id))).toEqual([])
      expect(await findUnauditedRows(its.test.db, await its.rowOf(plan.id))).toEqual([])
      const { lines } = await who.get<{ lines: AuditLine[] }>(`/api/plans/${plan.id}/audit`)
      const changed = lines.filter(({ action }) => action === 'form.changed')
      expect(changed.map(({ text }) => text)).toEqual([
        'liet het plan versie 3 van het formulier volgen, in plaats van versie 2',
      ])

      // Nothing is newer now, and the requirements of the new form are there.
      expect(await its.newerOf(who, plan.id)).toBeNull()
      expect((await its.follow(who, plan.id)).body).toMatchObject({ code: 'form-current' })
      const { requirements } = await who.get<{ requirements: PlanRequirement[] }>(
        `/api/plans/${plan.id}/requirements`,
      )
      expect(requirements.length).toBeGreaterThan(3)
    },
  )

  it.each(titles)('%s: a round, a version and every file follow the new form', async (title) => {
    const { who, plan } = await its.inConcept(title)
    await its.follow(who, plan.id)
    await who.post(`/api/plans/${plan.id}/versions`, { name: 'Op het nieuwe formulier' })
    const [newest] = await its.versionsOf(who, plan.id)
    const content = await who.get<PlanContent>(`/api/versions/${newest?.id}/content`)
    expect(content.format.version).toBe(3)
    expect(await findChangedVersions(its.test.db, await its.rowOf(plan.id))).toEqual([])
    const { changedSince } = await who.get<Agreement>(`/api/plans/${plan.id}/agreement`)
    expect(changedSince).toBeNull()
    const file = await who.ask('GET', `/api/plans/${plan.id}/export.json`)
    expect(file.body).toMatchObject({ format: { version: 3 } })
  })

  it('is not followed while a round runs or an agreed version is in force, and the preview says so', async () => {
    for (const title of titles) {
      const { who, plan } = await its.memberOf(title)
      expect(['approval', 'adopted']).toContain(plan.status)
      expect(await its.newerOf(who, plan.id)).toMatchObject({ isInUse: true })
      expect((await its.follow(who, plan.id)).body).toMatchObject({ code: 'form-in-use' })
      expect((await its.rowOf(plan.id)).format_version).toBe(2)
    }
  })

  it('is not followed in a version that is not the newest', async () => {
    const { who, plan } = await its.inConcept('Wijkplan Kraaienveen')
    expect((await its.follow(who, plan.id, 2)).body).toMatchObject({ code: 'form-current' })
    expect((await its.follow(who, plan.id, 4)).body).toMatchObject({ code: 'form-current' })
  })

  it('says which answers get other words: the scale of a questionnaire that the form no longer gives', async () => {
    const { who, plan } = await its.inConcept('Ontwikkelplan Hecht Wijkverband Het Broekerveld')
    const [question] = (await its.contentOf(who, plan.id)).tables['vragenlijst'] ?? []
    await editPlan(its.test, { planId: plan.id, who }, (doc) =>
      setCell(doc, 'vragenlijst', question?.id ?? '', 'start', '5'),
    )
    const newer = await its.newerOf(who, plan.id)
    expect(newer?.rewords).toContainEqual({
      label: 'Start',
      from: '5 (helemaal)',
      to: '5',
      count: 1,
    })
    expect(newer?.obstacles).toEqual([])
  })

  it('says which findings the new form adds, and no finding that is there already', async () => {
    const { who, plan } = await its.inConcept('Ontwikkelplan Hecht Wijkverband Het Broekerveld')
    await editPlan(its.test, { planId: plan.id, who }, (doc) => setValue(doc, 'gemeente', null))
    const problems = async () =>
      (
        await who.get<{ problems: { message: string }[] }>(`/api/plans/${plan.id}/problems`)
      ).problems.map(({ message }) => message)
    const old = await problems()
    const newer = await its.newerOf(who, plan.id)
    const announced = newer?.findings.map(({ message }) => message) ?? []
    expect(announced.length).toBeGreaterThan(0)
    expect(announced.filter((message) => old.includes(message))).toEqual([])
    await its.follow(who, plan.id)
    expect((await problems()).filter((message) => !old.includes(message)).sort()).toEqual(
      expect.arrayContaining([...announced].sort()),
    )
  })

  it('is not followed when something that the plan holds has no place in it, and names it', async () => {
    const { who, plan } = await its.inConcept('Wijkplan Kraaienveen')
    // The form of an operator, who left out a question in a later version.
    const { json } = await its.test.db
      .selectFrom('plan_formats')
      .select('json')
      .where('id', '=', plan.format_id)
      .where('version', '=', 2)
      .executeTakeFirstOrThrow()
    const format = JSON.parse(json) as Format
    const without = format.sections.map((section) => ({
      ...section,
      blocks: section.blocks.filter(({ id }) => id !== 'wijkscanDate'),
    }))
    await its.test.db
      .insertInto('plan_formats')
      .values({
        id: plan.format_id,
        version: 4,
        json: JSON.stringify({
          ...format,
          version: 4,
          sections: without,
          rules: [],
        }),
      })
      .execute()
    its.test = await its.test.restart()
    const again = who.via(its.test)
    const newer = await its.newerOf(again, plan.id)
    expect(newer?.obstacles).toEqual([{ reason: 'no-place', label: 'Datum wijkscan', count: 1 }])
    const refused = await its.follow(again, plan.id, 4)
    expect(refused.body).toMatchObject({
      code: 'form-unfit',
      fields: [{ message: 'Datum wijkscan' }],
    })
    expect((await its.rowOf(plan.id)).format_version).toBe(2)
    // Without an answer to that question nothing stands in the way.
    await editPlan(its.test, { planId: plan.id, who: again }, (doc) =>
      planValues(doc).delete('wijkscanDate'),
    )
    expect((await its.newerOf(again, plan.id))?.obstacles).toEqual([])
    expect((await its.follow(again, plan.id, 4)).status).toBe(200)
  })

  it('lists a few of its findings and counts the others (limit newFindingsShown)', async () => {
    const { who, plan } = await its.inConcept('Wijkplan WSV De Meerpalen')
    const { max } = limits.newFindingsShown
    const format = await who.get<Format>(`/api/formats/${plan.format_id}?version=2`)
    const parties = tableOf(format, 'parties')
    if (parties === undefined) throw new Error('no parties')
    await editPlan(its.test, { planId: plan.id, who }, (doc) => {
      for (let at = 0; at < max + 3; at++)
        addRow(doc, parties, {
          id: `praktijk-${at}`,
          cells: { name: `Praktijk ${at}`, discipline: 'huisartsenzorg', connected: 'ja' },
        })
    })
    const newer = await its.newerOf(who, plan.id)
    expect(newer?.findings).toHaveLength(max)
    expect(newer?.moreFindings).toBeGreaterThanOrEqual(3)
  })
})

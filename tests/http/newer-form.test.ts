import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findUnauditedRows } from '#server/admin/check-audit.ts'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import { followNewerForm } from '#server/plans/newer-form.ts'
import { createPlanWriter } from '#server/plans/plan-writer.ts'
import { silentLogger } from '#server/runtime.ts'
import { loadFormats } from '#server/storage/formats.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { NewerForm } from '#shared/api/newer-form.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { PlanRequirement } from '#shared/api/requirements.ts'
import type { Version } from '#shared/api/versions.ts'
import { AppError, type ProblemBody } from '#shared/errors.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { limits } from '#shared/limits.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { planValues } from '#shared/plan/layout.ts'
import { addRow, setCell, setValue } from '#shared/plan/rows.ts'
import { atOnce } from '#shared/steps.ts'
import { putStored } from '../support/stored-installation.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

const titles = [
  'Wijkplan Kraaienveen',
  'Ontwikkelplan Hecht Wijkverband Het Broekerveld',
  'Wijkplan WSV De Meerpalen',
] as const

const never = async (): Promise<never> => {
  throw new Error('Not asked for here.')
}

/** Plans that an earlier release stored, on the second version of each form. */
describe('EV6 a newer version of the form of a plan', () => {
  let test: TestInstallation
  beforeEach(async () => {
    test = await TestInstallation.open()
    await putStored(test.db, 'before-the-year')
    test = await test.restart()
  })
  afterEach(() => test.close())

  const rowOf = (planId: string) =>
    test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()

  async function memberOf(title: string): Promise<{ who: Person; plan: PlanRow }> {
    const { id } = await test.db
      .selectFrom('plans')
      .select('id')
      .where('title', '=', title)
      .executeTakeFirstOrThrow()
    const plan = await rowOf(id)
    const owner = await test.db
      .selectFrom('user')
      .select(['name', 'email'])
      .where('id', '=', plan.created_by)
      .executeTakeFirstOrThrow()
    return { who: await test.person(owner.name, { email: owner.email }), plan }
  }

  /** Its coordinator, after the round of the stored plan was recalled. */
  async function inConcept(title: string) {
    const found = await memberOf(title)
    const { status } = await found.who.ask('PATCH', `/api/plans/${found.plan.id}`, {
      body: { status: 'concept' },
    })
    expect(status).toBe(200)
    return found
  }

  const newerOf = async (who: Person, planId: string) =>
    (await who.get<{ newer: NewerForm | null }>(`/api/plans/${planId}/newer-form`)).newer
  const follow = (who: Person, planId: string, version = 3) =>
    who.ask<Plan & ProblemBody>('POST', `/api/plans/${planId}/newer-form`, { body: { version } })
  const contentOf = (who: Person, planId: string) =>
    who.get<PlanContent>(`/api/plans/${planId}/content`)
  const versionsOf = async (who: Person, planId: string) =>
    (await who.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`)).versions

  it.each(titles)(
    '%s: nothing is lost, one line in the trail, versions keep hash and form',
    async (title) => {
      const { who, plan } = await inConcept(title)
      const before = await contentOf(who, plan.id)
      const versions = await versionsOf(who, plan.id)
      const newer = await newerOf(who, plan.id)
      expect(newer).toMatchObject({ from: 2, to: 3, obstacles: [], isInUse: false })
      expect(newer?.asks.map(({ label }) => label)).toContain('Btw in de bedragen')

      expect((await follow(who, plan.id)).body).toMatchObject({
        format: { version: 3, newest: 3 },
        title: plan.title,
      })
      const after = await contentOf(who, plan.id)
      expect(after.format.version).toBe(3)
      for (const [id, value] of Object.entries(before.values))
        expect(after.values[id]).toEqual(value)
      for (const [id, text] of Object.entries(before.fields)) expect(after.fields[id]).toEqual(text)
      for (const [id, rows] of Object.entries(before.tables))
        expect(after.tables[id]).toMatchObject(rows)
      expect(after.totals).toMatchObject(before.totals)

      expect(await versionsOf(who, plan.id)).toEqual(versions)
      for (const { id } of versions)
        expect((await who.get<PlanContent>(`/api/versions/${id}/content`)).format.version).toBe(2)
      expect(await findChangedVersions(test.db, await rowOf(plan.id))).toEqual([])
      expect(await findUnauditedRows(test.db, await rowOf(plan.id))).toEqual([])
      const { lines } = await who.get<{ lines: AuditLine[] }>(`/api/plans/${plan.id}/audit`)
      const changed = lines.filter(({ action }) => action === 'form.changed')
      expect(changed.map(({ text }) => text)).toEqual([
        'liet het plan versie 3 van het formulier volgen, in plaats van versie 2',
      ])

      // Nothing is newer now, and the requirements of the new form are there.
      expect(await newerOf(who, plan.id)).toBeNull()
      expect((await follow(who, plan.id)).body).toMatchObject({ code: 'form-current' })
      const { requirements } = await who.get<{ requirements: PlanRequirement[] }>(
        `/api/plans/${plan.id}/requirements`,
      )
      expect(requirements.length).toBeGreaterThan(3)
    },
  )

  it.each(titles)('%s: a round, a version and every file follow the new form', async (title) => {
    const { who, plan } = await inConcept(title)
    await follow(who, plan.id)
    await who.post(`/api/plans/${plan.id}/versions`, { name: 'Op het nieuwe formulier' })
    const [newest] = await versionsOf(who, plan.id)
    const content = await who.get<PlanContent>(`/api/versions/${newest?.id}/content`)
    expect(content.format.version).toBe(3)
    expect(await findChangedVersions(test.db, await rowOf(plan.id))).toEqual([])
    const { changedSince } = await who.get<Agreement>(`/api/plans/${plan.id}/agreement`)
    expect(changedSince).toBeNull()
    const file = await who.ask('GET', `/api/plans/${plan.id}/export.json`)
    expect(file.body).toMatchObject({ format: { version: 3 } })
  })

  it('is not followed while a round runs or an agreed version is in force, and the preview says so', async () => {
    for (const title of titles) {
      const { who, plan } = await memberOf(title)
      expect(['approval', 'adopted']).toContain(plan.status)
      expect(await newerOf(who, plan.id)).toMatchObject({ isInUse: true })
      expect((await follow(who, plan.id)).body).toMatchObject({ code: 'form-in-use' })
      expect((await rowOf(plan.id)).format_version).toBe(2)
    }
  })

  it('is not followed in a version that is not the newest', async () => {
    const { who, plan } = await inConcept('Wijkplan Kraaienveen')
    expect((await follow(who, plan.id, 2)).body).toMatchObject({ code: 'form-current' })
    expect((await follow(who, plan.id, 4)).body).toMatchObject({ code: 'form-current' })
  })

  it('says which answers get other words: the scale of a questionnaire that the form no longer gives', async () => {
    const { who, plan } = await inConcept('Ontwikkelplan Hecht Wijkverband Het Broekerveld')
    const [question] = (await contentOf(who, plan.id)).tables['vragenlijst'] ?? []
    await editPlan(test, { planId: plan.id, who }, (doc) =>
      setCell(doc, 'vragenlijst', question?.id ?? '', 'start', '5'),
    )
    const newer = await newerOf(who, plan.id)
    expect(newer?.rewords).toContainEqual({
      label: 'Start',
      from: '5 (helemaal)',
      to: '5',
      count: 1,
    })
    expect(newer?.obstacles).toEqual([])
  })

  it('says which findings the new form adds, and no finding that is there already', async () => {
    const { who, plan } = await inConcept('Ontwikkelplan Hecht Wijkverband Het Broekerveld')
    await editPlan(test, { planId: plan.id, who }, (doc) => setValue(doc, 'gemeente', null))
    const problems = async () =>
      (
        await who.get<{ problems: { message: string }[] }>(`/api/plans/${plan.id}/problems`)
      ).problems.map(({ message }) => message)
    const old = await problems()
    const newer = await newerOf(who, plan.id)
    const announced = newer?.findings.map(({ message }) => message) ?? []
    expect(announced.length).toBeGreaterThan(0)
    expect(announced.filter((message) => old.includes(message))).toEqual([])
    await follow(who, plan.id)
    expect((await problems()).filter((message) => !old.includes(message)).sort()).toEqual(
      expect.arrayContaining([...announced].sort()),
    )
  })

  it('is not followed when something that the plan holds has no place in it, and names it', async () => {
    const { who, plan } = await inConcept('Wijkplan Kraaienveen')
    // The form of an operator, who left out a question in a later version.
    const { json } = await test.db
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
    await test.db
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
    test = await test.restart()
    const again = who.via(test)
    const newer = await newerOf(again, plan.id)
    expect(newer?.obstacles).toEqual([{ reason: 'no-place', label: 'Datum wijkscan', count: 1 }])
    const refused = await follow(again, plan.id, 4)
    expect(refused.body).toMatchObject({
      code: 'form-unfit',
      fields: [{ message: 'Datum wijkscan' }],
    })
    expect((await rowOf(plan.id)).format_version).toBe(2)
    // Without an answer to that question nothing stands in the way.
    await editPlan(test, { planId: plan.id, who: again }, (doc) =>
      planValues(doc).delete('wijkscanDate'),
    )
    expect((await newerOf(again, plan.id))?.obstacles).toEqual([])
    expect((await follow(again, plan.id, 4)).status).toBe(200)
  })

  it('lists a few of its findings and counts the others (limit newFindingsShown)', async () => {
    const { who, plan } = await inConcept('Wijkplan WSV De Meerpalen')
    const { max } = limits.newFindingsShown
    const format = await who.get<Format>(`/api/formats/${plan.format_id}?version=2`)
    const parties = tableOf(format, 'parties')
    if (parties === undefined) throw new Error('no parties')
    await editPlan(test, { planId: plan.id, who }, (doc) => {
      for (let at = 0; at < max + 3; at++)
        addRow(doc, parties, {
          id: `praktijk-${at}`,
          cells: { name: `Praktijk ${at}`, discipline: 'huisartsenzorg', connected: 'ja' },
        })
    })
    const newer = await newerOf(who, plan.id)
    expect(newer?.findings).toHaveLength(max)
    expect(newer?.moreFindings).toBeGreaterThanOrEqual(3)
  })

  describe('while others write in the plan', () => {
    /** Follows it with a reading after which `edits` times somebody writes, before the plan is locked. */
    async function followWhileWritten(edits: number) {
      const { who, plan } = await inConcept('Wijkplan Kraaienveen')
      const { db, rooms, log } = test.installation
      const folder = fileURLToPath(new URL('../../shared/formats', import.meta.url))
      let readings = 0
      const following = followNewerForm(
        {
          db,
          formats: await loadFormats({ folders: [folder], db }),
          rooms: {
            async readInSteps(planId, minSeq, reader) {
              const read = await rooms.readInSteps(planId, minSeq, reader)
              readings++
              if (readings <= edits)
                await editPlan(test, { planId, who }, (doc) =>
                  setValue(doc, 'wijk', `Wijk ${readings}`),
                )
              return read
            },
          },
          turns: { take: async (_, steps) => atOnce(steps), make: never, readLog: never },
          summaries: { changed: () => undefined },
          writer: createPlanWriter({
            db,
            log,
            clock: test.clock,
            logger: silentLogger,
            originOf: () => ({ channel: 'server', address: null }),
            keepAsks: async () => [],
          }),
        },
        { planId: plan.id, userId: await who.userId(), version: 3 },
      )
      const code = await following.then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.code : 'other'),
      )
      return { code, readings, version: (await rowOf(plan.id)).format_version }
    }

    it('the plan is read again, because what they wrote may have no place', async () => {
      expect(await followWhileWritten(2)).toEqual({ code: null, readings: 3, version: 3 })
    })

    it('gives up after a few readings, and nothing changed (limit newerFormReadings)', async () => {
      const { max } = limits.newerFormReadings
      expect(await followWhileWritten(max)).toEqual({
        code: 'form-changed',
        readings: max,
        version: 2,
      })
    })
  })

  it('a version of a reading from before it is refused', async () => {
    const { who, plan } = await inConcept('Wijkplan Kraaienveen')
    const before = await versionsOf(who, plan.id)
    const { rooms } = test.installation
    const read = rooms.readInSteps.bind(rooms)
    // The reading of the version waits until the plan follows the new form.
    rooms.readInSteps = async (...given) => {
      const content = await read(...given)
      rooms.readInSteps = read
      expect((await follow(who, plan.id)).status).toBe(200)
      return content
    }
    const made = await who.ask<ProblemBody>('POST', `/api/plans/${plan.id}/versions`, {
      body: { name: 'Van daarvoor' },
    })
    expect(made.body).toMatchObject({ code: 'form-changed' })
    expect(await versionsOf(who, plan.id)).toEqual(before)
  })
})

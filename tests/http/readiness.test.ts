import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, TestInstallation } from './installation.ts'

type Problem = {
  rule: string
  severity: string
  key: string
  message: string
  overrule: { id: string; reason: string; by: { name: string }; at: string } | null
}
type Problems = { problems: Problem[]; counts: Record<string, number>; pointsLeft: number }

const body = {
  format: 'rijnmond-wijkplan',
  values: {
    wijk: 'De Meerpalen',
    team: 'WSV De Meerpalen',
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
    ionPeildatum: '2026-01-01',
  },
  fields: { wijkscanNetwerk: 'De sociale kaart.', wijkscanOverlegstructuren: 'Er is een overleg.' },
  tables: { meetings: [{ id: 'b1', date: '2026-09-24', type: 'netwerkbijeenkomst' }] },
}

describe('ready to hand in', () => {
  let test: TestInstallation
  let femke: Person
  let reader: Person
  let planId: string
  const ask = () => femke.get<Problems>(`/api/plans/${planId}/problems`)
  const r1 = async () => {
    const found = (await ask()).problems.find((problem) => problem.rule === 'R1')
    if (found === undefined) throw new Error('R1 was not found')
    return found
  }
  const give = (key: string, reason = 'De zesde praktijk sluit in maart aan.') =>
    femke.ask<{ id: string }>('POST', `/api/plans/${planId}/overrules`, { body: { key, reason } })

  beforeAll(async () => {
    test = await TestInstallation.open()
    femke = await test.person('Femke')
    reader = await test.person('Wim')
    planId = await femke.createPlan(body)
    await reader.accept(await femke.invite(planId, 'reader'))
  })
  afterAll(() => test.close())

  it('a warning counts until a coordinator gives a reason, which everyone sees', async () => {
    const before = await ask()
    expect((await give((await r1()).key)).status).toBe(201)
    const after = await reader.get<Problems>(`/api/plans/${planId}/problems`)
    expect(after.pointsLeft).toBe(before.pointsLeft - 1)
    expect(after.counts).toEqual(before.counts)
    expect(after.problems.find((problem) => problem.rule === 'R1')?.overrule).toMatchObject({
      reason: 'De zesde praktijk sluit in maart aan.',
      by: { name: 'Femke' },
    })
  })

  it('a reason taken back, or given again, is a new row: nothing of before is lost', async () => {
    const before = (await ask()).pointsLeft
    const given = await r1()
    expect(
      (await femke.ask('DELETE', `/api/plans/${planId}/overrules/${given.overrule?.id}`)).status,
    ).toBe(200)
    expect((await ask()).pointsLeft).toBe(before + 1)
    await give(given.key, 'Besproken met de regio.')
    expect((await r1()).overrule?.reason).toBe('Besproken met de regio.')
    const rows = await test.db
      .selectFrom('overrules')
      .select('reason')
      .where('plan_id', '=', planId)
      .orderBy('seq')
      .execute()
    expect(rows.map((row) => row.reason)).toEqual([
      'De zesde praktijk sluit in maart aan.',
      null,
      'Besproken met de regio.',
    ])
    await expect(
      test.db.updateTable('overrules').set({ reason: 'Anders' }).execute(),
    ).rejects.toThrow('only ever added')
    await expect(test.db.deleteFrom('overrules').execute()).rejects.toThrow('only ever added')
  })

  it('a requirement that is not found, or that blocks, takes no reason', async () => {
    expect(
      await femke.refusal('POST', `/api/plans/${planId}/overrules`, {
        body: { key: '["R1"]', reason: 'Zomaar' },
      }),
    ).toBe('409 finding-gone')
    const late = await femke.createPlan({
      ...body,
      values: { ...body.values, periodFrom: '2027-01-01' },
    })
    const { problems } = await femke.get<Problems>(`/api/plans/${late}/problems`)
    const block = problems.find((problem) => problem.severity === 'block')
    expect(
      await femke.refusal('POST', `/api/plans/${late}/overrules`, {
        body: { key: block?.key, reason: 'Zomaar' },
      }),
    ).toBe('409 not-overrulable')
  })

  it('EV1 a reason and its event commit together, and the event holds none of it', async () => {
    expect((await test.events(planId)).filter((event) => event.startsWith('overrule'))).toEqual([
      'overrule.added',
      'overrule.removed',
      'overrule.added',
    ])
    const audit = JSON.stringify(await test.db.selectFrom('audit').selectAll().execute())
    expect(audit).not.toContain('Besproken')
  })
})

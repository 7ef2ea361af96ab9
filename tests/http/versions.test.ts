import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import type { Version } from '#shared/api/versions.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { formContent } from '#shared/plan/form-content.ts'
import { setCell } from '#shared/plan/rows.ts'
import { editPlan } from './edit-plan.ts'
import { openVersionedPlan, plan, type VersionedPlan } from './versioned-plan.ts'

describe('versions', () => {
  let its: VersionedPlan
  beforeEach(async () => {
    its = await openVersionedPlan()
  })
  afterEach(() => its.test.close())

  it('are numbered per plan, named, and tell who made them of what', async () => {
    expect(await its.list(its.els)).toEqual([])
    const first = await its.make(its.els, '  Overleg\n13 januari ')
    its.test.clock.advance(60_000)
    const second = await its.make(its.noor, 'Na de achterban')
    expect([first.number, first.name, first.totalCents, first.format]).toEqual([
      1,
      'Overleg 13 januari',
      12_025,
      { id: 'medrie-wijkplan', version: 3 },
    ])
    expect([
      second.number,
      second.createdBy.name,
      Date.parse(second.createdAt) - Date.parse(first.createdAt),
    ]).toEqual([2, 'Noor', 60_000])
    expect(await its.list(its.noor)).toEqual([second, first])
    expect(await its.els.get(`/api/versions/${first.id}`)).toEqual(first)
    const otherPlan = await its.els.createPlan(plan)
    expect(
      (await its.els.post<Version>(`/api/plans/${otherPlan}/versions`, { name: 'Begin' })).number,
    ).toBe(1)
  })

  it('hold the plan as it was, whatever is changed afterwards', async () => {
    const version = await its.make(its.els, 'Eerste')
    const frozen = await its.contentOf(version)
    const { format } = await its.els.get<PlanContent>(`/api/plans/${its.planId}/content`)
    const form = await its.els.get<Format>(`/api/formats/${format.id}`)
    expect(frozen).toEqual(
      await its.els
        .get<PlanContent>(`/api/plans/${its.planId}/content`)
        .then((now) => ({ ...formContent(now, form), seq: version.seq })),
    )
    await editPlan(its.test, { planId: its.planId, who: its.els }, (doc) =>
      setCell(doc, 'budget', 'b1', 'quantityHundredths', 200),
    )
    const next = await its.make(its.els, 'Tweede')
    expect(await its.contentOf(version)).toEqual(frozen)
    expect((await its.contentOf(next)).totals['budget']?.totalCents).toBe(19_240)
    expect(next.hash).not.toBe(version.hash)
    expect(next.seq).toBeGreaterThan(version.seq)
  })

  it('EV1 tell of themselves in the log of the plan, in one transaction', async () => {
    const version = await its.make(its.els, 'Eerste')
    const told = await its.test.db
      .selectFrom('plan_changes')
      .select('body')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(Buffer.from(told.body).toString())).toEqual({
      type: 'version.made',
      versionId: version.id,
      number: 1,
      seal: version.seal,
    })
    for (const statement of engineOf(its.test.db).guards.statements({
      name: 'no_events',
      table: 'plan_changes',
      before: 'insert',
      message: 'no',
    }))
      await sql.raw(statement).execute(its.test.db)
    expect(
      (await its.els.ask('POST', `/api/plans/${its.planId}/versions`, { body: { name: 'Tweede' } }))
        .status,
    ).toBe(500)
    expect((await its.list(its.els)).length).toBe(1)
  })

  it('VE2 made at the same moment get numbers without a gap', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        its.make(n % 2 === 0 ? its.els : its.noor, `Tegelijk ${n}`),
      ),
    )
    expect(made.map((version) => version.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await faults()).toEqual([])
  })

  it('are refused without a name, before the change they should hold, and of a plan that is gone', async () => {
    const at = `/api/plans/${its.planId}/versions`
    for (const name of ['', ' \n ', 'x'.repeat(121)])
      expect(await its.els.refusal('POST', at, { body: { name } })).toBe('422 invalid-values')
    expect(await its.els.refusal('POST', at, { body: { name: 'Te vroeg', minSeq: 1_000 } })).toBe(
      '409 behind',
    )
    const version = await its.make(its.els, 'Eerste')
    await its.els.ask('DELETE', `/api/plans/${its.planId}`)
    expect(await its.els.refusal('GET', `/api/versions/${version.id}/content`)).toBe(
      '404 version-not-found',
    )
    expect(await its.els.refusal('POST', at, { body: { name: 'Te laat' } })).toBe(
      '404 plan-not-found',
    )
  })

  async function faults(): Promise<string[]> {
    const row = (await its.test.db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', its.planId)
      .executeTakeFirstOrThrow()) as PlanRow
    return findChangedVersions(its.test.db, row)
  }
})

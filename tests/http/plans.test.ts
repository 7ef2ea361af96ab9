import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import type { Plan, PlanSummary } from '#shared/api/plans.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { planValues } from '#shared/plan/layout.ts'
import { examplePlan } from '../support/example-plan.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const kraaienveen = examplePlan('kraaienveen')

describe('plans', () => {
  let test: TestInstallation
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  afterEach(() => test.close())

  const list = async () => (await els.get<{ plans: PlanSummary[] }>('/api/plans')).plans

  it('a new plan is a row, a member, an event and a first update, and nobody’s change yet', async () => {
    const planId = await els.createPlan()
    expect(await test.events(planId)).toEqual(['plan.created', 'update'])
    expect(await els.get<Plan>(`/api/plans/${planId}`)).toMatchObject({
      id: planId,
      role: 'coordinator',
      status: 'concept',
      wijk: 'Kraaienveen',
      periodFrom: '2026-01-01',
      changedBy: null,
      seq: 2,
    })
  })

  it('a plan round-trips: what content gives, a new plan takes', async () => {
    const planId = await els.createPlan(kraaienveen)
    const { values, fields, tables, totals, format } = await els.get<PlanContent>(
      `/api/plans/${planId}/content`,
    )
    const again = await els.createPlan({ format: format.id, values, fields, tables })
    const copy = await els.get<PlanContent>(`/api/plans/${again}/content`)
    expect({
      values: copy.values,
      fields: copy.fields,
      tables: copy.tables,
      totals: copy.totals,
    }).toEqual({ values, fields, tables, totals })
    expect((await list()).map((plan) => plan.totalCents)).toEqual([
      totals['budget']?.totalCents,
      totals['budget']?.totalCents,
    ])
  })

  it('the list follows what was written, last changed first', async () => {
    const first = await els.createPlan()
    test.clock.advance(1000)
    const second = await els.createPlan({
      ...smallPlan,
      values: { ...smallPlan.values, wijk: 'Broekerveld' },
    })
    expect((await list()).map((plan) => plan.wijk)).toEqual(['Broekerveld', 'Kraaienveen'])
    test.clock.advance(1000)
    await write(first, (doc) => planValues(doc).set('wijk', 'Kraaienveen-Oost'))
    expect(
      (await list()).map((plan) => [plan.id, plan.wijk, plan.changedBy?.name ?? null]),
    ).toEqual([
      [first, 'Kraaienveen-Oost', 'Els'],
      [second, 'Broekerveld', null],
    ])
  })

  it('one plan that can’t be read does not take the list away', async () => {
    await els.createPlan()
    const planId = await els.createPlan()
    await test.db.updateTable('plans').set({ summary_seq: 0 }).where('id', '=', planId).execute()
    vi.spyOn(test.installation.rooms, 'read').mockRejectedValue(new Error('broken'))
    expect(await list()).toHaveLength(2)
  })

  it('waits for minSeq, and says behind for one that was never given out', async () => {
    const planId = await els.createPlan()
    expect((await els.get<PlanContent>(`/api/plans/${planId}/content?minSeq=2`)).seq).toBe(2)
    expect(await els.refusal('GET', `/api/plans/${planId}/content?minSeq=99`)).toBe('409 behind')
    expect(await els.refusal('GET', `/api/plans/${planId}/content?minSeq=veel`)).toBe(
      '422 invalid-values',
    )
  })

  it('EV1 a change of status is an event', async () => {
    const planId = await els.createPlan()
    expect(
      (await els.ask<Plan>('PATCH', `/api/plans/${planId}`, { body: { status: 'consultation' } }))
        .status,
    ).toBe(422)
    await els.post(`/api/plans/${planId}/consultation`, {
      deadline: new Date(test.clock.now() + 86_400_000).toISOString(),
    })
    expect(
      (await els.ask<Plan>('PATCH', `/api/plans/${planId}`, { body: { status: 'concept' } })).body,
    ).toMatchObject({ status: 'concept' })
    expect((await test.events(planId)).at(-1)).toBe('status.changed')
    expect(await els.refusal('PATCH', `/api/plans/${planId}`, { body: { status: 'klaar' } })).toBe(
      '422 invalid-values',
    )
  })

  it('a removed plan is gone for its members, and its log is kept', async () => {
    const revoke = vi.spyOn(test.installation.rooms, 'revoke')
    const planId = await els.createPlan()
    expect((await els.ask('DELETE', `/api/plans/${planId}`)).status).toBe(200)
    expect(await els.refusal('GET', `/api/plans/${planId}`)).toBe('404 plan-not-found')
    expect(await list()).toEqual([])
    expect(revoke).toHaveBeenCalledWith(planId, null, 'plan-not-found')
    expect(await test.events(planId)).toEqual(['plan.created', 'update', 'plan.deleted'])
  })

  it('tells what the rules of the form find', async () => {
    const planId = await els.createPlan()
    const { problems, counts } = await els.get<{
      problems: { severity: string }[]
      counts: Record<string, number>
    }>(`/api/plans/${planId}/problems`)
    expect(problems.length).toBeGreaterThan(0)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(problems.length)
  })

  it('refuses an unknown form, and unknown or wrong values by name', async () => {
    expect(
      await els.refusal('POST', '/api/plans', {
        body: { ...smallPlan, format: 'eigen-formulier' },
      }),
    ).toBe('422 format-unknown')
    const answer = await els.ask('POST', '/api/plans', {
      body: { ...smallPlan, values: { wijk: 'A', periodFrom: 'morgen', kleur: 'rood' } },
    })
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-values',
        fields: [{ path: 'values.periodFrom' }, { path: 'values.kleur' }],
      },
    })
    expect(await list()).toEqual([])
  })

  it('gives forms, the newest or the version a plan was made with', async () => {
    const { formats } = await els.get<{ formats: { id: string }[] }>('/api/formats')
    expect(formats.map((format) => format.id).sort()).toEqual([
      'hecht-wijkverband',
      'medrie-wijkplan',
      'rijnmond-wijkplan',
    ])
    const format = await els.get<{ version: number }>('/api/formats/medrie-wijkplan')
    expect(await els.get(`/api/formats/medrie-wijkplan?version=${format.version}`)).toEqual(format)
    expect(await els.refusal('GET', '/api/formats/medrie-wijkplan?version=99')).toBe(
      '404 not-found',
    )
  })

  /** An edit as from an open screen: an update in the log, and a notification. */
  async function write(planId: string, edit: (doc: Y.Doc) => void): Promise<void> {
    const doc = new Y.Doc()
    Y.applyUpdate(
      doc,
      await test.installation.rooms.read(planId, 0, (current) => Y.encodeStateAsUpdate(current)),
    )
    const before = Y.encodeStateVector(doc)
    edit(doc)
    await test.installation.log.append([
      {
        planId,
        actor: await els.userId(),
        body: { kind: 'update', update: Y.encodeStateAsUpdate(doc, before) },
      },
    ])
    test.installation.rooms.notifyChanged(planId)
  }
})

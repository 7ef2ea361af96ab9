import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkPlans } from '#server/admin/plan-checks.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Check } from '#shared/api/checks.ts'
import type { Ending } from '#shared/api/ending.ts'
import type { Plan, PlanSummary } from '#shared/api/plans.ts'
import type { Submission } from '#shared/api/submission.ts'
import { dropGuard } from '../support/drop-guard.ts'
import {
  adopt,
  type Broekerveld,
  openBroekerveld,
  overruleWarnings,
  submit,
} from './broekerveld.ts'
import { type Person, TestInstallation } from './installation.ts'

const hookTimeoutMs = 60_000
const reason = 'De begroting klopt niet: de aanvraag is teruggetrokken.'

describe('the end of a plan', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, hookTimeoutMs)
  afterEach(() => test.close())

  const end = (who: Person, planId: string, body: object) =>
    who.ask<{ ending: Ending; code?: string }>('POST', `/api/plans/${planId}/ending`, { body })
  const expire = (who: Person, planId: string) => end(who, planId, { kind: 'expired', reason })
  const endingOf = async (who: Person, planId: string) =>
    (await who.get<{ ending: Ending | null }>(`/api/plans/${planId}/ending`)).ending
  async function handIn(one: Broekerveld): Promise<Agreement> {
    const agreed = await adopt(one)
    await overruleWarnings(one)
    expect((await submit(one.dounia, one.planId)).status).toBe(201)
    return agreed
  }
  async function ready(): Promise<Broekerveld> {
    const one = await openBroekerveld(test)
    await adopt(one)
    await overruleWarnings(one)
    return one
  }

  it('Z3 an application that was withdrawn makes way for a corrected one, and stays to be seen as it was', async () => {
    const { current } = await handIn(plan)
    const corrected = await ready()
    expect((await submit(corrected.dounia, corrected.planId)).body.code).toBe('already-applied')

    expect(
      await plan.dounia.refusal('POST', `/api/plans/${plan.planId}/ending`, {
        body: { kind: 'expired', reason: ' ' },
      }),
    ).toBe('422 invalid-values')
    expect(
      await plan.people.apothekers.refusal('POST', `/api/plans/${plan.planId}/ending`, {
        body: { kind: 'expired', reason },
      }),
    ).toBe('403 no-access')
    expect(
      await plan.dounia.refusal('PATCH', `/api/plans/${plan.planId}`, {
        body: { status: 'expired' },
      }),
    ).toBe('422 invalid-values')
    expect(await endingOf(plan.dounia, plan.planId)).toBeNull()
    expect((await expire(plan.dounia, plan.planId)).body.ending).toMatchObject({
      kind: 'expired',
      reason,
      successor: null,
      endedBy: { name: 'Dounia Assarag' },
    })

    // Every member sees the ending, in the list and in the plan; version, answers and files remain.
    const { plans } = await plan.people.apothekers.get<{ plans: PlanSummary[] }>('/api/plans')
    expect(plans.find(({ id }) => id === plan.planId)?.status).toBe('expired')
    expect((await endingOf(plan.people.apothekers, plan.planId))?.reason).toBe(reason)
    const agreement = await plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
    expect([
      agreement.status,
      agreement.current?.number,
      agreement.missing,
      agreement.seats.map((seat) => seat.standing.kind),
    ]).toEqual(['expired', 1, [], Array(5).fill('agreed')])
    expect(
      (await plan.dounia.get<{ submission: Submission }>(`/api/plans/${plan.planId}/submission`))
        .submission.files,
    ).toHaveLength(4)
    // The public check reports that the version is no longer valid, without the reason.
    const check = await test.visitor().get<Check>(`/api/checks/${current?.code}`)
    expect([check.isAgreed, check.ended?.kind, check.signature.isValid]).toEqual([
      true,
      'expired',
      true,
    ])
    expect(JSON.stringify(check)).not.toContain('begroting')

    expect((await submit(corrected.dounia, corrected.planId)).status).toBe(201)
    const { lines } = await plan.dounia.get<{ lines: AuditLine[] }>(
      `/api/plans/${plan.planId}/audit?kind=plan`,
    )
    expect(lines.slice(0, 2).map((line) => line.text)).toEqual([
      'zette de status op Vervallen',
      'liet het plan vervallen, met een reden',
    ])
    expect(JSON.stringify(lines)).not.toContain('begroting')
    const faults = async () => {
      const found: string[] = []
      for await (const report of checkPlans(test.db)) found.push(...report.faults)
      return found
    }
    expect(await faults()).toEqual([])
    await dropGuard(test.db, 'plan_endings', 'plan_endings_never_change')
    await test.db.updateTable('plan_endings').set({ reason: 'Anders.' }).execute()
    expect(await faults()).toEqual(['hoe het plan eindigde is gewijzigd, verdwenen of erbij gezet'])
  })

  it('is for good, and gives one clear answer to whatever is tried after it', async () => {
    const { current } = await plan.dounia.post<Agreement>(`/api/plans/${plan.planId}/presentations`)
    expect((await expire(plan.dounia, plan.planId)).status).toBe(201)
    const refuse = (who: Person, path: string, body: object) => who.refusal('POST', path, { body })
    expect((await expire(plan.dounia, plan.planId)).body.code).toBe('plan-ended')
    expect(await refuse(plan.dounia, `/api/plans/${plan.planId}/presentations`, {})).toBe(
      '409 plan-ended',
    )
    expect(
      await refuse(plan.dounia, `/api/plans/${plan.planId}/versions`, { name: 'Nog een' }),
    ).toBe('409 plan-ended')
    expect(
      await refuse(plan.people.apothekers, `/api/versions/${current?.versionId}/approvals`, {
        discipline: 'apothekers',
        verdict: 'agreed',
      }),
    ).toBe('409 plan-ended')
    expect(
      await refuse(plan.dounia, `/api/plans/${plan.planId}/mandates`, {
        seat: 'apothekers',
        userId: 'x',
        kind: 'deputy',
      }),
    ).toBe('409 plan-ended')
    expect((await submit(plan.dounia, plan.planId)).body.code).toBe('plan-ended')
    // Its comments can still be answered.
    await plan.dounia.post(`/api/plans/${plan.planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Waarom eigenlijk?',
    })
    await expect(test.db.updateTable('plan_endings').set({ reason: '' }).execute()).rejects.toThrow(
      'only ever added',
    )
  })

  it('is followed by a plan that goes on, whose name only its members hear', async () => {
    const next = await plan.dounia.createPlan()
    const followedBy = (successorId: string) =>
      end(plan.dounia, plan.planId, { kind: 'superseded', successorId })
    expect((await followedBy(next)).body.code).toBe('not-adopted')
    await adopt(plan)
    const strangers = await (await test.person('Otto')).createPlan()
    const ended = await plan.dounia.createPlan()
    await expire(plan.dounia, ended)
    for (const unfit of [plan.planId, strangers, ended, 'bestaat-niet'])
      expect((await followedBy(unfit)).body.code).toBe('successor-unfit')
    expect((await followedBy(next)).body.ending).toMatchObject({
      kind: 'superseded',
      reason: '',
      successor: { id: next, title: expect.stringContaining('Kraaienveen') },
    })
    expect(await plan.dounia.get<Plan>(`/api/plans/${plan.planId}`)).toMatchObject({
      status: 'superseded',
    })
    expect(await endingOf(plan.people.paramedici, plan.planId)).toMatchObject({
      kind: 'superseded',
      successor: null,
    })
  })

  it('Z3 at the same moment: one end, and of two corrected applications one is taken', async () => {
    await handIn(plan)
    const [second, third] = [await ready(), await ready()]
    const [once, twice, early] = await Promise.all([
      expire(plan.dounia, plan.planId),
      expire(plan.dounia, plan.planId),
      submit(second.dounia, second.planId),
    ])
    expect([once.status, twice.status].toSorted()).toEqual([201, 409])
    expect([once, twice].find(({ status }) => status === 409)?.body.code).toBe('plan-ended')
    const rivals = await Promise.all([
      submit(second.dounia, second.planId),
      submit(third.dounia, third.planId),
    ])
    expect([early, ...rivals].filter(({ status }) => status === 201)).toHaveLength(1)
    expect(
      await test.db
        .selectFrom('submissions')
        .select('plan_id')
        .where('claim', 'is not', null)
        .execute(),
    ).toHaveLength(1)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { PlanRequirement } from '#shared/api/requirements.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import { examplePlan } from '../support/example-plan.ts'
import { adopt, broekerveld, openBroekerveld, overruleWarnings, submit } from './broekerveld.ts'
import { type Person, TestInstallation } from './installation.ts'

const hookTimeoutMs = 60_000

describe('requirements of the form, and ours', () => {
  let test: TestInstallation
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  }, hookTimeoutMs)
  afterEach(() => test.close())

  const listed = async (planId: string) =>
    (await els.get<{ requirements: PlanRequirement[] }>(`/api/plans/${planId}/requirements`))
      .requirements
  const problem = async (planId: string, rule: string) =>
    (
      await els.get<{ problems: CheckedProblem[] }>(`/api/plans/${planId}/problems`)
    ).problems.filter((one) => one.rule === rule)

  it('says whose each is, and nobody chose about ours yet', async () => {
    const planId = await els.createPlan(broekerveld)
    const all = await listed(planId)
    expect(all.find(({ id }) => id === 'wijk')).toMatchObject({
      basis: 'submission',
      isRequired: true,
      before: 'agreement',
    })
    expect(all.filter(({ basis }) => basis === 'ours').map(({ id }) => id)).toEqual([
      'team',
      'functieAanspreekpunt',
      'toelichtingAfgestemd',
    ])
    for (const { basis, reason, isRequired, chosen } of all.filter((one) => one.basis === 'ours'))
      expect([basis, reason.startsWith('Deze eis is van ons'), isRequired, chosen]).toEqual([
        'ours',
        true,
        false,
        null,
      ])
  })

  it('a choice about ours holds from then on, with the name of the user who chose it and a line in the trail', async () => {
    const planId = await els.createPlan({
      ...broekerveld,
      values: { ...broekerveld.values, team: null },
    })
    const ours = { requirement: { id: 'team', basis: 'ours' } }
    expect(await problem(planId, 'H1')).toMatchObject([{ severity: 'info', ...ours }])
    const choose = (id: string, isRequired: boolean) =>
      els.ask('PATCH', `/api/plans/${planId}/requirements/${id}`, { body: { isRequired } })
    expect((await choose('team', true)).status).toBe(200)
    expect(await problem(planId, 'H1')).toMatchObject([{ severity: 'block', ...ours }])
    expect((await listed(planId)).find(({ id }) => id === 'team')).toMatchObject({
      isRequired: true,
      chosen: { by: { name: 'Els' } },
    })
    // Chosen again: nothing new to tell.
    await choose('team', true)
    const trail = await els.get<{ lines: AuditLine[] }>(`/api/plans/${planId}/audit`)
    expect(trail.lines.filter(({ action }) => action === 'requirement.chosen')).toHaveLength(1)
    expect((await choose('wijk', false)).body).toMatchObject({ code: 'requirement-fixed' })
    expect((await choose('bestaat-niet', false)).body).toMatchObject({ code: 'not-found' })
  })

  it('without wijk, gemeente or period nobody is asked to agree, and each is named; typing goes on', async () => {
    const planId = await els.createPlan({
      ...broekerveld,
      values: { ...broekerveld.values, wijk: null, gemeente: null, periodTo: null },
    })
    const { status, body } = await els.ask<{ code: string; fields: { message: string }[] }>(
      'POST',
      `/api/plans/${planId}/presentations`,
      { body: {} },
    )
    expect([status, body.code]).toEqual([409, 'not-presentable'])
    expect(body.fields.map(({ message }) => message.split(' is nog leeg')[0])).toEqual([
      'De wijk',
      'De gemeente',
      'De einddatum van de looptijd',
    ])
  })

  it('Medrie: the coordinator adopts without a seat, with a reason that everyone sees', async () => {
    const planId = await els.createPlan(examplePlan('kraaienveen'))
    const { current, mustAllAgree } = await els.post<Agreement>(
      `/api/plans/${planId}/presentations`,
    )
    expect(mustAllAgree).toBe(false)
    const adoptNow = (reason: string) =>
      els.ask<Agreement & { code?: string }>('POST', `/api/plans/${planId}/adoption`, {
        body: { versionId: current?.versionId, reason },
      })
    expect((await adoptNow('')).body.code).toBe('invalid-values')
    const required = (isRequired: boolean) =>
      els.ask('PATCH', `/api/plans/${planId}/requirements/akkoord`, { body: { isRequired } })
    await required(true)
    expect((await adoptNow('Iedereen is met vakantie.')).body.code).toBe('not-agreed')
    await required(false)
    const { status, body } = await adoptNow('Iedereen is met vakantie.')
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'adopted',
      adoptedWithout: {
        by: { name: 'Els' },
        reason: 'Iedereen is met vakantie.',
        seats: ['Huisartsenzorg', 'Wijkverpleging', 'Sociaal domein'],
      },
    })
    // Silence is still no akkoord.
    expect(body.missing).toHaveLength(3)
    await required(true)
    expect((await submit(els, planId)).body).toMatchObject({
      code: 'not-ready',
      fields: [{ path: 'M7' }],
    })
    await required(false)
    expect((await submit(els, planId)).status).toBe(201)
  })

  it('Zwolle: nobody adopts without the akkoord that the form asks', async () => {
    const planId = await els.createPlan(broekerveld)
    const { current, mustAllAgree } = await els.post<Agreement>(
      `/api/plans/${planId}/presentations`,
    )
    expect(mustAllAgree).toBe(true)
    const refused = await els.ask<{ code: string }>('POST', `/api/plans/${planId}/adoption`, {
      body: { versionId: current?.versionId, reason: 'Haast' },
    })
    expect(refused.body.code).toBe('not-agreed')
  })

  it('Z3 a near name is shown and asked about; the same name in another gemeente is not', async () => {
    const handIn = async (values: Record<string, string>, more: object = {}) => {
      const plan = await openBroekerveld(test, {
        ...broekerveld,
        values: { ...broekerveld.values, ...values },
      })
      await adopt(plan)
      await overruleWarnings(plan)
      return { plan, answer: await submit(plan.dounia, plan.planId, more) }
    }
    const first = await handIn({})
    expect(first.answer.status).toBe(201)
    expect((await handIn({ gemeente: 'Dalmeer' })).answer.status).toBe(201)
    expect((await handIn({ wijk: '’t Broekerveld' })).answer.body.code).toBe('already-applied')
    const { plan, answer } = await handIn({ wijk: 'Broekerveld-Oost' })
    expect([answer.status, answer.body.code]).toEqual([409, 'near-application'])
    expect(answer.body.fields).toMatchObject([
      {
        path: first.answer.body.id,
        message: expect.stringContaining('‘Het Broekerveld’ in IJsselrade, ingediend op'),
      },
    ])
    const said = await submit(plan.dounia, plan.planId, { otherThan: [first.answer.body.id] })
    expect(said.status).toBe(201)
  }, 120_000)
})

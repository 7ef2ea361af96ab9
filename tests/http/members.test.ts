import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Person, TestInstallation } from './installation.ts'

describe('members', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let planId: string
  let noorId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    noor = await test.person('Noor')
    planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'editor'))
    noorId = await noor.userId()
  })
  afterEach(() => test.close())

  const change = (who: Person, userId: string, body: unknown) =>
    who.ask('PATCH', `/api/plans/${planId}/members/${userId}`, { body })

  it('EV1 AU1 a change of role is an event and closes the member’s screens, after the commit', async () => {
    const revoke = vi.spyOn(test.installation.rooms, 'revoke')
    expect((await change(els, noorId, { role: 'reader' })).body).toMatchObject({
      userId: noorId,
      role: 'reader',
      discipline: 'gemeente',
    })
    expect((await test.events(planId)).at(-1)).toBe('member.changed')
    expect(revoke).toHaveBeenCalledWith(planId, noorId, 'no-access')
    expect(await noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'reader' })
  })

  it('a change that changes nothing is no event', async () => {
    const before = await test.events(planId)
    await change(els, noorId, { role: 'editor' })
    await change(els, noorId, {})
    expect(await test.events(planId)).toEqual(before)
  })

  it('takes a discipline away when it is null and leaves it when it is absent', async () => {
    expect((await change(els, noorId, { discipline: 'wijkverpleging' })).body).toMatchObject({
      discipline: 'wijkverpleging',
    })
    expect((await change(els, noorId, { role: 'commenter' })).body).toMatchObject({
      discipline: 'wijkverpleging',
    })
    expect((await change(els, noorId, { discipline: null })).body).toMatchObject({
      discipline: null,
      role: 'commenter',
    })
  })

  it('EV1 a removal is an event and closes the member’s screens', async () => {
    const revoke = vi.spyOn(test.installation.rooms, 'revoke')
    expect((await els.ask('DELETE', `/api/plans/${planId}/members/${noorId}`)).status).toBe(200)
    expect((await test.events(planId)).at(-1)).toBe('member.removed')
    expect(revoke).toHaveBeenCalledWith(planId, noorId, 'no-access')
    expect(await noor.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect(await els.refusal('DELETE', `/api/plans/${planId}/members/${noorId}`)).toBe(
      '404 member-not-found',
    )
  })

  it('a member leaves by themself; the last coordinator can not', async () => {
    expect((await noor.ask('POST', `/api/plans/${planId}/leave`)).status).toBe(200)
    expect((await test.events(planId)).at(-1)).toBe('member.removed')
    expect(await noor.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect(await els.refusal('POST', `/api/plans/${planId}/leave`)).toBe('409 last-coordinator')
  })

  it('a plan keeps a coordinator', async () => {
    const elsId = await els.userId()
    expect(await els.refusal('DELETE', `/api/plans/${planId}/members/${elsId}`)).toBe(
      '409 last-coordinator',
    )
    expect(
      await els.refusal('PATCH', `/api/plans/${planId}/members/${elsId}`, {
        body: { role: 'editor' },
      }),
    ).toBe('409 last-coordinator')
    await change(els, noorId, { role: 'coordinator' })
    const both = await Promise.all([
      els.ask('DELETE', `/api/plans/${planId}/members/${noorId}`),
      noor.ask('DELETE', `/api/plans/${planId}/members/${elsId}`),
    ])
    expect(both.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(
      await test.db.selectFrom('members').select('role').where('plan_id', '=', planId).execute(),
    ).toEqual([{ role: 'coordinator' }])
  })
})

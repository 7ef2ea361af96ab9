import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '#shared/limits.ts'
import { type ListedPlans, openListedPlans, type Page } from './listed-plans.ts'

describe('the list of plans', () => {
  let its: ListedPlans
  beforeEach(async () => {
    its = await openListedPlans()
  })
  afterEach(() => its.test.close())
  const row = (planId: string) =>
    its.test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()

  it('comes a page at a time, each plan once, and counts with the first page', async () => {
    for (const wijk of ['Aa', 'Bee', 'Cee', 'Dee', 'Ee']) {
      await its.named(wijk)
      // Two plans of the same moment are ordered by id.
      if (wijk !== 'Bee') its.test.clock.advance(1000)
    }
    const first = await its.page('?limit=2')
    expect(first).toMatchObject({ total: 5, inApproval: 0 })
    const second = await its.page(`?limit=2&cursor=${first.next}`)
    expect(second.total).toBeUndefined()
    const third = await its.page(`?limit=2&cursor=${second.next}`)
    expect(third.next).toBeUndefined()
    const all = [first, second, third].flatMap(({ plans }) => plans.map((plan) => plan.wijk))
    expect(all.toSorted()).toEqual(['Aa', 'Bee', 'Cee', 'Dee', 'Ee'])
    expect(all).toEqual(await its.wijken())
  })

  it('has no larger page than its limit (limit plansPerPage)', async () => {
    expect(await its.els.refusal('GET', `/api/plans?limit=${limits.plansPerPage.max + 1}`)).toBe(
      '422 invalid-values',
    )
    const planId = await its.els.createPlan()
    const plan = await row(planId)
    for (let i = 0; i < limits.plansPerPage.max; i++) {
      await its.test.db
        .insertInto('plans')
        .values({ ...plan, id: `p${i}` })
        .execute()
      await its.test.db
        .insertInto('members')
        .values({
          plan_id: `p${i}`,
          user_id: await its.els.userId(),
          role: 'reader',
          discipline: null,
          added_at: 1,
        })
        .execute()
    }
    const { plans, next, total } = await its.page()
    expect([plans.length, total]).toEqual([limits.plansPerPage.max, limits.plansPerPage.max + 1])
    expect((await its.page(`?cursor=${next}`)).plans).toHaveLength(1)
  })

  it('a cursor that was not given out here is refused', async () => {
    expect(await its.els.refusal('GET', '/api/plans?cursor=x')).toBe('422 invalid-values')
  })

  it('a NUL in an address, a search or a cursor is no fault of the server', async () => {
    const cursor = Buffer.from('1:\0').toString('base64url')
    for (const path of ['/api/plans/%00', '/api/plans?q=%00', `/api/plans?cursor=${cursor}`])
      expect((await its.els.ask('GET', path)).status, path).toBeLessThan(500)
    const { body } = await its.els.ask<{ name: string }>('PATCH', '/api/me', {
      body: { name: 'El\0s' },
    })
    expect(body.name).toBe('Els')
  })

  it('finds every word in name, neighbourhood, team or form, without accents', async () => {
    await its.named('Hoëvel-Zuid')
    await its.named('De Meerpalen 100%')
    expect(await its.wijken('?q=hoevel+zuid')).toEqual(['Hoëvel-Zuid'])
    expect(await its.wijken('?q=HOËVEL')).toEqual(['Hoëvel-Zuid'])
    expect(await its.wijken('?q=hoevel+meerpalen')).toEqual([])
    // Wildcards of the database are matched literally.
    expect(await its.wijken('?q=100%25')).toEqual(['De Meerpalen 100%'])
    expect(await its.wijken('?q=_')).toEqual([])
    const { name } = (await its.page()).plans[0]?.format ?? { name: '' }
    expect(await its.wijken(`?q=${encodeURIComponent(name)}`)).toHaveLength(2)
    expect((await its.page('?q=zuid')).total).toBe(1)
  })

  it('finds a plan by what it is called now', async () => {
    const planId = await its.named('Meerpalen')
    await its.rename(planId, 'Broekerveld')
    await its.test.pass(5000)
    await vi.waitFor(async () =>
      expect(await its.wijken('?q=broekerveld')).toEqual(['Broekerveld']),
    )
    expect(await its.wijken('?q=meerpalen')).toEqual([])
  })

  it('tells someone who was invited to parts nothing of when others work on the rest', async () => {
    const planId = await its.named('Kraaienveen')
    const wim = await its.test.person('Wim')
    const { url } = await its.els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    await wim.accept(url)
    await its.els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Nee' })
    its.test.clock.advance(1000)
    const other = await its.els.createPlan()
    await wim.accept(await its.els.invite(other, 'reader'))
    its.test.clock.advance(1000)
    await its.rename(planId, 'Broekerveld')
    await its.test.pass(5000)
    const list = await its.page('?limit=1', wim)
    // Also in the order: the other plan was created later, this one was changed later.
    expect(list.plans.map((plan) => plan.id)).toEqual([other])
    const { plans, next } = await its.page(`?limit=1&cursor=${list.next}`, wim)
    expect(plans[0]).toMatchObject({ id: planId, openThreads: null, changedBy: null })
    expect(next).toBeUndefined()
    const first = await wim.get<Page>('/api/plans?limit=1')
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).not.toContain(
      String((await row(planId)).changed_at),
    )
  })

  it('a session that a coordinator handed over lists the plans of that coordinator alone', async () => {
    const [wim, noor] = [await its.test.person('Wim'), await its.test.person('Noor')]
    const mine = await its.named('Kraaienveen')
    await wim.accept(await its.els.invite(mine, 'reader'))
    await wim.accept(await noor.invite(await noor.createPlan(), 'reader'))
    expect((await its.page('', wim)).total).toBe(2)
    await its.test.db
      .updateTable('sessions')
      .set({ method: 'handed', handed_by: await its.els.userId(), reach: 'plans-of-hander' })
      .where('user_id', '=', await wim.userId())
      .execute()
    const { plans, total } = await its.page('', wim)
    expect([plans.map(({ id }) => id), total]).toEqual([[mine], 1])
    expect((await its.page('?q=wijk', wim)).total).toBe(1)
  })

  it('a reader from whom the comments are kept hears no count of them either', async () => {
    const planId = await its.els.createPlan()
    await its.els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Nee' })
    const wim = await its.test.person('Wim')
    await wim.accept(await its.els.invite(planId, 'reader'))
    expect((await its.page('', wim)).plans[0]?.openThreads).toBeNull()
    await its.els.ask('PATCH', `/api/plans/${planId}`, { body: { readersSeeComments: true } })
    expect((await its.page('', wim)).plans[0]?.openThreads).toBe(1)
  })
})

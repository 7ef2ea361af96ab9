import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createSummaries } from '#server/plans/summaries.ts'
import { silentLogger } from '#server/runtime.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import type { Plan, PlanSummary } from '#shared/api/plans.ts'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import { atOnce } from '#shared/steps.ts'
import { turnsOf } from '../support/turns-of.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

type Page = { plans: PlanSummary[]; next?: string; total?: number; inApproval?: number }

describe('the list of plans', () => {
  let test: TestInstallation
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  afterEach(() => test.close())

  const page = (query = '', who = els) => who.get<Page>(`/api/plans${query}`)
  const wijken = async (query = '', who = els) =>
    (await page(query, who)).plans.map((plan) => plan.wijk)
  const named = (wijk: string) =>
    els.createPlan({ ...smallPlan, values: { ...smallPlan.values, wijk } })
  const rename = (planId: string, wijk: string) =>
    editPlan(test, { planId, who: els }, (doc) => planValues(doc).set('wijk', wijk))
  const row = (planId: string) =>
    test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()
  /** The state after a crash: the change is in the log, but its summary is not stored. */
  const forgetSummary = (planId: string) =>
    test.db
      .updateTable('plans')
      .set({ summary_seq: 0, wijk: 'oud', title: 'oud', search_text: 'oud' })
      .where('id', '=', planId)
      .execute()

  it('comes a page at a time, each plan once, and counts with the first page', async () => {
    for (const wijk of ['Aa', 'Bee', 'Cee', 'Dee', 'Ee']) {
      await named(wijk)
      // Two plans of the same moment are ordered by id.
      if (wijk !== 'Bee') test.clock.advance(1000)
    }
    const first = await page('?limit=2')
    expect(first).toMatchObject({ total: 5, inApproval: 0 })
    const second = await page(`?limit=2&cursor=${first.next}`)
    expect(second.total).toBeUndefined()
    const third = await page(`?limit=2&cursor=${second.next}`)
    expect(third.next).toBeUndefined()
    const all = [first, second, third].flatMap(({ plans }) => plans.map((plan) => plan.wijk))
    expect(all.toSorted()).toEqual(['Aa', 'Bee', 'Cee', 'Dee', 'Ee'])
    expect(all).toEqual(await wijken())
  })

  it('has no larger page than its limit (limit plansPerPage)', async () => {
    expect(await els.refusal('GET', `/api/plans?limit=${limits.plansPerPage.max + 1}`)).toBe(
      '422 invalid-values',
    )
    const planId = await els.createPlan()
    const plan = await row(planId)
    for (let i = 0; i < limits.plansPerPage.max; i++) {
      await test.db
        .insertInto('plans')
        .values({ ...plan, id: `p${i}` })
        .execute()
      await test.db
        .insertInto('members')
        .values({
          plan_id: `p${i}`,
          user_id: await els.userId(),
          role: 'reader',
          discipline: null,
          added_at: 1,
        })
        .execute()
    }
    const { plans, next, total } = await page()
    expect([plans.length, total]).toEqual([limits.plansPerPage.max, limits.plansPerPage.max + 1])
    expect((await page(`?cursor=${next}`)).plans).toHaveLength(1)
  })

  it('a cursor that was not given out here is refused', async () => {
    expect(await els.refusal('GET', '/api/plans?cursor=x')).toBe('422 invalid-values')
  })

  it('a NUL in an address, a search or a cursor is no fault of the server', async () => {
    const cursor = Buffer.from('1:\0').toString('base64url')
    for (const path of ['/api/plans/%00', '/api/plans?q=%00', `/api/plans?cursor=${cursor}`])
      expect((await els.ask('GET', path)).status, path).toBeLessThan(500)
    const { body } = await els.ask<{ name: string }>('PATCH', '/api/me', {
      body: { name: 'El\0s' },
    })
    expect(body.name).toBe('Els')
  })

  it('finds every word in name, neighbourhood, team or form, without accents', async () => {
    await named('Hoëvel-Zuid')
    await named('De Meerpalen 100%')
    expect(await wijken('?q=hoevel+zuid')).toEqual(['Hoëvel-Zuid'])
    expect(await wijken('?q=HOËVEL')).toEqual(['Hoëvel-Zuid'])
    expect(await wijken('?q=hoevel+meerpalen')).toEqual([])
    // Wildcards of the database are matched literally.
    expect(await wijken('?q=100%25')).toEqual(['De Meerpalen 100%'])
    expect(await wijken('?q=_')).toEqual([])
    const { name } = (await page()).plans[0]?.format ?? { name: '' }
    expect(await wijken(`?q=${encodeURIComponent(name)}`)).toHaveLength(2)
    expect((await page('?q=zuid')).total).toBe(1)
  })

  it('finds a plan by what it is called now', async () => {
    const planId = await named('Meerpalen')
    await rename(planId, 'Broekerveld')
    await test.pass(5000)
    await vi.waitFor(async () => expect(await wijken('?q=broekerveld')).toEqual(['Broekerveld']))
    expect(await wijken('?q=meerpalen')).toEqual([])
  })

  it('keeps what it shows of a plan when that is changed, without being asked for', async () => {
    const planId = await named('Kraaienveen')
    await rename(planId, 'Broekerveld')
    const read = vi.spyOn(test.installation.rooms, 'readOpen')
    await test.pass(5000)
    await vi.waitFor(async () =>
      expect(await row(planId)).toMatchObject({ wijk: 'Broekerveld', summary_seq: 3 }),
    )
    expect(read).toHaveBeenCalledTimes(1)
    expect(await wijken()).toEqual(['Broekerveld'])
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('reads no plan again because of what is said about it, and counts that', async () => {
    const planId = await els.createPlan()
    await els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Een' })
    const { id } = await els.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Twee',
    })
    const log = vi.spyOn(test.installation.rooms, 'readOpen')
    expect((await page()).plans[0]?.openThreads).toBe(2)
    await els.ask('PATCH', `/api/threads/${id}`, { body: { resolved: true } })
    expect((await els.get<Plan>(`/api/plans/${planId}`)).openThreads).toBe(1)
    expect(log).not.toHaveBeenCalled()
    const { seq, document_seq } = await row(planId)
    expect([seq, document_seq]).toEqual([5, 2])
  })

  it('a crash between a change and its summary is mended by the list, a few plans at once (limit plansReadPerListing)', async () => {
    const ids: string[] = []
    const count = limits.plansReadPerListing.max + 3
    for (let i = 0; i < count; i++) {
      ids.push(await named(`Wijk ${i}`))
      test.clock.advance(1000)
    }
    for (const id of ids) await forgetSummary(id)
    const { value: shown, turns } = await turnsOf(() => wijken())
    // Other requests are served between two summaries.
    expect(turns).toBeGreaterThanOrEqual(limits.plansReadPerListing.max)
    expect(shown.filter((wijk) => wijk !== 'oud')).toHaveLength(limits.plansReadPerListing.max)
    // The other plans show their stored summary, and are read in the background.
    await test.pass(5000)
    await vi.waitFor(async () => {
      for (const id of ids) expect((await row(id)).wijk).not.toBe('oud')
    })
    expect((await wijken('?q=wijk')).length).toBe(count)
    // No plan was opened for it, which would keep all of them in memory.
    expect(test.installation.rooms.stats().rooms).toBe(0)
  })

  it('a summary that waits at a stop is written, and opening a plan mends it too', async () => {
    const planId = await named('Kraaienveen')
    await rename(planId, 'Broekerveld')
    await test.installation.rooms.read(planId, 3, () => undefined)
    const again = await test.restart()
    try {
      const found = await again.db
        .selectFrom('plans')
        .select('wijk')
        .where('id', '=', planId)
        .executeTakeFirstOrThrow()
      expect(found.wijk).toBe('Broekerveld')
      await again.db
        .updateTable('plans')
        .set({ summary_seq: 0, wijk: 'oud' })
        .where('id', '=', planId)
        .execute()
      expect((await els.via(again).get<Plan>(`/api/plans/${planId}`)).wijk).toBe('Broekerveld')
    } finally {
      test = again
    }
  })

  it('tells someone who was invited to parts nothing of when others work on the rest', async () => {
    const planId = await named('Kraaienveen')
    const wim = await test.person('Wim')
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    await wim.accept(url)
    await els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Nee' })
    test.clock.advance(1000)
    const other = await els.createPlan()
    await wim.accept(await els.invite(other, 'reader'))
    test.clock.advance(1000)
    await rename(planId, 'Broekerveld')
    await test.pass(5000)
    const list = await page('?limit=1', wim)
    // Also in the order: the other plan was created later, this one was changed later.
    expect(list.plans.map((plan) => plan.id)).toEqual([other])
    const { plans, next } = await page(`?limit=1&cursor=${list.next}`, wim)
    expect(plans[0]).toMatchObject({ id: planId, openThreads: null, changedBy: null })
    expect(next).toBeUndefined()
    const first = await wim.get<Page>('/api/plans?limit=1')
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).not.toContain(
      String((await row(planId)).changed_at),
    )
  })

  it('a session that a coordinator handed over lists the plans of that coordinator alone', async () => {
    const [wim, noor] = [await test.person('Wim'), await test.person('Noor')]
    const mine = await named('Kraaienveen')
    await wim.accept(await els.invite(mine, 'reader'))
    await wim.accept(await noor.invite(await noor.createPlan(), 'reader'))
    expect((await page('', wim)).total).toBe(2)
    await test.db
      .updateTable('sessions')
      .set({ method: 'handed', handed_by: await els.userId(), reach: 'plans-of-hander' })
      .where('user_id', '=', await wim.userId())
      .execute()
    const { plans, total } = await page('', wim)
    expect([plans.map(({ id }) => id), total]).toEqual([[mine], 1])
    expect((await page('?q=wijk', wim)).total).toBe(1)
  })

  it('a reader from whom the comments are kept hears no count of them either', async () => {
    const planId = await els.createPlan()
    await els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Nee' })
    const wim = await test.person('Wim')
    await wim.accept(await els.invite(planId, 'reader'))
    expect((await page('', wim)).plans[0]?.openThreads).toBeNull()
    await els.ask('PATCH', `/api/plans/${planId}`, { body: { readersSeeComments: true } })
    expect((await page('', wim)).plans[0]?.openThreads).toBe(1)
  })

  it('of more plans than can be open nothing waits (limit summariesWaiting)', async () => {
    const asked: string[] = []
    const summaries = createSummaries({
      db: test.db,
      log: test.installation.log,
      formats: { find: () => null } as never,
      clock: test.clock,
      logger: { ...silentLogger, warn: (fields) => void asked.push(JSON.stringify(fields)) },
      readOpen: async () => null,
      turns: createPlanTurns(new Turns()),
      onTasksChanged: () => {},
    })
    const planId = await els.createPlan()
    for (let i = 0; i < limits.summariesWaiting.max; i++) summaries.changed(`none-${i}`)
    summaries.changed(planId)
    await summaries.settle()
    expect(asked).toEqual([])
    summaries.changed(planId)
    await summaries.settle()
    expect(asked).toHaveLength(1)
  })
})

describe('the source of a summary', () => {
  it('is what reading it whole gives, for every form', async () => {
    const { readFacts, summarize } = await import('#shared/plan/summary.ts')
    const { tasksOf } = await import('#shared/plan/tasks.ts')
    const { readPlan } = await import('#shared/plan/read.ts')
    const { seedPlan } = await import('#shared/plan/seed.ts')
    const { examplePlan } = await import('../support/example-plan.ts')
    const test = await TestInstallation.open()
    try {
      const els = await test.person('Els')
      for (const name of ['broekerveld', 'kraaienveen', 'meerpalen'] as const) {
        const { format: id, ...input } = examplePlan(name)
        const format = await els.get<Parameters<typeof readFacts>[1]>(`/api/formats/${id}`)
        let count = 0
        const doc = new Y.Doc()
        Y.applyUpdate(
          doc,
          seedPlan(format, input, () => `row-${count++}`),
        )
        const content = readPlan(doc, format, { epoch: '', seq: 0 })
        expect(atOnce(readFacts(doc, format))).toEqual({
          ...summarize(content, format),
          tasks: tasksOf(format, content),
        })
        expect(atOnce(readFacts(doc, format)).totalCents).toBeGreaterThan(0)
      }
    } finally {
      await test.close()
    }
  })
})

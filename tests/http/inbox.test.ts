import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Inbox } from '#shared/api/inbox.ts'
import { limits } from '#shared/limits.ts'
import { rowCells } from '#shared/plan/layout.ts'
import {
  type Broekerveld,
  broekerveld,
  linkTo,
  openBroekerveld,
  statementOf,
} from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

const day = 24 * 60 * 60 * 1000

describe('the questions that wait for a person', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, 60_000)
  afterEach(() => test.close())

  const inbox = (who: Person) => who.get<Inbox>('/api/me/inbox')
  const kinds = async (who: Person) => (await inbox(who)).items.map(({ kind }) => kind)
  const path = (rest: string) => `/api/plans/${plan.planId}/${rest}`
  const ask = (body: object) =>
    plan.dounia.post<Thread>(path('threads'), {
      target: { kind: 'plan' },
      body: 'Klopt dit?',
      ...body,
    })

  it('an akkoord that is asked waits until it is given, and is late after its deadline', async () => {
    const { apothekers, paramedici } = plan.people
    expect(await kinds(apothekers)).toEqual([])
    const { current } = await plan.dounia.post<Agreement>(path('presentations'))
    const [item] = (await inbox(apothekers)).items
    expect(item).toMatchObject({
      kind: 'approval',
      planId: plan.planId,
      title: expect.stringContaining('versie 1'),
      detail: 'U antwoordt voor Apothekers',
      due: current?.deadline,
      isLate: false,
      isUnread: true,
      url: `/plan/${plan.planId}/akkoord`,
    })
    await apothekers.post(`/api/versions/${current?.versionId}/approvals`, {
      discipline: 'apothekers',
      verdict: 'agreed',
      statement: await statementOf(apothekers, plan.planId, 'apothekers'),
    })
    expect(await kinds(apothekers)).toEqual([])
    await test.pass(20 * day)
    expect((await inbox(paramedici)).items[0]).toMatchObject({ kind: 'approval', isLate: true })
    // Called off, it is asked of nobody.
    await plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { status: 'concept' } })
    expect(await kinds(paramedici)).toEqual([])
  })

  it('a question to a discipline and a mention wait until the person writes or the thread is done', async () => {
    const { apothekers, paramedici, huisartsenzorg } = plan.people
    const thread = await ask({ askDiscipline: 'apothekers' })
    expect((await inbox(apothekers)).items).toMatchObject([
      {
        kind: 'question',
        title: expect.stringContaining('Klopt dit?'),
        url: `/plan/${plan.planId}?reactie=${thread.id}`,
      },
    ])
    expect(await kinds(paramedici)).toEqual([])
    await apothekers.post(`/api/threads/${thread.id}/comments`, {
      body: 'Wat vindt u?',
      mentions: [await paramedici.userId()],
    })
    expect(await kinds(apothekers)).toEqual([])
    expect((await inbox(paramedici)).items).toMatchObject([
      { kind: 'mention', title: expect.stringContaining('Wat vindt u?') },
    ])
    await huisartsenzorg.ask('PATCH', `/api/threads/${thread.id}`, { body: { resolved: true } })
    expect(await kinds(paramedici)).toEqual([])
    await huisartsenzorg.ask('PATCH', `/api/threads/${thread.id}`, { body: { resolved: false } })
    expect(await kinds(paramedici)).toEqual(['mention'])
    // Of a plan that someone left nothing waits any more.
    await plan.dounia.ask('DELETE', path(`members/${await paramedici.userId()}`))
    expect(await kinds(paramedici)).toEqual([])
  })

  it('a changed member has the questions of their new place, and nobody else notices', async () => {
    const { apothekers, paramedici } = plan.people
    const first = await ask({ askDiscipline: 'apothekers' })
    await ask({ askDiscipline: 'paramedici' })
    await paramedici.ask('PATCH', `/api/threads/${first.id}`, { body: { dueDate: '2026-02-03' } })
    const rows = () =>
      test.db
        .selectFrom('asks')
        .selectAll()
        .where('user_id', '=', otherId)
        .orderBy('about')
        .execute()
    const otherId = await paramedici.userId()
    const before = await rows()
    expect(before).toHaveLength(1)
    const place = path(`members/${await apothekers.userId()}`)
    await test.pass(60_000)
    await plan.dounia.ask('PATCH', place, { body: { discipline: 'paramedici' } })
    expect((await inbox(apothekers)).items).toMatchObject([
      { kind: 'question', url: expect.not.stringContaining(first.id) },
    ])
    await plan.dounia.ask('PATCH', place, { body: { discipline: 'apothekers', role: 'reader' } })
    expect(await kinds(apothekers)).toEqual([])
    // Readers see the comments of a plan when its coordinator says so.
    const readers = (see: boolean) =>
      plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { readersSeeComments: see } })
    await readers(true)
    expect((await inbox(apothekers)).items).toMatchObject([
      { kind: 'question', url: expect.stringContaining(first.id) },
    ])
    await readers(false)
    expect(await kinds(apothekers)).toEqual([])
    expect(await rows()).toEqual(before)
  })

  it('a consultation waits for everyone who did not react', async () => {
    const { apothekers, paramedici } = plan.people
    const deadline = new Date(test.clock.now() + 9 * day).toISOString()
    await plan.dounia.post(path('consultation'), { deadline, message: '' })
    expect((await inbox(apothekers)).items).toMatchObject([{ kind: 'consultation', due: deadline }])
    await apothekers.post(path('threads'), { target: { kind: 'plan' }, body: 'Goed zo.' })
    expect(await kinds(apothekers)).toEqual([])
    expect(await kinds(paramedici)).toEqual(['consultation'])
    expect(await kinds(plan.dounia)).toEqual([])
    await test.pass(10 * day)
    expect(await kinds(paramedici)).toEqual([])
  })

  it('an open action waits for the person it names, until it is done (limit tasksPerPlan)', async () => {
    const { paramedici, apothekers } = plan.people
    const planId = await plan.dounia.createPlan({
      ...broekerveld,
      values: { ...broekerveld.values, wijk: 'De Bogen' },
      tables: {
        ...broekerveld.tables,
        actions: [
          {
            id: 'a1',
            description: 'Zaal vragen',
            lead: 'm4',
            dueDate: '2020-01-01',
            status: 'open',
          },
          { id: 'a2', description: 'Al gedaan', lead: 'm4', status: 'klaar' },
          { id: 'a3', description: 'Van een ander', lead: 'm3', status: 'open' },
        ],
      },
    })
    await paramedici.accept(await plan.dounia.invite(planId, 'editor'))
    // Named like a person of the plan is not being that person.
    expect(await kinds(paramedici)).toEqual([])
    await linkTo({ dounia: plan.dounia, planId }, paramedici, 'm4')
    expect((await inbox(paramedici)).items).toMatchObject([
      { kind: 'action', title: 'Zaal vragen', due: '2020-01-01', isLate: true, planId },
    ])
    expect(await kinds(apothekers)).toEqual([])
    await editPlan(test, { planId, who: plan.dounia }, (doc) => {
      rowCells(doc, 'actions', 'a1')?.set('status', 'klaar')
    })
    await test.pass(6_000)
    await expect.poll(() => kinds(paramedici)).toEqual([])
    const tasks = await test.db.selectFrom('plan_tasks').select('row_id').execute()
    expect(tasks.length).toBeLessThanOrEqual(limits.tasksPerPlan.max)
  })

  it('is in a calendar, by a secret address that can be made anew and revoked', async () => {
    const { apothekers } = plan.people
    await plan.dounia.post(path('presentations'))
    const make = async () =>
      new URL((await apothekers.post<{ url: string }>('/api/me/calendar')).url).pathname
    const first = await make()
    expect(await apothekers.get('/api/me/calendar')).toMatchObject({ madeAt: expect.any(String) })
    const read = async (address: string) => {
      const { status, body } = await test.visitor().ask<string>('GET', address)
      return status === 200 ? body : `${status}`
    }
    expect(await read(first)).toMatch(
      /DTSTART;VALUE=DATE:\d{8}\r\nSUMMARY:Uw akkoord wordt gevraagd/,
    )
    const second = await make()
    expect(await read(first)).toBe('410')
    await apothekers.ask('DELETE', '/api/me/calendar')
    expect(await read(second)).toBe('410')
    expect(await test.db.selectFrom('calendars').selectAll().execute()).toEqual([])
  })

  it('the meetings of a plan are in the calendars of its members, not of anyone invited to parts (limit meetingsPerPlan)', async () => {
    const { apothekers, paramedici } = plan.people
    const dayAfter = (days: number) => toAmsterdam(test.clock.now() + days * day).date
    const planId = await plan.dounia.createPlan({
      format: 'medrie-wijkplan',
      values: { wijk: 'De Bogen', team: 'De Bogen' },
      tables: {
        meetings: [
          { id: 'b1', date: dayAfter(5), type: 'kernteam', subject: 'Begroting' },
          { id: 'b2', date: dayAfter(-200), type: 'kernteam', subject: 'Lang geleden' },
          { id: 'b3', type: 'evaluatie', subject: 'Nog zonder datum' },
        ],
      },
    })
    await apothekers.accept(await plan.dounia.invite(planId, 'editor'))
    const { url } = await plan.dounia.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      discipline: 'paramedici',
      sections: ['betrokkenPartijen'],
    })
    await paramedici.accept(url)
    const calendarOf = async (person: Person) => {
      const { url: address } = await person.post<{ url: string }>('/api/me/calendar')
      return (await test.visitor().ask<string>('GET', new URL(address).pathname)).body
    }
    const calendar = await calendarOf(apothekers)
    expect(calendar).toContain(`DTSTART;VALUE=DATE:${dayAfter(5).replaceAll('-', '')}`)
    expect(calendar).toContain('SUMMARY:Overleg kernteam: Begroting')
    expect(calendar).not.toMatch(/Lang geleden|Nog zonder datum/)
    expect(await calendarOf(paramedici)).not.toContain('Begroting')
    await editPlan(test, { planId, who: plan.dounia }, (doc) => {
      rowCells(doc, 'meetings', 'b1')?.set('date', dayAfter(12))
    })
    await test.pass(6_000)
    await expect
      .poll(() => calendarOf(apothekers))
      .toContain(`DTSTART;VALUE=DATE:${dayAfter(12).replaceAll('-', '')}`)
  })

  it('a session by a coordinator’s link marks nothing of other plans as seen', async () => {
    const { apothekers } = plan.people
    await ask({ askDiscipline: 'apothekers' })
    const handed = test.visitor()
    await handed.signIn(await plan.dounia.signInLinkFor(plan.planId, await apothekers.userId()))
    await handed.post('/api/me/inbox/seen', { until: new Date(test.clock.now()).toISOString() })
    expect((await inbox(apothekers)).unread).toBe(1)
  })

  it('marks what is new, and shows no kind that was switched off (limit inboxShown)', async () => {
    const { apothekers } = plan.people
    await ask({ askDiscipline: 'apothekers' })
    expect((await inbox(apothekers)).unread).toBe(1)
    const shown = await inbox(apothekers)
    const seen = { until: shown.items[0]?.at }
    await test.pass(1_000)
    await ask({ askDiscipline: 'apothekers' })
    // Asked after the page fetched its list: nobody saw it.
    await apothekers.post('/api/me/inbox/seen', seen)
    const both = await inbox(apothekers)
    expect(both.items.map(({ isUnread }) => isUnread)).toEqual([true, false])
    await apothekers.post('/api/me/inbox/seen', { until: both.items[0]?.at })
    // An older tab takes nothing back, and a clock that is ahead marks nothing in advance.
    await apothekers.post('/api/me/inbox/seen', seen)
    expect((await inbox(apothekers)).unread).toBe(0)
    await apothekers.post('/api/me/inbox/seen', { until: '2999-01-01T00:00:00.000Z' })
    await test.pass(1_000)
    await ask({ askDiscipline: 'apothekers' })
    const latest = await inbox(apothekers)
    expect(latest.unread).toBe(1)
    await apothekers.post('/api/me/inbox/seen', { until: latest.items[0]?.at })
    expect(await inbox(apothekers)).toMatchObject({
      unread: 0,
      items: [{ isUnread: false }, { isUnread: false }, { isUnread: false }],
    })
    await test.pass(1_000)
    for (let n = 0; n < limits.inboxShown.max; n++) await ask({ askDiscipline: 'apothekers' })
    expect((await inbox(apothekers)).items).toHaveLength(limits.inboxShown.max)
    const muted = await apothekers.ask<Inbox>('PATCH', '/api/me/inbox', {
      body: { muted: ['question'] },
    })
    expect(muted.body).toMatchObject({ items: [], unread: 0, muted: ['question'] })
  })
})

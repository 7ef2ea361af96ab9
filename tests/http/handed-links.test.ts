import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Me, Notice } from '#shared/api/me.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { limits } from '#shared/limits.ts'
import { type Person, smallPlan, TestInstallation, tokenOf } from './installation.ts'

const day = 24 * 60 * 60 * 1000

describe('a sign-in link that someone hands over', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let noorId: string
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
    noor = await test.person('Noor')
    noorId = await noor.userId()
    await noor.accept(await els.invite(planId, 'editor'))
  })
  afterEach(() => test.close())

  /** The user of the link, on another device. */
  async function through(url: string): Promise<Person> {
    const person = test.visitor()
    await person.signIn(url)
    return person
  }
  const linkPath = (plan = planId, userId = noorId) =>
    `/api/plans/${plan}/members/${userId}/sign-in-link`
  const plansOf = async (who: Person) =>
    (await who.get<{ plans: PlanSummary[] }>('/api/plans')).plans.map(({ id }) => id).sort()
  const noticesOf = async (who: Person) =>
    (await who.get<{ notices: Notice[] }>('/api/me/notices')).notices
  const statusOf = async (who: Person) => (await who.ask('GET', '/api/me')).status

  it('lets a member without mail back in, as someone who was let in by that coordinator', async () => {
    const answer = await els.ask<{ url: string; expiresAt: string }>('POST', linkPath())
    expect(answer).toMatchObject({ status: 201, body: { person: { id: noorId, name: 'Noor' } } })
    expect(Date.parse(answer.body.expiresAt)).toBe(test.clock.now() + day)
    const back = await through(answer.body.url)
    expect(await back.get<Me>('/api/me')).toMatchObject({
      id: noorId,
      startedBy: { method: 'handed', by: { id: await els.userId(), name: 'Els' } },
      reach: 'plans-of-hander',
    })
    expect(await back.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
  })

  it('says whose it is and who gave it, to whoever holds it, without being used', async () => {
    const url = await els.signInLinkFor(planId, noorId)
    const look = () => test.visitor().ask('GET', `/api/sign-in/${tokenOf(url)}`)
    for (let n = 0; n < 2; n++)
      expect((await look()).body).toEqual({
        handed: {
          person: { name: 'Noor', email: 'noor@voorbeeld.nl' },
          by: 'Els',
          planTitle: expect.stringContaining('Kraaienveen'),
        },
        expiresAt: new Date(test.clock.now() + day).toISOString(),
      })
    await through(url)
    expect((await look()).status).toBe(410)
    const person = { email: 'noor@voorbeeld.nl', name: 'Noor', isAdmin: false }
    const own = await test.installation.links.forPerson(person)
    expect((await test.visitor().ask('GET', `/api/sign-in/${tokenOf(own)}`)).body).toMatchObject({
      handed: null,
    })
  })

  it('opens plans of which the coordinator is one, and tells nothing of the others', async () => {
    const own = await noor.createPlan()
    const thread = await noor.post<{ id: string }>(`/api/plans/${own}/threads`, {
      target: { kind: 'plan' },
      body: 'Van Noor',
    })
    const version = await noor.post<{ id: string }>(`/api/plans/${own}/versions`, { name: 'Een' })
    // A plan that both are members of, in which Els is a reader.
    const shared = await noor.createPlan()
    await els.accept(await noor.invite(shared, 'reader'))
    const asNoor = await through(await els.signInLinkFor(planId, noorId))
    expect(await plansOf(noor)).toEqual([planId, own, shared].sort())
    expect(await plansOf(asNoor)).toEqual([planId])
    for (const path of [
      `/api/plans/${own}`,
      `/api/plans/${own}/content`,
      `/api/plans/${own}/members`,
      `/api/plans/${own}/export.json`,
      `/api/plans/${own}/audit`,
      `/api/plans/${shared}`,
      `/api/threads/${thread.id}`,
      `/api/versions/${version.id}/content`,
    ])
      expect(await asNoor.refusal('GET', path), path).toBe('403 no-access')
    const opened = await asNoor.ask('POST', `/sync/${own}/stream`)
    expect(opened.body).toMatchObject({ kind: 'closed', code: 4403 })
  })

  it('teaches a coordinator who opens it nothing that they could not read already', async () => {
    const own = await noor.createPlan()
    const asNoor = await through(await els.signInLinkFor(planId, noorId))
    // The title of the successor is visible to users with access to it, also through another plan.
    await els.ask('PATCH', `/api/plans/${planId}/members/${noorId}`, {
      body: { role: 'coordinator' },
    })
    expect(
      await asNoor.refusal('POST', `/api/plans/${planId}/ending`, {
        body: { kind: 'superseded', successorId: own },
      }),
    ).toBe('422 successor-unfit')
    await test.db
      .insertInto('plan_endings')
      .values({
        plan_id: planId,
        kind: 'superseded',
        reason: '',
        successor_id: own,
        from_status: 'adopted',
        ended_by: noorId,
        ended_at: test.clock.now(),
      })
      .execute()
    const endingFor = async (who: Person) =>
      (await who.get<{ ending: { successor: unknown } }>(`/api/plans/${planId}/ending`)).ending
        .successor
    expect(await endingFor(noor)).toMatchObject({ id: own })
    expect(await endingFor(els)).toBeNull()
    expect(await endingFor(asNoor)).toBeNull()
  })

  it('gives nothing that goes on after it: no plan, place, link, name, address, mandate or administration', async () => {
    await test.person('Noor', { isAdmin: true })
    await els.ask('PATCH', `/api/plans/${planId}/members/${noorId}`, {
      body: { role: 'coordinator' },
    })
    const ian = await test.person('Ian')
    await ian.accept(await els.invite(planId, 'editor'))
    const ianId = await ian.userId()
    const asNoor = await through(await els.signInLinkFor(planId, noorId))
    expect((await asNoor.get<Me>('/api/me')).isAdmin).toBe(false)
    const limited: [string, string, unknown][] = [
      ['PATCH', '/api/me', { name: 'Noor', email: 'els2@voorbeeld.nl' }],
      ['PATCH', '/api/me', { name: 'Ian' }],
      ['PATCH', '/api/me/mail', { rhythm: 'none' }],
      ['POST', '/api/plans', smallPlan],
      ['POST', `/api/plans/${planId}/invites`, { role: 'reader' }],
      ['POST', `/api/plans/${planId}/read-links`, { label: 'x' }],
      ['POST', `/api/plans/${planId}/outcome-links`, { label: 'x' }],
      ['POST', `/api/plans/${planId}/mandates`, { seat: 'x', userId: ianId, kind: 'deputy' }],
      ['PATCH', `/api/plans/${planId}/members/${ianId}`, { role: 'coordinator' }],
      ['DELETE', `/api/plans/${planId}/members/${ianId}`, undefined],
      ['POST', linkPath(planId, ianId), undefined],
    ]
    for (const [method, path, body] of limited)
      expect(await asNoor.refusal(method, path, { body }), path).toBe('403 session-limited')
    expect(
      await asNoor.refusal('POST', '/api/admin/sign-in-links', {
        body: { email: 'ian@voorbeeld.nl' },
      }),
    ).toBe('403 admin-only')
    expect(await asNoor.refusal('GET', `/api/plans/${await ian.createPlan()}/audit`)).toBe(
      '403 no-access',
    )
    // An invitation to another user's plan would be a permanent membership.
    const elsewhere = await ian.invite(await ian.createPlan(), 'editor')
    expect(await asNoor.refusal('POST', `/api/invites/${tokenOf(elsewhere)}/accept`)).toBe(
      '403 session-limited',
    )
    const further = await els.createPlan()
    expect((await asNoor.accept(await els.invite(further, 'reader'))).status).toBe(200)
    expect(await plansOf(asNoor)).toEqual([planId, further].sort())
  })

  it('is worth what its coordinator is, at each request', async () => {
    const second = await test.person('Ben')
    await second.accept(await els.invite(planId, 'coordinator'))
    const unused = await els.signInLinkFor(planId, noorId)
    const asNoor = await through(unused)
    const late = await els.signInLinkFor(planId, noorId)
    await second.ask('PATCH', `/api/plans/${planId}/members/${await els.userId()}`, {
      body: { role: 'editor' },
    })
    expect(await asNoor.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect(await plansOf(asNoor)).toEqual([])
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(late) } }),
    ).toBe('410 link-invalid')
    expect(await els.refusal('POST', linkPath())).toBe('403 no-access')
  })

  it('is for a member: not for a stranger, and no more for someone who was taken out', async () => {
    const ian = await test.person('Ian')
    expect(await els.refusal('POST', linkPath(planId, await ian.userId()))).toBe(
      '404 member-not-found',
    )
    const url = await els.signInLinkFor(planId, noorId)
    await els.ask('DELETE', `/api/plans/${planId}/members/${noorId}`)
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(url) } }),
    ).toBe('410 link-invalid')
  })

  it('works once, for a day, and only the last one that a coordinator made', async () => {
    const [first, second] = [
      await els.signInLinkFor(planId, noorId),
      await els.signInLinkFor(planId, noorId),
    ]
    const use = (url: string) =>
      test.visitor().ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    expect((await use(first)).status).toBe(410)
    expect([(await use(second)).status, (await use(second)).status]).toEqual([200, 410])
    const third = await els.signInLinkFor(planId, noorId)
    test.clock.advance(day)
    expect((await use(third)).status).toBe(410)
  })

  it('ends the other sessions that were handed over, and no session that the person began themself', async () => {
    const tablet = await through(await els.signInLinkFor(planId, noorId))
    const phone = await through(await els.signInLinkFor(planId, noorId))
    expect([await statusOf(tablet), await statusOf(phone), await statusOf(noor)]).toEqual([
      401, 200, 200,
    ])
    const newcomer = test.visitor()
    await newcomer.accept(await els.invite(planId, 'editor'), {
      name: 'Wim',
      email: 'wim@voorbeeld.nl',
    })
    await through(await els.signInLinkFor(planId, await newcomer.userId()))
    expect(await statusOf(newcomer)).toBe(401)
  })

  it('tells the person at their next visit, and is not told away by anyone who used it', async () => {
    const asNoor = await through(await els.signInLinkFor(planId, noorId))
    expect(await noticesOf(asNoor)).toEqual([])
    const [notice] = await noticesOf(noor)
    expect(notice).toMatchObject({ by: { name: 'Els' }, plan: { id: planId } })
    const read = `/api/me/notices/${notice?.id}/read`
    expect(await asNoor.refusal('POST', read)).toBe('404 not-found')
    expect(await els.refusal('POST', read)).toBe('404 not-found')
    expect((await noor.ask('POST', read)).status).toBe(200)
    expect(await noticesOf(noor)).toEqual([])
    // A second link used by the same coordinator reports the first one, and leaves itself to be reported.
    const again = await through(await els.signInLinkFor(planId, noorId))
    await through(await els.signInLinkFor(planId, noorId))
    expect(await statusOf(again)).toBe(401)
    expect(await noticesOf(noor)).toHaveLength(2)
  })

  it('tells of another’s plan to that person alone, and is told away by no coordinator who has no part in it', async () => {
    const ian = await test.person('Ian')
    const elsewhere = await ian.createPlan()
    await noor.accept(await ian.invite(elsewhere, 'editor'))
    await through(await ian.signInLinkFor(elsewhere, noorId))
    const [notice] = await noticesOf(noor)
    expect(notice).toMatchObject({ by: { name: 'Ian' }, plan: { id: elsewhere } })

    const asNoor = await through(await els.signInLinkFor(planId, noorId))
    expect(await noticesOf(asNoor)).toEqual([])
    expect(await asNoor.refusal('POST', `/api/me/notices/${notice?.id}/read`)).toBe('404 not-found')
    expect(await noticesOf(noor)).toHaveLength(2)
  })

  it('stands in the trail of the plan, when it is made and when it is used', async () => {
    await through(await els.signInLinkFor(planId, noorId))
    const { lines } = await els.get<{ lines: AuditLine[] }>(
      `/api/plans/${planId}/audit?kind=people`,
    )
    const told = lines.map((line) => `${line.actor?.name} ${line.text}`)
    expect(told).toContain('Els maakte een inloglink voor Noor, om door te geven')
    expect(told).toContain('Noor logde in met een link die Els doorgaf')
  })

  it('an address that is proven lifts the scope', async () => {
    const wim = test.visitor()
    await wim.accept(await els.invite(planId, 'editor'), { name: 'Wim', email: 'wim@voorbeeld.nl' })
    const own = await wim.createPlan()
    const asWim = await through(await els.signInLinkFor(planId, await wim.userId()))
    expect(await asWim.refusal('GET', `/api/plans/${own}`)).toBe('403 no-access')
    const { url = '' } =
      (await test.installation.links.forExisting('wim@voorbeeld.nl', 'mail')) ?? {}
    const proven = await through(url)
    expect(await proven.get<Me>('/api/me')).toMatchObject({
      reach: 'full',
      startedBy: { method: 'mail' },
    })
    expect(await plansOf(proven)).toEqual([planId, own].sort())
    expect(await statusOf(asWim)).toBe(401)
  })

  it('by an administrator: for anyone, all of their plans, and nothing more', async () => {
    const admin = await test.person('Bas', { isAdmin: true })
    const own = await noor.createPlan()
    const make = (who: Person, email: string) =>
      who.ask<{ url: string; code: string }>('POST', '/api/admin/sign-in-links', {
        body: { email },
      })
    expect((await make(els, 'noor@voorbeeld.nl')).body.code).toBe('admin-only')
    expect((await make(admin, 'niemand@voorbeeld.nl')).body.code).toBe('person-not-found')
    const asNoor = await through((await make(admin, ' NOOR@voorbeeld.nl'.trim())).body.url)
    expect(await asNoor.get<Me>('/api/me')).toMatchObject({
      reach: 'own-plans',
      startedBy: { method: 'handed', by: { name: 'Bas' } },
    })
    expect(await plansOf(asNoor)).toEqual([planId, own].sort())
    expect(await asNoor.refusal('POST', '/api/plans', { body: smallPlan })).toBe(
      '403 session-limited',
    )
    // The link opened all of these plans, so each audit trail has it.
    for (const [who, plan] of [
      [els, planId],
      [noor, own],
    ] as const) {
      const { lines } = await who.get<{ lines: AuditLine[] }>(`/api/plans/${plan}/audit`)
      expect(lines.map(({ action }) => action)).toContain('sign-in-link.used')
    }
    // A handed link between administrators gives no administration rights either.
    const asSelf = await through((await make(admin, 'bas@voorbeeld.nl')).body.url)
    expect((await asSelf.get<Me>('/api/me')).isAdmin).toBe(false)
    await test.db.updateTable('user').set({ isAdmin: 0 }).where('name', '=', 'Bas').execute()
    expect(await statusOf(asNoor)).toBe(401)
  })

  it('is not made by the hundred (limit handedLinks)', async () => {
    let last = 0
    for (let n = 0; n <= limits.handedLinks.burst; n++)
      last = (await els.ask('POST', linkPath())).status
    expect(last).toBe(429)
  })
})

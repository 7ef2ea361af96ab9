import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Me } from '#shared/api/me.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { type HandedLink, openHandedLink } from './handed-link.ts'
import { type Person, smallPlan, tokenOf } from './installation.ts'

describe('a sign-in link that someone hands over', () => {
  let its: HandedLink
  beforeEach(async () => {
    its = await openHandedLink()
  })
  afterEach(() => its.test.close())
  const plansOf = async (who: Person) =>
    (await who.get<{ plans: PlanSummary[] }>('/api/plans')).plans.map(({ id }) => id).sort()
  const statusOf = async (who: Person) => (await who.ask('GET', '/api/me')).status

  it('opens plans of which the coordinator is one, and tells nothing of the others', async () => {
    const own = await its.noor.createPlan()
    const thread = await its.noor.post<{ id: string }>(`/api/plans/${own}/threads`, {
      target: { kind: 'plan' },
      body: 'Van Noor',
    })
    const version = await its.noor.post<{ id: string }>(`/api/plans/${own}/versions`, {
      name: 'Een',
    })
    // A plan that both are members of, in which Els is a reader.
    const shared = await its.noor.createPlan()
    await its.els.accept(await its.noor.invite(shared, 'reader'))
    const asNoor = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect(await plansOf(its.noor)).toEqual([its.planId, own, shared].sort())
    expect(await plansOf(asNoor)).toEqual([its.planId])
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
    const own = await its.noor.createPlan()
    const asNoor = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    // The title of the successor is visible to users with access to it, also through another plan.
    await its.els.ask('PATCH', `/api/plans/${its.planId}/members/${its.noorId}`, {
      body: { role: 'coordinator' },
    })
    expect(
      await asNoor.refusal('POST', `/api/plans/${its.planId}/ending`, {
        body: { kind: 'superseded', successorId: own },
      }),
    ).toBe('422 successor-unfit')
    await its.test.db
      .insertInto('plan_endings')
      .values({
        plan_id: its.planId,
        kind: 'superseded',
        reason: '',
        successor_id: own,
        from_status: 'adopted',
        ended_by: its.noorId,
        ended_at: its.test.clock.now(),
      })
      .execute()
    const endingFor = async (who: Person) =>
      (await who.get<{ ending: { successor: unknown } }>(`/api/plans/${its.planId}/ending`)).ending
        .successor
    expect(await endingFor(its.noor)).toMatchObject({ id: own })
    expect(await endingFor(its.els)).toBeNull()
    expect(await endingFor(asNoor)).toBeNull()
  })

  it('gives nothing that goes on after it: no plan, place, link, name, address, mandate or administration', async () => {
    await its.test.person('Noor', { isAdmin: true })
    await its.els.ask('PATCH', `/api/plans/${its.planId}/members/${its.noorId}`, {
      body: { role: 'coordinator' },
    })
    const ian = await its.test.person('Ian')
    await ian.accept(await its.els.invite(its.planId, 'editor'))
    const ianId = await ian.userId()
    const asNoor = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect((await asNoor.get<Me>('/api/me')).isAdmin).toBe(false)
    const limited: [string, string, unknown][] = [
      ['PATCH', '/api/me', { name: 'Noor', email: 'els2@voorbeeld.nl' }],
      ['PATCH', '/api/me', { name: 'Ian' }],
      ['PATCH', '/api/me/mail', { rhythm: 'none' }],
      ['POST', '/api/plans', smallPlan],
      ['POST', `/api/plans/${its.planId}/invites`, { role: 'reader' }],
      ['POST', `/api/plans/${its.planId}/read-links`, { label: 'x' }],
      ['POST', `/api/plans/${its.planId}/outcome-links`, { label: 'x' }],
      ['POST', `/api/plans/${its.planId}/mandates`, { seat: 'x', userId: ianId, kind: 'deputy' }],
      ['PATCH', `/api/plans/${its.planId}/members/${ianId}`, { role: 'coordinator' }],
      ['DELETE', `/api/plans/${its.planId}/members/${ianId}`, undefined],
      ['POST', its.linkPath(its.planId, ianId), undefined],
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
    const further = await its.els.createPlan()
    expect((await asNoor.accept(await its.els.invite(further, 'reader'))).status).toBe(200)
    expect(await plansOf(asNoor)).toEqual([its.planId, further].sort())
  })

  it('is worth what its coordinator is, at each request', async () => {
    const second = await its.test.person('Ben')
    await second.accept(await its.els.invite(its.planId, 'coordinator'))
    const unused = await its.els.signInLinkFor(its.planId, its.noorId)
    const asNoor = await its.through(unused)
    const late = await its.els.signInLinkFor(its.planId, its.noorId)
    await second.ask('PATCH', `/api/plans/${its.planId}/members/${await its.els.userId()}`, {
      body: { role: 'editor' },
    })
    expect(await asNoor.refusal('GET', `/api/plans/${its.planId}`)).toBe('403 no-access')
    expect(await plansOf(asNoor)).toEqual([])
    expect(
      await its.test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(late) } }),
    ).toBe('410 link-invalid')
    expect(await its.els.refusal('POST', its.linkPath())).toBe('403 no-access')
  })

  it('an address that is proven lifts the scope', async () => {
    const wim = its.test.visitor()
    await wim.accept(await its.els.invite(its.planId, 'editor'), {
      name: 'Wim',
      email: 'wim@voorbeeld.nl',
    })
    const own = await wim.createPlan()
    const asWim = await its.through(await its.els.signInLinkFor(its.planId, await wim.userId()))
    expect(await asWim.refusal('GET', `/api/plans/${own}`)).toBe('403 no-access')
    const { url = '' } =
      (await its.test.installation.links.forExisting('wim@voorbeeld.nl', 'mail')) ?? {}
    const proven = await its.through(url)
    expect(await proven.get<Me>('/api/me')).toMatchObject({
      reach: 'full',
      startedBy: { method: 'mail' },
    })
    expect(await plansOf(proven)).toEqual([its.planId, own].sort())
    expect(await statusOf(asWim)).toBe(401)
  })

  it('by an administrator: for anyone, all of their plans, and nothing more', async () => {
    const admin = await its.test.person('Bas', { isAdmin: true })
    const own = await its.noor.createPlan()
    const make = (who: Person, email: string) =>
      who.ask<{ url: string; code: string }>('POST', '/api/admin/sign-in-links', {
        body: { email },
      })
    expect((await make(its.els, 'noor@voorbeeld.nl')).body.code).toBe('admin-only')
    expect((await make(admin, 'niemand@voorbeeld.nl')).body.code).toBe('person-not-found')
    const asNoor = await its.through((await make(admin, ' NOOR@voorbeeld.nl'.trim())).body.url)
    expect(await asNoor.get<Me>('/api/me')).toMatchObject({
      reach: 'own-plans',
      startedBy: { method: 'handed', by: { name: 'Bas' } },
    })
    expect(await plansOf(asNoor)).toEqual([its.planId, own].sort())
    expect(await asNoor.refusal('POST', '/api/plans', { body: smallPlan })).toBe(
      '403 session-limited',
    )
    // The link opened all of these plans, so each audit trail has it.
    for (const [who, plan] of [
      [its.els, its.planId],
      [its.noor, own],
    ] as const) {
      const { lines } = await who.get<{ lines: AuditLine[] }>(`/api/plans/${plan}/audit`)
      expect(lines.map(({ action }) => action)).toContain('sign-in-link.used')
    }
    // A handed link between administrators gives no administration rights either.
    const asSelf = await its.through((await make(admin, 'bas@voorbeeld.nl')).body.url)
    expect((await asSelf.get<Me>('/api/me')).isAdmin).toBe(false)
    await its.test.db.updateTable('user').set({ isAdmin: 0 }).where('name', '=', 'Bas').execute()
    expect(await statusOf(asNoor)).toBe(401)
  })
})

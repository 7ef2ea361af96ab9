import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ManagedPlan } from '#shared/api/administration.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Inbox } from '#shared/api/inbox.ts'
import type { Member } from '#shared/api/members.ts'
import { auditSentence } from '#shared/audit/sentence.ts'
import { limits } from '#shared/limits.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

type Plans = { plans: ManagedPlan[]; total: number; next?: string }

describe('an administrator', () => {
  let test: TestInstallation
  let bas: Person
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    bas = await test.person('Bas', { isAdmin: true })
    els = await test.person('Els')
  })
  afterEach(() => test.close())
  const plans = (query = '') => bas.get<Plans>(`/api/admin/plans?${query}`)
  async function removeCoordinators(planId: string): Promise<void> {
    await test.db
      .deleteFrom('members')
      .where('plan_id', '=', planId)
      .where('role', '=', 'coordinator')
      .execute()
  }

  it('sees every plan from outside: its title, size, last use and coordinators', async () => {
    const planId = await els.createPlan()
    const { plans: all, total } = await plans()
    expect(total).toBe(1)
    expect(all).toMatchObject([
      {
        id: planId,
        formName: 'Wijkplan',
        status: 'concept',
        members: 1,
        coordinators: [{ name: 'Els' }],
      },
    ])
    expect(all[0]?.bytes).toBeGreaterThan(100)
    expect((await plans('q=kraaienveen')).total).toBe(1)
    expect((await plans('q=100%25')).total).toBe(0)
    expect((await plans('orphaned=true')).total).toBe(0)
  })

  it('reads plans a page at a time (limit managedPlansPerPage)', async () => {
    const { max } = limits.managedPlansPerPage
    for (let n = 0; n <= max; n++) await els.createPlan(smallPlan)
    const first = await plans()
    expect(first).toMatchObject({ total: max + 1 })
    const second = await plans(`cursor=${encodeURIComponent(first.next ?? '')}`)
    expect(second.next).toBeUndefined()
    const ids = [...first.plans, ...second.plans].map(({ id }) => id)
    expect(new Set(ids).size).toBe(max + 1)
  })

  it('gives a plan without a coordinator one, which its trail and its members are told', async () => {
    const planId = await els.createPlan()
    const noor = await test.person('Noor')
    await noor.accept(await els.invite(planId, 'editor'))
    const path = `/api/admin/plans/${planId}/coordinator`
    const body = { email: 'noor@voorbeeld.nl' }
    expect(await bas.refusal('POST', path, { body })).toBe('409 plan-has-coordinator')
    await removeCoordinators(planId)
    expect((await plans('orphaned=true')).plans.map(({ id }) => id)).toEqual([planId])
    const nobody = { body: { email: 'niemand@voorbeeld.nl' } }
    expect(await bas.refusal('POST', path, nobody)).toBe('404 person-not-found')
    expect(await bas.post(path, body)).toMatchObject({ coordinators: [{ name: 'Noor' }] })
    const { members } = await noor.get<{ members: Member[] }>(`/api/plans/${planId}/members`)
    expect(members).toMatchObject([{ name: 'Noor', role: 'coordinator', discipline: 'gemeente' }])
    expect((await test.events(planId)).at(-1)).toBe('member.changed')
    const { lines } = await noor.get<{ lines: AuditLine[] }>(
      `/api/plans/${planId}/audit?kind=people`,
    )
    const given = lines.find(({ action }) => action === 'coordinator.given')
    expect(given?.actor).toMatchObject({ name: 'Bas' })
    const names = {
      person: () => 'Noor',
      versionNumber: () => null,
      seat: () => null,
      requirement: () => null,
    }
    expect(given === undefined ? '' : auditSentence(given, names)).toBe(
      'maakte als beheerder Noor coördinator, want het plan had er geen',
    )
    // Bas got into nothing by it.
    expect(await bas.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
  })

  it('tells the new coordinator and the members under Voor u, until they open the plan, and by mail', async () => {
    const peer = await SmtpPeer.start()
    const mailing = await TestInstallation.open(peer.environment)
    try {
      const admin = await mailing.person('Bas', { isAdmin: true })
      const [maker, noor, wim] = await Promise.all([
        mailing.person('Els'),
        mailing.person('Noor'),
        mailing.person('Wim'),
      ])
      const planId = await maker.createPlan()
      for (const who of [noor, wim]) await who.accept(await maker.invite(planId, 'editor'))
      await mailing.db
        .deleteFrom('members')
        .where('plan_id', '=', planId)
        .where('role', '=', 'coordinator')
        .execute()
      await admin.post(`/api/admin/plans/${planId}/coordinator`, { email: 'noor@voorbeeld.nl' })
      const told = async (who: Person) =>
        (await who.get<Inbox>('/api/me/inbox')).items.map(({ title }) => title)
      expect(await told(noor)).toEqual(['U bent nu coördinator'])
      expect(await told(wim)).toEqual(['Noor is nu coördinator'])
      await mailing.pass(0)
      expect(peer.mails).toMatchObject([
        { to: { text: 'noor@voorbeeld.nl' }, subject: expect.stringContaining('coördinator') },
      ])
      expect(peer.mails[0]?.text).toContain('Een beheerder van Wijktafel wees u aan.')
      await noor.post(`/api/plans/${planId}/visits`)
      expect(await told(noor)).toEqual([])
      expect(await told(wim)).toEqual(['Noor is nu coördinator'])
      // A user who is no longer the coordinator gets no news of it.
      await noor.ask('PATCH', `/api/plans/${planId}/members/${await wim.userId()}`, {
        body: { role: 'coordinator' },
      })
      await noor.post(`/api/plans/${planId}/leave`)
      expect(await told(wim)).toEqual([])
    } finally {
      await mailing.close()
      await peer.stop()
    }
  })

  it('gives a person who is no member yet a plan that nobody manages', async () => {
    const planId = await els.createPlan()
    await removeCoordinators(planId)
    const body = { email: 'els@voorbeeld.nl' }
    expect(await bas.post(`/api/admin/plans/${planId}/coordinator`, body)).toMatchObject({
      members: 1,
    })
    expect((await test.events(planId)).at(-1)).toBe('member.added')
  })

  it('gives no plan to a stranger who only claims an address', async () => {
    const planId = await els.createPlan()
    await removeCoordinators(planId)
    const claim = { name: 'Noor', email: 'noor@voorbeeld.nl' }
    const mal = test.visitor()
    await mal.accept(await els.invite(await els.createPlan(), 'editor'), claim)
    const path = `/api/admin/plans/${planId}/coordinator`
    const body = { email: claim.email }
    expect(await bas.refusal('POST', path, { body })).toBe('409 address-unproven')
    expect(await mal.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    await test
      .visitor()
      .signIn(await test.installation.links.forPerson({ ...claim, isAdmin: false }))
    expect(await bas.post(path, body)).toMatchObject({ coordinators: [{ name: 'Noor' }] })
  })
})

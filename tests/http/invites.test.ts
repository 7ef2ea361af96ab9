import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '#shared/api/me.ts'
import type { Invite, PastInvite } from '#shared/api/members.ts'
import { limits } from '#shared/limits.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

const day = 24 * 60 * 60 * 1000

describe('invitations', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
  })
  afterEach(() => test.close())

  const openInvites = async () =>
    (await els.get<{ invites: Invite[] }>(`/api/plans/${planId}/invites`)).invites
  const newcomer = { name: 'Noor van der Lindeweide', email: 'Noor@Praktijk.nl' }

  it('bring a new person in: account, session and membership at once', async () => {
    const url = await els.invite(planId, 'editor')
    test.clock.advance(day)
    const noor = test.visitor()
    const accepted = await noor.accept<{ planId: string; me: Me }>(url, newcomer)
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        planId,
        me: { name: newcomer.name, email: 'noor@praktijk.nl', isAdmin: false, needsName: false },
      },
    })
    expect(await noor.get(`/api/plans/${planId}`)).toMatchObject({
      role: 'editor',
      title: expect.stringContaining('Kraaienveen'),
    })
    const { members } = await els.get<{ members: unknown[] }>(`/api/plans/${planId}/members`)
    expect(members).toMatchObject([
      { name: 'Els', role: 'coordinator' },
      { name: newcomer.name, role: 'editor', discipline: 'gemeente' },
    ])
  })

  it('opening one consumes nothing', async () => {
    const url = await els.invite(planId, 'reader', 'noor@praktijk.nl')
    for (let n = 0; n < 3; n++) {
      expect(await test.visitor().get(`/api/invites/${tokenOf(url)}`)).toMatchObject({
        planId,
        planTitle: expect.stringContaining('Kraaienveen'),
        invitedBy: 'Els',
        role: 'reader',
        email: 'noor@praktijk.nl',
      })
    }
    expect((await test.visitor().accept(url, newcomer)).status).toBe(200)
  })

  it('are used once', async () => {
    const url = await els.invite(planId, 'editor')
    await test.visitor().accept(url, newcomer)
    expect(await test.visitor().refusal('GET', `/api/invites/${tokenOf(url)}`)).toBe(
      '410 invite-invalid',
    )
    expect(
      await test.visitor().refusal('POST', `/api/invites/${tokenOf(url)}/accept`, {
        body: { name: 'Ian', email: 'ian@voorbeeld.nl' },
      }),
    ).toBe('410 invite-invalid')
    expect(await openInvites()).toEqual([])
  })

  it('are used once by two who press at the same moment', async () => {
    const url = await els.invite(planId, 'editor')
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        test.visitor().accept(url, { name: `Naam ${name}`, email: `${name}@voorbeeld.nl` }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410])
    expect((await test.db.selectFrom('user').select('id').execute()).length).toBe(2)
  })

  it('lead the member who used it back to the plan', async () => {
    const url = await els.invite(planId, 'editor')
    const noor = test.visitor()
    await noor.accept(url, newcomer)
    expect((await noor.ask('GET', `/api/invites/${tokenOf(url)}`)).status).toBe(200)
    expect((await noor.accept(url)).body).toMatchObject({ planId })
  })

  it('are not used up by a coordinator who tries the link', async () => {
    const url = await els.invite(planId, 'editor')
    expect((await els.accept(url)).body).toMatchObject({ planId })
    expect(await openInvites()).toHaveLength(1)
  })

  it('expire after two weeks', async () => {
    const url = await els.invite(planId, 'editor')
    test.clock.advance(14 * day - 1)
    expect(await openInvites()).toHaveLength(1)
    test.clock.advance(1)
    expect(await openInvites()).toEqual([])
    expect(
      await test
        .visitor()
        .refusal('POST', `/api/invites/${tokenOf(url)}/accept`, { body: newcomer }),
    ).toBe('410 invite-invalid')
  })

  it('can be withdrawn, twice, but not after use', async () => {
    const url = await els.invite(planId, 'editor')
    const [invite] = await openInvites()
    const path = `/api/plans/${planId}/invites/${invite?.id}`
    expect([
      (await els.ask('DELETE', path)).status,
      (await els.ask('DELETE', path)).status,
    ]).toEqual([200, 200])
    expect(
      await test
        .visitor()
        .refusal('POST', `/api/invites/${tokenOf(url)}/accept`, { body: newcomer }),
    ).toBe('410 invite-invalid')
    const used = await els.invite(planId, 'editor')
    const [open] = await openInvites()
    await test.visitor().accept(used, newcomer)
    expect(await els.refusal('DELETE', `/api/plans/${planId}/invites/${open?.id}`)).toBe(
      '410 invite-invalid',
    )
    const otherPlan = await els.createPlan()
    expect(await els.refusal('DELETE', `/api/plans/${otherPlan}/invites/${open?.id}`)).toBe(
      '404 not-found',
    )
  })

  it('are not kept readable: the token is nowhere in the database', async () => {
    const url = await els.invite(planId, 'editor')
    const rows = await test.db.selectFrom('invites').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(tokenOf(url))
    expect(Object.keys((await openInvites())[0] ?? {}).sort()).toEqual([
      'createdAt',
      'discipline',
      'email',
      'expiresAt',
      'id',
      'mailedAt',
      'name',
      'personRow',
      'role',
      'sections',
    ])
  })

  it('say whose they are and what became of them: expired, or joined and as whom (limit pastInvitesShown)', async () => {
    const make = (body: object) =>
      els.post<{ id: string; url: string }>(`/api/plans/${planId}/invites`, body)
    await make({ role: 'reader', name: 'Gerda  Postma' })
    test.clock.advance(10 * day)
    const { url } = await make({ role: 'editor', name: 'Noor', email: 'noor@praktijk.nl' })
    await test.visitor().accept(url, newcomer)
    test.clock.advance(5 * day)
    const { invites, past } = await els.get<{ invites: Invite[]; past: PastInvite[] }>(
      `/api/plans/${planId}/invites`,
    )
    expect(invites).toEqual([])
    expect(past).toMatchObject([
      { name: 'Noor', acceptedBy: { name: newcomer.name } },
      { name: 'Gerda Postma', acceptedBy: null, acceptedAt: null },
    ])
    const maker = await els.userId()
    await test.db
      .insertInto('invites')
      .values(
        Array.from({ length: limits.pastInvitesShown.max }, (_, n) => ({
          id: `oud-${n}`,
          plan_id: planId,
          token_hash: `oud-${n}`,
          role: 'reader' as const,
          created_by: maker,
          created_at: 1,
          expires_at: 2,
        })),
      )
      .execute()
    const after = await els.get<{ past: PastInvite[] }>(`/api/plans/${planId}/invites`)
    expect(after.past).toHaveLength(limits.pastInvitesShown.max)
    expect(after.past[0]).toMatchObject({ name: 'Noor' })
  })

  it('made again end the earlier link; one that was used is not replaced', async () => {
    const body = { role: 'editor', name: 'Noor', email: 'noor@praktijk.nl' }
    const path = `/api/plans/${planId}/invites`
    const first = await els.post<{ id: string; url: string }>(path, body)
    const second = await els.post<{ id: string; url: string }>(path, {
      ...body,
      replaces: first.id,
    })
    expect(await test.visitor().refusal('GET', `/api/invites/${tokenOf(first.url)}`)).toBe(
      '410 invite-invalid',
    )
    expect(await openInvites()).toMatchObject([{ id: second.id, name: 'Noor' }])
    await test.visitor().accept(second.url, newcomer)
    expect(await els.refusal('POST', path, { body: { role: 'editor', replaces: second.id } })).toBe(
      '409 invite-over',
    )
    expect(await openInvites()).toEqual([])
  })

  it('of a plan that was removed are gone', async () => {
    const url = await els.invite(planId, 'editor')
    await els.ask('DELETE', `/api/plans/${planId}`)
    expect(await test.visitor().refusal('GET', `/api/invites/${tokenOf(url)}`)).toBe(
      '410 invite-invalid',
    )
  })

  it('slow down who guesses', async () => {
    let last = ''
    for (let n = 0; n < 25; n++) last = await test.visitor().refusal('GET', `/api/invites/gok-${n}`)
    expect(last).toBe('429 too-many')
    test.clock.advance(60_000)
    expect(await test.visitor().refusal('GET', '/api/invites/gok')).toBe('410 invite-invalid')
  })

  it('EV1 each step is an event in the plan’s log', async () => {
    await test.visitor().accept(await els.invite(planId, 'editor'), newcomer)
    await els.invite(planId, 'reader')
    const [open] = await openInvites()
    await els.ask('DELETE', `/api/plans/${planId}/invites/${open?.id}`)
    expect(await test.events(planId)).toEqual([
      'plan.created',
      'update',
      'invite.changed',
      'member.added',
      'invite.changed',
      'invite.changed',
    ])
  })
})

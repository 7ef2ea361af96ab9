import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '#shared/api/me.ts'
import type { Member } from '#shared/api/members.ts'
import { broekerveld } from './broekerveld.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

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
  const newcomer = { name: 'Noor van der Lindeweide', email: 'Noor@Praktijk.nl' }

  it('ask a newcomer for name and address, in Dutch', async () => {
    const url = await els.invite(planId, 'editor')
    const answer = await test.visitor().accept<{ fields: unknown }>(url)
    expect(answer).toMatchObject({
      status: 422,
      body: {
        fields: [
          { path: 'name', message: 'Vul uw naam in.' },
          { path: 'email', message: 'Vul uw e-mailadres in.' },
        ],
      },
    })
    expect(
      (await test.visitor().accept(url, { name: 'x', email: 'geen adres' })).body,
    ).toMatchObject({
      fields: [
        { path: 'name', message: 'Vul uw naam in.' },
        { path: 'email', message: 'Vul een geldig e-mailadres in.' },
      ],
    })
  })

  it('for one address are for that address', async () => {
    const url = await els.invite(planId, 'editor', 'noor@praktijk.nl')
    expect(
      await test.visitor().refusal('POST', `/api/invites/${tokenOf(url)}/accept`, {
        body: { name: 'Ian', email: 'ian@voorbeeld.nl' },
      }),
    ).toBe('409 invite-other-email')
    expect(
      await (await test.person('Ian')).refusal('POST', `/api/invites/${tokenOf(url)}/accept`, {
        body: {},
      }),
    ).toBe('409 invite-other-email')
    const noor = test.visitor()
    expect((await noor.accept(url, { name: 'Noor' })).status).toBe(200)
    expect((await noor.get<Me>('/api/me')).email).toBe('noor@praktijk.nl')
  })

  it('let someone who is signed in join as themself', async () => {
    const ian = await test.person('Ian')
    expect(
      (
        await ian.accept(await els.invite(planId, 'commenter'), {
          name: 'Iemand Anders',
          email: 'anders@voorbeeld.nl',
        })
      ).status,
    ).toBe(200)
    expect(await ian.get(`/api/plans/${planId}`)).toMatchObject({ role: 'commenter' })
    expect((await ian.get<Me>('/api/me')).name).toBe('Ian')
  })

  it('never open an account that exists: whoever has it signs in in their own way and then accepts', async () => {
    const ian = await test.person('Ian')
    await test.person('Beheer', { isAdmin: true })
    const noor = test.visitor()
    await noor.accept(await els.invite(planId, 'editor'), newcomer)
    for (const email of ['ian@voorbeeld.nl', 'beheer@voorbeeld.nl', 'noor@praktijk.nl']) {
      const further = await els.createPlan()
      const stranger = test.visitor()
      for (const url of [
        await els.invite(further, 'editor'),
        await els.invite(further, 'editor', email),
      ]) {
        const path = `/api/invites/${tokenOf(url)}/accept`
        expect(await stranger.refusal('POST', path, { body: { name: 'Ik', email } })).toBe(
          '409 sign-in-first',
        )
        expect(stranger.cookie).toBe('')
      }
    }
    const url = await els.invite(planId, 'editor', 'ian@voorbeeld.nl')
    expect((await ian.accept(url)).status).toBe(200)
    expect(await ian.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
  })

  it('do not prove an address: the person who proves it by a sign-in link ends the sessions of anyone who only claimed it', async () => {
    const squatter = test.visitor()
    await squatter.accept(await els.invite(planId, 'reader'), newcomer)
    expect((await squatter.ask('GET', '/api/me')).status).toBe(200)
    const mailed = async () =>
      (await test.installation.links.forExisting('noor@praktijk.nl', 'mail'))?.url ?? ''
    const noor = test.visitor()
    await noor.signIn(await mailed())
    expect(await squatter.refusal('GET', '/api/me')).toBe('401 not-signed-in')
    const tablet = test.visitor()
    await tablet.signIn(await mailed())
    expect((await noor.ask('GET', '/api/me')).status).toBe(200)
  })

  it('are not made for anyone who is a member already', async () => {
    expect(
      await els.refusal('POST', `/api/plans/${planId}/invites`, {
        body: { role: 'reader', email: 'ELS@voorbeeld.nl' },
      }),
    ).toBe('409 already-member')
  })

  it('for a person of the plan link the account that joins, unless the maker lost the right to say so', async () => {
    const dounia = await test.person('Dounia')
    const plan = await dounia.createPlan(broekerveld)
    const path = `/api/plans/${plan}/invites`
    expect(
      await dounia.refusal('POST', path, { body: { role: 'editor', personRow: 'bestaat-niet' } }),
    ).toBe('422 person-unknown')
    const made = await dounia.post<{ url: string }>(path, {
      role: 'editor',
      name: 'Ilse ter Braakhuis',
      personRow: 'm4',
    })
    expect(await test.visitor().get(`/api/invites/${tokenOf(made.url)}`)).toMatchObject({
      name: 'Ilse ter Braakhuis',
    })
    const ilse = test.visitor()
    await ilse.accept(made.url, { name: 'Ilse Brink', email: 'ilse@voorbeeld.nl' })
    const personOf = async (who: Person) => {
      const id = await who.userId()
      const { members } = await dounia.get<{ members: Member[] }>(`/api/plans/${plan}/members`)
      return members.find(({ userId }) => userId === id)?.person
    }
    expect(await personOf(ilse)).toMatchObject({ rowId: 'm4', isSelfLinked: false })

    // The same person once more: the second joins, and stays without a link.
    const again = await dounia.post<{ url: string }>(path, { role: 'editor', personRow: 'm4' })
    const other = test.visitor()
    await other.accept(again.url, { name: 'Een ander', email: 'ander@voorbeeld.nl' })
    expect(await personOf(other)).toBeNull()

    const late = await dounia.post<{ url: string }>(path, { role: 'editor', personRow: 'm2' })
    const second = test.visitor()
    await second.accept(await dounia.invite(plan, 'coordinator'), {
      name: 'Tweede',
      email: 'tweede@voorbeeld.nl',
    })
    await second.ask('PATCH', `/api/plans/${plan}/members/${await dounia.userId()}`, {
      body: { role: 'editor' },
    })
    const third = test.visitor()
    await third.accept(late.url, { name: 'Derde', email: 'derde@voorbeeld.nl' })
    const { members } = await second.get<{ members: Member[] }>(`/api/plans/${plan}/members`)
    expect(members.find(({ name }) => name === 'Derde')?.person).toBeNull()
  })
})

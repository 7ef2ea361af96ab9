import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOfToken } from '#server/storage/token-hash.ts'
import type { Me } from '#shared/api/me.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

/** Known and possible attacks by which a coordinator or a stranger takes over an account. */
describe('becoming someone else', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
  })
  afterEach(() => test.close())

  const noorIs = { name: 'Noor', email: 'noor@praktijk.nl' }
  const statusOf = async (who: Person) => (await who.ask('GET', '/api/me')).status
  const mailed = async (email = noorIs.email) =>
    (await test.installation.links.forExisting(email, 'mail'))?.url ?? ''
  const use = (url: string, who = test.visitor()) =>
    who.ask<Me & { code?: string }>('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
  async function through(url: string): Promise<Person> {
    const person = test.visitor()
    await person.signIn(url)
    return person
  }

  it('by an invitation for an address that nobody uses yet: it lasts until its owner comes, and nothing of it does after', async () => {
    const squatter = test.visitor()
    await squatter.accept(await els.invite(planId, 'coordinator', noorIs.email), noorIs)
    expect(await squatter.get<Me>('/api/me')).toMatchObject({
      startedBy: { method: 'handed', by: { name: 'Els' } },
      reach: 'newcomer',
    })
    // Actions that would let the attacker, or another person, sign in again later.
    const invitation = await squatter.invite(planId, 'editor')
    const deadline = new Date(test.clock.now() + 7 * 24 * 3_600_000).toISOString()
    await els.post(`/api/plans/${planId}/consultation`, { deadline })
    const { url: readLink } = await squatter.post<{ url: string }>(
      `/api/plans/${planId}/read-links`,
      { label: 'Praktijk' },
    )
    const outcomes = { id: 'o1', plan_id: planId, token_hash: hashOfToken('geheim'), name: 'Wijk' }
    const made = { created_by: await squatter.userId(), created_at: test.clock.now() }
    await test.db
      .insertInto('outcome_links')
      .values({ ...outcomes, ...made, revoked_at: null })
      .execute()
    const handed = await els.signInLinkFor(planId, await squatter.userId())

    const noor = await through(await mailed())
    expect(await noor.get<Me>('/api/me')).toMatchObject({
      startedBy: { method: 'mail' },
      reach: 'full',
    })
    expect(await statusOf(squatter)).toBe(401)
    expect((await use(handed)).status).toBe(410)
    expect(await test.visitor().refusal('GET', `/api/invites/${tokenOf(invitation)}`)).toBe(
      '410 invite-invalid',
    )
    expect(await test.visitor().refusal('GET', `/api/read/${tokenOf(readLink)}`)).toBe(
      '410 read-link-invalid',
    )
    expect(await test.visitor().refusal('GET', '/api/outcomes/geheim')).toBe(
      '410 outcome-link-invalid',
    )
    // A further proof does not affect the passkeys and sessions of the owner.
    const own = await noor.invite(planId, 'editor')
    await through(await mailed())
    expect(await statusOf(noor)).toBe(200)
    expect((await test.visitor().ask('GET', `/api/invites/${tokenOf(own)}`)).status).toBe(200)
  })

  it('a newcomer who proves the address in the browser they work in keeps what they made', async () => {
    const noor = test.visitor()
    await noor.accept(await els.invite(planId, 'coordinator'), noorIs)
    const own = await noor.createPlan()
    const invitation = await noor.invite(own, 'editor')
    const { cookie } = noor
    await noor.signIn(await mailed())
    expect(await noor.get<Me>('/api/me')).toMatchObject({ reach: 'full' })
    expect(await noor.get(`/api/plans/${own}`)).toMatchObject({ role: 'coordinator' })
    expect((await test.visitor().ask('GET', `/api/invites/${tokenOf(invitation)}`)).status).toBe(
      200,
    )
    expect(await statusOf(Object.assign(test.visitor(), { cookie }))).toBe(401)
  })

  it('by two invitations for one address, one after the other or at one moment', async () => {
    const bea = await test.person('Bea')
    const other = await bea.createPlan()
    const urls = [
      await els.invite(planId, 'editor', noorIs.email),
      await bea.invite(other, 'editor', noorIs.email),
      await bea.invite(other, 'editor'),
    ]
    const answers = await Promise.all(urls.map((url) => test.visitor().accept(url, noorIs)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const beside = await test.beside()
    const late = await beside
      .visitor()
      .refusal('POST', `/api/invites/${tokenOf(urls[1] ?? '')}/accept`, { body: noorIs })
    await beside.installation.close()
    expect(['409 sign-in-first', '410 invite-invalid']).toContain(late)
    const users = await test.db
      .selectFrom('user')
      .select('id')
      .where('email', '=', noorIs.email)
      .execute()
    expect(users).toHaveLength(1)
  })

  it('by another spelling of an address that someone has', async () => {
    await test.person('Ian', { email: 'ian@voorbeeld.nl' })
    for (const email of ['IAN@Voorbeeld.NL', 'Ian@voorbeeld.nl']) {
      const path = `/api/invites/${tokenOf(await els.invite(planId, 'editor'))}/accept`
      expect(
        await test.visitor().refusal('POST', path, { body: { name: 'Ik', email } }),
        email,
      ).toBe('409 sign-in-first')
    }
    // A look-alike letter is not accepted in an address.
    const path = `/api/invites/${tokenOf(await els.invite(planId, 'editor'))}/accept`
    expect(
      await test
        .visitor()
        .refusal('POST', path, { body: { name: 'Ik', email: 'ıan@voorbeeld.nl' } }),
    ).toBe('422 invalid-values')
  })

  it('by taking the address of someone who has no account yet, to be there first', async () => {
    const ian = await test.person('Ian')
    await ian.ask('PATCH', '/api/me', { body: { name: 'Ian', email: noorIs.email } })
    test.clock.advance(1_000)
    expect(await mailed()).toBe('')
    expect((await ian.get<Me>('/api/me')).email).toBe('ian@voorbeeld.nl')
  })

  it('by a link that confirms an address, in the hands of someone who is not signed in to that account', async () => {
    const ian = await test.person('Ian')
    const id = await ian.userId()
    const made = await test.installation.links.forChange({ id, email: noorIs.email }, 'mail')
    const url = made?.url ?? ''
    const bea = await test.person('Bea')
    for (const who of [test.visitor(), bea])
      expect((await use(url, who)).body.code).toBe('change-elsewhere')
    expect(await statusOf(bea)).toBe(200)
    // After a failed attempt the link still works in the right browser, and the former address opens nothing any more.
    const before = await mailed('ian@voorbeeld.nl')
    expect((await use(url, ian)).body).toMatchObject({ id, email: noorIs.email })
    expect((await use(before)).status).toBe(410)
  })

  it('by a link that confirms an address which became another’s meanwhile', async () => {
    const ian = await test.person('Ian')
    const id = await ian.userId()
    const made = await test.installation.links.forChange({ id, email: noorIs.email }, 'mail')
    await test.person('Noor', { email: noorIs.email })
    expect((await use(made?.url ?? '', ian)).status).toBe(410)
    expect(await test.installation.links.forChange({ id, email: noorIs.email }, 'mail')).toBeNull()
  })

  it('a newcomer who coordinates lets a member back in, until the owner of their address comes', async () => {
    const wim = await test.person('Wim')
    await wim.accept(await els.invite(planId, 'editor'))
    const elsewhere = await wim.createPlan()
    const noor = test.visitor()
    await noor.accept(await els.invite(planId, 'coordinator'), noorIs)
    const used = await noor.signInLinkFor(planId, await wim.userId())
    const asWim = test.visitor()
    await asWim.signIn(used)
    expect(await asWim.get<Me>('/api/me')).toMatchObject({
      reach: 'plans-of-hander',
      startedBy: { method: 'handed', by: { name: noorIs.name } },
    })
    expect(await asWim.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    expect(await asWim.refusal('GET', `/api/plans/${elsewhere}`)).toBe('403 no-access')
    const kept = await noor.signInLinkFor(planId, await wim.userId())

    // The user who proves the address may not be the user who claimed it: sessions from the claim end.
    await test.visitor().signIn(await mailed())
    expect(await statusOf(asWim)).toBe(401)
    expect((await use(kept)).status).toBe(410)
    expect(await statusOf(wim)).toBe(200)
  })

  it('by inviting themself under a second address before the owner of the first comes', async () => {
    const wim = await test.person('Wim')
    await wim.accept(await els.invite(planId, 'editor'))
    const [squatter, second, other] = [test.visitor(), test.visitor(), test.visitor()]
    await squatter.accept(await els.invite(planId, 'coordinator'), noorIs)
    const secondIs = { name: 'Bea', email: 'bea@praktijk.nl' }
    await second.accept(await squatter.invite(planId, 'coordinator'), secondIs)
    await other.accept(await els.invite(planId, 'editor'), {
      name: 'Ian',
      email: 'ian@praktijk.nl',
    })
    const asWim = await through(await second.signInLinkFor(planId, await wim.userId()))
    const kept = await second.signInLinkFor(planId, await wim.userId())
    const further = await second.invite(planId, 'coordinator')

    await through(await mailed())
    expect(await statusOf(second)).toBe(401)
    expect(await statusOf(asWim)).toBe(401)
    expect((await use(kept)).status).toBe(410)
    expect(await test.visitor().refusal('GET', `/api/invites/${tokenOf(further)}`)).toBe(
      '410 invite-invalid',
    )
    // Users whom others invited, or who have an address of their own, stay signed in.
    expect([await statusOf(other), await statusOf(wim), await statusOf(els)]).toEqual([
      200, 200, 200,
    ])
  })

  it('by using one token twice at one moment, also in two processes', async () => {
    const url = await test.installation.links.forPerson({ ...noorIs, isAdmin: false })
    const beside = await test.beside()
    const answers = await Promise.all([use(url), use(url)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    const late = await beside
      .visitor()
      .ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    await beside.installation.close()
    expect(late.status).toBe(410)
  })

  it('by a token of one kind where another is asked', async () => {
    const invitation = tokenOf(await els.invite(planId, 'editor'))
    const signIn = tokenOf(await test.installation.links.forPerson({ ...noorIs, isAdmin: false }))
    const stranger = test.visitor()
    expect((await use(`http://x/?token=${invitation}`)).status).toBe(410)
    expect(await stranger.refusal('POST', `/api/invites/${signIn}/accept`, { body: noorIs })).toBe(
      '410 invite-invalid',
    )
    expect(await stranger.refusal('GET', `/api/read/${signIn}`)).toBe('410 read-link-invalid')
    expect(await stranger.refusal('GET', `/api/sign/${signIn}`)).toBe('410 sign-link-invalid')
    // A session proves nothing either.
    const cookie = `${els.cookie.split('=')[0]}=${signIn}`
    expect(await statusOf(Object.assign(test.visitor(), { cookie }))).toBe(401)
  })

  it('by planting a cookie before someone signs in', async () => {
    const planted = `${els.cookie.split('=')[0]}=planted`
    const noor = Object.assign(test.visitor(), { cookie: planted })
    await noor.signIn(await test.installation.links.forPerson({ ...noorIs, isAdmin: false }))
    expect(await statusOf(Object.assign(test.visitor(), { cookie: planted }))).toBe(401)
    // An attacker's session that was planted in the victim's browser ends when the victim signs in.
    const attacker = await test.person('Mal')
    const victim = Object.assign(test.visitor(), { cookie: attacker.cookie })
    await victim.signIn(await test.installation.links.forPerson({ ...noorIs, isAdmin: false }))
    expect(await statusOf(attacker)).toBe(401)
    expect((await victim.get<Me>('/api/me')).name).toBe('Noor')
  })

  it('by guessing addresses as someone who claims that of the first coordinator', async () => {
    await test.person('Ian')
    const claim = { name: 'Mal', email: 'coordinator@wijktafel.invalid' }
    const mal = test.visitor()
    await mal.accept(await els.invite(planId, 'editor'), claim)
    const body = { name: 'Mal', email: 'ian@voorbeeld.nl' }
    expect((await mal.ask('PATCH', '/api/me', { body })).status).toBe(200)
    expect((await mal.get<Me>('/api/me')).email).toBe(claim.email)
  })

  it('by guessing which addresses have an account with one open invitation', async () => {
    await test.person('Ian')
    const path = `/api/invites/${tokenOf(await els.invite(planId, 'editor'))}/accept`
    const guess = () =>
      test.visitor().refusal('POST', path, { body: { name: 'Ik', email: 'ian@voorbeeld.nl' } })
    let last = ''
    for (let n = 0; n < 30; n++) last = await guess()
    expect(last).toBe('429 too-many')
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findAgreementFaults } from '#server/admin/check-agreement.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { limits } from '#shared/limits.ts'
import { type Bent, clientId } from '../support/forging-provider.ts'
import { openBroekerveld, statementOf } from './broekerveld.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'
import { noorIs, Organisation } from './organisation.ts'

describe('an account of the organisation', () => {
  let at: Organisation
  beforeEach(async () => {
    at = await Organisation.open()
  })
  afterEach(() => at.close())
  async function reopen(more: Record<string, string>): Promise<void> {
    await at.close()
    at = await Organisation.open(more)
  }

  it('is linked by its owner, and then signs them in by issuer and subject', async () => {
    expect(await at.test.visitor().get('/api/oidc')).toMatchObject({ name: 'Regiozorg Dalmeer' })
    expect(await at.link(at.els)).toBe('200')
    expect(await at.accounts(at.els)).toMatchObject([
      { issuer: at.provider.issuer, label: noorIs.email, lastUsedAt: null },
    ])
    // Another address and name later: the subject counts.
    at.test.clock.advance(1000)
    const { who, answer } = await at.signIn({ sub: 'noor-1', email: 'n@elders.nl' })
    expect(answer.body).toMatchObject({
      kind: 'signed-in',
      me: {
        name: 'Els',
        email: 'els@voorbeeld.nl',
        reach: 'full',
        startedBy: { method: 'oidc', issuer: at.provider.issuer },
      },
    })
    expect(await who.get('/api/me/sessions')).toMatchObject({
      sessions: [{ startedBy: { method: 'oidc', issuer: at.provider.issuer } }, {}],
    })
    expect(await at.accounts(who)).toMatchObject([{ lastUsedAt: expect.any(String) }])
  })

  it('is no way in for someone unknown, whatever address it has', async () => {
    const claims = { ...noorIs, email: 'els@voorbeeld.nl' }
    expect(await at.signInCode(claims)).toBe('403 oidc-unknown')
    expect(await at.accounts(at.els)).toEqual([])
  })

  it('is linked in the session that asked for it, by its own person', async () => {
    const { url, browser } = await at.beginLink(at.els)
    const noor = await at.test.person('Noor')
    const begun = browser.cookie.split('; ').find((part) => part.includes('oidc')) ?? ''
    const query = at.provider.grant(url, noorIs)
    for (const cookie of [`${noor.cookie}; ${begun}`, begun])
      expect(await at.refusalOf(Object.assign(at.test.visitor(), { cookie }), query)).toBe(
        '409 oidc-begin-again',
      )
    expect(await at.refusalOf(browser, query)).toBe('200')
  })

  it('belongs to one person, who can unlink it', async () => {
    expect(await at.link(at.els)).toBe('200')
    expect(await at.link(at.els)).toBe('200')
    const noor = await at.test.person('Noor')
    expect(await at.link(noor)).toBe('409 oidc-linked-elsewhere')
    const [account] = await at.accounts(at.els)
    const path = `/api/me/organisation-accounts/${account?.id}`
    expect(await noor.refusal('DELETE', path)).toBe('404 not-found')
    expect((await at.els.ask('DELETE', path)).status).toBe(200)
    expect(await at.signInCode()).toBe('403 oidc-unknown')
    expect(await at.link(noor)).toBe('200')
  })

  it('is one of a few of a person (limit organisationAccountsPerPerson)', async () => {
    for (let n = 0; n < limits.organisationAccountsPerPerson.max; n++)
      expect(await at.link(at.els, { sub: `els-${n}` })).toBe('200')
    expect(await at.link(at.els, { sub: 'een te veel' })).toBe('409 oidc-accounts-full')
  })

  describe('and an invitation', () => {
    let planId: string
    beforeEach(async () => {
      planId = await at.els.createPlan()
    })
    async function join(url: string, claims: Record<string, unknown> = noorIs, bent: Bent = {}) {
      const who = at.test.visitor()
      const address = await at.begin(who, '/api/oidc/sign-in', { token: tokenOf(url) })
      const answer = await at.hand(who, at.provider.grant(address, claims, bent))
      return { who, answer }
    }

    it('makes an account that comes back by it; its address is not proven', async () => {
      const { who, answer } = await join(await at.els.invite(planId, 'editor'))
      expect(answer.body).toMatchObject({
        kind: 'joined',
        planId,
        me: { name: noorIs.name, email: noorIs.email, reach: 'newcomer' },
      })
      expect((await who.ask('GET', `/api/plans/${planId}`)).status).toBe(200)
      await who.ask('POST', '/api/sign-out')
      expect((await at.signIn()).answer.body.me).toMatchObject({
        name: noorIs.name,
        reach: 'newcomer',
        startedBy: { method: 'oidc', issuer: at.provider.issuer },
      })
    })

    it('gives the account the address of the invitation, and asks /userinfo what the ID token leaves out', async () => {
      const url = await at.els.invite(planId, 'editor', 'praktijk@voorbeeld.nl')
      const left = { name: undefined, email: undefined }
      const { answer } = await join(url, noorIs, { claims: left })
      expect(answer.body.me).toMatchObject({ name: noorIs.name, email: 'praktijk@voorbeeld.nl' })
    })

    it('does without a name and an address', async () => {
      const { answer } = await join(await at.els.invite(planId, 'editor'), { sub: 'x' })
      expect(answer.body.me).toMatchObject({
        name: 'Nieuw lid',
        email: expect.stringMatching(/@organisatie\.invalid$/),
      })
    })

    it('opens no account that exists', async () => {
      await at.test.person('Noor', { email: noorIs.email })
      const url = await at.els.invite(planId, 'editor')
      expect((await join(url)).answer.body.code).toBe('sign-in-first')
      // Nothing was used up.
      expect((await join(url, { sub: 'x' })).answer.body.kind).toBe('joined')
    })

    it('of someone who is known signs them in, and leaves the invitation to them', async () => {
      expect(await at.link(at.els)).toBe('200')
      const url = await at.els.invite(planId, 'editor')
      const { answer } = await join(url)
      expect(answer.body).toMatchObject({
        kind: 'invited',
        invite: tokenOf(url),
        me: { name: 'Els' },
      })
    })

    it('an invitation that is over is refused before anyone leaves', async () => {
      const body = { token: 'bestaat-niet' }
      expect(await at.test.visitor().refusal('POST', '/api/oidc/sign-in', { body })).toBe(
        '410 invite-invalid',
      )
    })

    it('is forgotten when somebody else proves the address', async () => {
      const { who } = await join(await at.els.invite(planId, 'editor'))
      const mailed = await at.test.installation.links.forExisting(noorIs.email, 'mail')
      await at.test.visitor().signIn(mailed?.url ?? '')
      expect((await who.ask('GET', '/api/me')).status).toBe(401)
      expect(await at.signInCode()).toBe('403 oidc-unknown')
    })

    it('reaches all once its person proves the address in the same browser', async () => {
      const { who } = await join(await at.els.invite(planId, 'editor'))
      const mailed = await at.test.installation.links.forExisting(noorIs.email, 'mail')
      await who.signIn(mailed?.url ?? '')
      expect((await at.signIn()).answer.body.me.reach).toBe('full')
    })

    it('is not linked in a session that someone handed over', async () => {
      const noor = await at.test.person('Noor')
      await noor.accept(await at.els.invite(planId, 'editor'))
      const handed = at.test.visitor()
      await handed.signIn(await at.els.signInLinkFor(planId, await noor.userId()))
      expect(await handed.refusal('POST', '/api/me/organisation-accounts')).toBe(
        '403 session-limited',
      )
    })
  })

  describe('whose address is trusted', () => {
    beforeEach(() => reopen({ OIDC_TRUST_EMAIL: 'true' }))
    const els1 = { sub: 'els-1', name: 'Els', email: 'Els@voorbeeld.nl', email_verified: true }

    it('opens the account of that address', async () => {
      const { answer } = await at.signIn(els1)
      expect(answer.body.me).toMatchObject({ id: await at.els.userId(), reach: 'full' })
      expect(await at.accounts(at.els)).toMatchObject([{ label: els1.email }])
    })

    it.each([false, 'true', undefined])(
      'but not when it says that it is verified: %s',
      async (said) => {
        expect(await at.signInCode({ ...els1, email_verified: said })).toBe('403 oidc-unknown')
      },
    )

    it('does not take the word about one address for another', async () => {
      const bent: Bent = {
        claims: { name: undefined, email: 'els@voorbeeld.nl', email_verified: undefined },
        userinfo: { email: 'kwaad@voorbeeld.nl', email_verified: true },
      }
      expect(await at.signInCode(els1, bent)).toBe('403 oidc-unknown')
    })

    it('takes over an account that only claimed that address', async () => {
      const planId = await at.els.createPlan()
      const claimed = at.test.visitor()
      const invite = await at.els.invite(planId, 'editor')
      await claimed.accept(invite, { name: 'Niet Noor', email: noorIs.email })
      const { answer } = await at.signIn()
      expect(answer.body.me).toMatchObject({ name: noorIs.name, reach: 'full' })
      expect((await claimed.ask('GET', '/api/me')).status).toBe(401)
    })
  })

  describe('where accounts are made', () => {
    beforeEach(() => reopen({ OIDC_CREATE_ACCOUNTS: 'true' }))

    it('lets an unknown person in, who has no plans yet', async () => {
      const { who, answer } = await at.signIn()
      expect(answer.body.me).toMatchObject({
        email: noorIs.email,
        reach: 'newcomer',
        isAdmin: false,
      })
      expect(await who.get('/api/plans')).toMatchObject({ plans: [] })
    })

    it('makes one for a person who comes in two browsers at one moment', async () => {
      const answers = await Promise.all([at.signIn(), at.signIn()])
      expect(answers.map(({ answer }) => answer.body.kind)).toEqual(['signed-in', 'signed-in'])
      const [first, second] = answers.map(({ answer }) => answer.body.me.id)
      expect(first).toBe(second)
    })

    it('makes none beside one that has the address', async () => {
      expect(await at.signInCode({ ...noorIs, email: 'els@voorbeeld.nl' })).toBe(
        '409 oidc-address-known',
      )
    })

    it('makes none before the first coordinator', async () => {
      const empty = await TestInstallation.open(at.settings({ OIDC_CREATE_ACCOUNTS: 'true' }))
      const who = empty.visitor()
      expect(await at.refusalOf(who, at.provider.grant(await at.begin(who), noorIs))).toBe(
        '403 oidc-unknown',
      )
      await empty.close()
    })
  })

  it('stands in an answer on a version, in its files and in what anyone can check', async () => {
    const plan = await openBroekerveld(at.test)
    expect(await at.link(plan.people.apothekers)).toBe('200')
    const { who } = await at.signIn()
    const { current } = await plan.dounia.post<Agreement>(`/api/plans/${plan.planId}/presentations`)
    await who.post(`/api/versions/${current?.versionId}/approvals`, {
      discipline: 'apothekers',
      verdict: 'agreed',
      statement: await statementOf(who, plan.planId, 'apothekers'),
    })
    const { seats } = await who.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
    const signedInBy = { method: 'oidc', issuer: at.provider.issuer }
    expect(seats.find(({ id }) => id === 'apothekers')?.standing).toMatchObject({
      answer: { signedInBy },
    })
    const { host } = new URL(at.provider.issuer)
    expect(
      await who.get(`/api/plans/${plan.planId}/export.md?version=${current?.versionId}`),
    ).toContain(`via de eigen organisatie (${host})`)
    expect(await at.test.visitor().get(`/api/checks/${current?.code}`)).toMatchObject({
      agreed: [{ signedIn: 'oidc', issuer: at.provider.issuer }],
    })
    const faults = await findAgreementFaults(
      at.test.db,
      await at.test.db.selectFrom('plans').selectAll().executeTakeFirstOrThrow(),
    )
    expect(faults).toEqual([])
  })

  it('ends a session at the organisation too when a person signs out of one that it began', async () => {
    const signOutUrl = async (who: Person) =>
      (await who.post<{ organisationUrl: string | null }>('/api/sign-out')).organisationUrl
    expect(await at.link(at.els)).toBe('200')
    expect(await signOutUrl((await at.signIn()).who)).toBe(null)
    at.provider.metadata = { end_session_endpoint: `${at.provider.issuer}/logout` }
    at.test.clock.advance(limits.oidcMetadataMs.max)
    const url = new URL((await signOutUrl((await at.signIn()).who)) ?? '')
    expect(url.pathname).toBe('/realms/zorg/logout')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientId,
      // Signed by the provider: its own tests look into it.
      id_token_hint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      post_logout_redirect_uri: 'http://localhost:3000/sign-in',
    })
    expect(await signOutUrl(at.els)).toBe(null)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { type Bent, clientId } from '../support/forging-provider.ts'
import { TestInstallation } from './installation.ts'
import { noorIs, Organisation } from './organisation.ts'

describe('a sign-in at the organisation', () => {
  let at: Organisation
  beforeEach(async () => {
    at = await Organisation.open()
  })
  afterEach(() => at.close())

  it('asks by the profile: code flow, PKCE S256, state, nonce, one redirect address', async () => {
    const who = at.test.visitor()
    const { body, headers } = await who.ask<{ url: string }>('POST', '/api/oidc/sign-in', {
      body: {},
      headers: { host: 'kwaad.voorbeeld.nl', 'x-forwarded-host': 'kwaad.voorbeeld.nl' },
    })
    const asked = new URL(body.url).searchParams
    expect(Object.fromEntries(asked)).toEqual({
      client_id: clientId,
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: 'http://localhost:3000/oidc/callback',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    const cookie = headers.getSetCookie().join()
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/)
    for (const name of ['state', 'nonce'])
      expect(Buffer.from(cookie, 'base64url').toString()).not.toContain(asked.get(name))
    expect(await at.refusalOf(who, at.provider.grant(body.url, noorIs))).toBe('403 oidc-unknown')
    const sent = at.provider.exchanges[0]?.body
    expect(sent?.get('redirect_uri')).toBe('http://localhost:3000/oidc/callback')
    expect(sent?.get('code_verifier')).toMatch(/^[\w-]{43}$/)
    expect(sent?.get('client_secret')).toBe(null)
    const secure = await TestInstallation.open(
      at.settings({ PUBLIC_URL: 'https://plan.voorbeeld.nl' }),
    )
    const answer = await secure.visitor().ask('POST', '/api/oidc/sign-in', { body: {} })
    expect(answer.headers.getSetCookie().join()).toMatch(
      /^__Host-wijktafel\.oidc=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    await secure.close()
  })

  it.each<[string, Bent]>([
    ['with another nonce', { claims: { nonce: 'x'.repeat(43) } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['of another issuer', { claims: { iss: 'https://kwaad.voorbeeld.nl' } }],
    ['for another client', { claims: { aud: 'andere-app' } }],
    ['for several clients, asked for by another', { claims: { aud: [clientId, 'b'], azp: 'b' } }],
    ['that expired', { claims: { exp: 1_700_000_000 } }],
    ['without an expiry', { claims: { exp: undefined } }],
    ['that is not valid yet', { claims: { nbf: 1_900_000_000 } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['without a signature', { alg: 'none' }],
    ['signed with our own secret', { alg: 'HS256' }],
    ['signed in a way that we do not take', { alg: 'RS512' }],
    ['signed by a key that is not theirs', { isForeignKey: true }],
    ['signed by a key that nobody knows', { kid: 'verzonnen' }],
    ['changed after it was signed', { changedAfter: { sub: 'els-1' } }],
    ['that is not there', { hasNoIdToken: true }],
  ])('refuses an ID token %s', async (_, bent) => {
    expect(await at.link(at.els)).toBe('200')
    expect(await at.signInCode(noorIs, bent)).toBe('403 oidc-refused')
    expect(await at.signInCode()).toBe('200')
  })

  it.each(['RS256', 'PS256', 'ES256'] as const)('takes one signed with %s', async (alg) => {
    expect(await at.link(at.els)).toBe('200')
    expect(await at.signInCode(noorIs, { alg })).toBe('200')
  })

  it('refuses what /userinfo says of another person', async () => {
    await at.close()
    at = await Organisation.open({ OIDC_CREATE_ACCOUNTS: 'true' })
    const bent: Bent = { claims: { email: undefined }, userinfo: { sub: 'els-1' } }
    expect(await at.signInCode(noorIs, bent)).toBe('403 oidc-refused')
  })

  it.each<[string, string, (query: URLSearchParams) => void]>([
    ['another state', '403 oidc-refused', (query) => query.set('state', 'x'.repeat(43))],
    ['no state', '403 oidc-refused', (query) => query.delete('state')],
    ['two states', '403 oidc-refused', (query) => query.append('state', 'x')],
    ['another issuer', '403 oidc-refused', (query) => query.set('iss', 'https://kwaad.nl')],
    ['no issuer', '403 oidc-refused', (query) => query.delete('iss')],
    ['a code of nobody', '403 oidc-refused', (query) => query.set('code', 'verzonnen')],
    ['no code', '403 oidc-refused', (query) => query.delete('code')],
    ['an ID token beside the code', '403 oidc-refused', (query) => query.set('id_token', 'a.b.c')],
    ['a refusal', '403 oidc-cancelled', (query) => query.set('error', 'access_denied')],
    ['an outage', '503 oidc-away', (query) => query.set('error', 'temporarily_unavailable')],
    ['an error of ours', '403 oidc-refused', (query) => query.set('error', 'invalid_scope')],
  ])('refuses an answer with %s: %s', async (_, expected, bend) => {
    expect(await at.link(at.els)).toBe('200')
    const who = at.test.visitor()
    const query = at.provider.grant(await at.begin(who), noorIs)
    bend(query)
    expect(await at.refusalOf(who, query)).toBe(expected)
  })

  it('takes an answer once, also at one moment and in another process', async () => {
    expect(await at.link(at.els)).toBe('200')
    const who = at.test.visitor()
    const query = at.provider.grant(await at.begin(who), noorIs)
    const { cookie } = who
    const exchanged = at.provider.exchanges.length
    const answerAt = (node: TestInstallation) =>
      at.refusalOf(Object.assign(node.visitor(), { cookie }), query)
    const codes = await Promise.all([answerAt(at.test), answerAt(at.test)])
    expect(codes.sort()).toEqual(['200', '409 oidc-begin-again'])
    const beside = await at.test.beside(at.settings())
    expect(await answerAt(beside)).toBe('409 oidc-begin-again')
    expect(at.provider.exchanges.length - exchanged).toBe(1)
    await beside.installation.close()
  })

  it('takes no code that another browser got', async () => {
    expect(await at.link(at.els)).toBe('200')
    const [victim, attacker] = [at.test.visitor(), at.test.visitor()]
    const stolen = at.provider.grant(await at.begin(victim), noorIs)
    const own = new URL(await at.begin(attacker)).searchParams.get('state') ?? ''
    // As it is: another state. With the attacker's state: PKCE.
    expect(await at.refusalOf(attacker, stolen)).toBe('403 oidc-refused')
    expect(at.provider.exchanges).toHaveLength(1)
    const again = at.test.visitor()
    stolen.set('state', new URL(await at.begin(again)).searchParams.get('state') ?? own)
    expect(await at.refusalOf(again, stolen)).toBe('403 oidc-refused')
    expect(at.provider.exchanges).toHaveLength(2)
  })

  it('comes back to the browser that began, with the cookie that it was given', async () => {
    expect(await at.link(at.els)).toBe('200')
    const who = at.test.visitor()
    const query = at.provider.grant(await at.begin(who), noorIs)
    const [name = '', value = ''] = who.cookie.split('=')
    const [body = '', mac = ''] = value.split('.')
    const content = JSON.parse(Buffer.from(body, 'base64url').toString())
    const later = Buffer.from(JSON.stringify({ ...content, expiresAt: 9e15 })).toString('base64url')
    for (const cookie of ['', `${name}=`, `${name}=${body}.`, `${name}=${later}.${mac}`])
      expect(await at.refusalOf(Object.assign(at.test.visitor(), { cookie }), query)).toBe(
        '409 oidc-begin-again',
      )
    expect(await at.refusalOf(who, query)).toBe('200')
  })

  it('comes back within ten minutes (limit oidcBegunMs)', async () => {
    expect(await at.link(at.els)).toBe('200')
    const who = at.test.visitor()
    const query = at.provider.grant(await at.begin(who), noorIs)
    at.test.clock.advance(limits.oidcBegunMs.max)
    expect(await at.refusalOf(who, query)).toBe('409 oidc-begin-again')
    expect(await at.test.db.selectFrom('used_challenges').selectAll().execute()).toHaveLength(1)
  })
})

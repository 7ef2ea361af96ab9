import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/runtime.ts'
import type { Me } from '#shared/api/me.ts'
import { ProviderBrowser, RealProvider } from '../support/real-provider.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'
import type { Outcome } from './organisation.ts'

const publicUrl = 'http://localhost:3000'
const secret = 'een geheim van proef'

describe('a provider that others wrote', () => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  async function open(
    client: Parameters<typeof RealProvider.start>[1],
    ours: Record<string, string>,
  ): Promise<TestInstallation> {
    const provider = await RealProvider.start(publicUrl, client)
    const test = await TestInstallation.open({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'wijktafel',
      ...ours,
    })
    ends.push(
      () => provider.stop(),
      () => test.close(),
    )
    // The provider looks at the clock on the wall.
    test.clock.setWall(systemClock.now() - test.clock.now())
    return test
  }
  const withSecret = () => open({ client_secret: secret }, { OIDC_CLIENT_SECRET: secret })
  const begin = async (who: Person, body: object = {}) =>
    (await who.post<{ url: string }>('/api/oidc/sign-in', body)).url
  const hand = (who: Person, query: URLSearchParams) =>
    who.ask<Outcome>('POST', '/api/oidc/answer', { body: { oidcAnswer: `?${query}` } })

  it('lets a person join, sign out and come back', async () => {
    const test = await withSecret()
    const els = await test.person('Els')
    const planId = await els.createPlan()
    const token = tokenOf(await els.invite(planId, 'editor'))
    const [noor, browser] = [test.visitor(), new ProviderBrowser()]
    const joined = await hand(noor, await browser.signIn(await begin(noor, { token }), 'noor'))
    expect(joined.body).toMatchObject({
      kind: 'joined',
      planId,
      me: { name: 'Noor van der Lindeweide', email: 'noor@regiozorg.nl', reach: 'newcomer' },
    })
    const rows = await test.db.selectFrom('sessions').select('id_token').execute()
    expect(await browser.isSignedIn(await begin(test.visitor()))).toBe(true)
    const { organisationUrl } = await noor.post<{ organisationUrl: string }>('/api/sign-out')
    // The provider gets the token that it signed, and the database of meanwhile does not hold it.
    const hint = new URL(organisationUrl).searchParams.get('id_token_hint') ?? ''
    expect(hint.split('.')).toHaveLength(3)
    expect(JSON.stringify(rows)).not.toContain(hint)
    expect(await browser.signOut(organisationUrl)).toBe(`${publicUrl}/sign-in`)
    expect(await browser.isSignedIn(await begin(test.visitor()))).toBe(false)
    expect((await noor.ask('GET', '/api/me')).status).toBe(401)
    const back = await hand(noor, await browser.signIn(await begin(noor), 'noor'))
    expect(back.body).toMatchObject({ kind: 'signed-in', me: { id: joined.body.me.id } })
    expect((await noor.ask('GET', `/api/plans/${planId}`)).status).toBe(200)
    // Another person of the organisation is nobody here.
    const ilse = test.visitor()
    const query = await new ProviderBrowser().signIn(await begin(ilse), 'ilse')
    expect((await hand(ilse, query)).body.code).toBe('oidc-unknown')
  })

  it('gives an answer once, and only to the browser that asked for it', async () => {
    const test = await withSecret()
    const [victim, attacker] = [test.visitor(), test.visitor()]
    const query = await new ProviderBrowser().signIn(await begin(victim), 'noor')
    const stolen = new URLSearchParams(query)
    stolen.set('state', new URL(await begin(attacker)).searchParams.get('state') ?? '')
    // PKCE at the provider.
    expect((await hand(attacker, stolen)).body.code).toBe('oidc-refused')
    // Identified, and not known here.
    expect((await hand(victim, query)).body.code).toBe('oidc-unknown')
    query.set('state', new URL(await begin(victim)).searchParams.get('state') ?? '')
    expect((await hand(victim, query)).body.code).toBe('oidc-refused')
  })

  it.each([
    ['rsa', 'PS256'],
    ['ec', 'ES256'],
  ] as const)('knows us by a private key: %s, %s', async (type, alg) => {
    const folder = await mkdtemp(join(tmpdir(), 'wijktafel-oidc-'))
    ends.push(() => rm(folder, { recursive: true }))
    const { privateKey, publicKey } =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const file = join(folder, 'oidc.pem')
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const test = await open(
      {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: alg,
        jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig' }] },
      } as Parameters<typeof RealProvider.start>[1],
      { OIDC_PRIVATE_KEY_FILE: file, OIDC_CREATE_ACCOUNTS: 'true' },
    )
    await test.person('Els')
    const noor = test.visitor()
    const answer = await hand(noor, await new ProviderBrowser().signIn(await begin(noor), 'noor'))
    expect(answer.body.kind).toBe('signed-in')
    expect(await noor.get<Me>('/api/me')).toMatchObject({ name: 'Noor van der Lindeweide' })
  })
})

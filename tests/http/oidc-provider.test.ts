import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { clientId } from '../support/forging-provider.ts'
import { TestInstallation } from './installation.ts'
import { noorIs, Organisation } from './organisation.ts'

const discovery = '/.well-known/openid-configuration'

describe('an identity provider', () => {
  let at: Organisation
  beforeEach(async () => {
    at = await Organisation.open()
  })
  afterEach(() => at.close())

  const beginCode = async () => at.test.visitor().refusal('POST', '/api/oidc/sign-in', { body: {} })
  const countOf = (path: string) => at.provider.asked.filter((asked) => asked === path).length
  /** Lets the moment pass in which a provider that failed is left alone. */
  const waitToRetry = () => at.test.clock.advance(limits.oidcRetryMs.max)

  it('is asked for nothing until somebody needs it', async () => {
    await at.test.visitor().get('/api/oidc')
    expect(at.provider.asked).toEqual([])
  })

  it('a provider that is away is said to be away, and everything else goes on; it may come back (limit oidcRetryMs)', async () => {
    await at.provider.stop()
    expect(await beginCode()).toBe('503 oidc-away')
    expect((await at.els.ask('GET', '/api/plans')).status).toBe(200)
    await at.provider.listen()
    expect(await beginCode()).toBe('503 oidc-away')
    waitToRetry()
    expect(await at.link(at.els)).toBe('200')
    expect(await at.signInCode()).toBe('200')
  })

  it('a provider that goes away meanwhile costs an answer and not the server', async () => {
    expect(await at.link(at.els)).toBe('200')
    const who = at.test.visitor()
    const query = at.provider.grant(await at.begin(who), noorIs)
    await at.provider.stop()
    expect(await at.refusalOf(who, query)).toBe('503 oidc-away')
    await at.provider.listen()
    expect(await at.signInCode()).toBe('200')
  })

  it.each([discovery, '/token', '/jwks'])(
    'a provider that never answers at %s is given up (limit oidcProviderMs)',
    async (path) => {
      await at.close()
      at = await Organisation.open({}, { oidcTimeoutMs: 300 })
      at.provider.answers.set(path, false)
      const who = at.test.visitor()
      const code =
        path === discovery
          ? await beginCode()
          : await at.refusalOf(who, at.provider.grant(await at.begin(who), noorIs))
      expect(code).toBe('503 oidc-away')
    },
  )

  it.each([500, 503])('a provider that answers %i is away', async (status) => {
    at.provider.answers.set(discovery, (response) => response.writeHead(status).end('storing'))
    expect(await beginCode()).toBe('503 oidc-away')
    at.provider.answers.clear()
    waitToRetry()
    at.provider.answers.set('/token', (response) => response.writeHead(status).end('storing'))
    expect(await at.signInCode()).toBe('503 oidc-away')
  })

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { issuer: 'https://kwaad.voorbeeld.nl' }],
    ['no issuer', { issuer: undefined }],
    ['no endpoint for tokens', { token_endpoint: undefined }],
    ['no page to sign in', { authorization_endpoint: undefined }],
    ['no keys', { jwks_uri: undefined }],
    ['no PKCE with S256', { code_challenge_methods_supported: ['plain'] }],
    ['no signature that we take', { id_token_signing_alg_values_supported: ['HS256', 'RS512'] }],
    ['no way in for us', { token_endpoint_auth_methods_supported: ['tls_client_auth'] }],
  ])('that says of itself that it has %s is of no use', async (_, metadata) => {
    at.provider.metadata = metadata
    expect(await beginCode()).toBe('503 oidc-nonsense')
  })

  it('a provider that does not list PKCE gets it all the same', async () => {
    at.provider.metadata = { code_challenge_methods_supported: undefined }
    expect(await at.link(at.els)).toBe('200')
    expect(at.provider.exchanges[0]?.body.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  })

  it('a provider that takes a secret only in the body gets it there', async () => {
    at.provider.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] }
    await at.link(at.els)
    expect(at.provider.exchanges[0]).toMatchObject({ authorization: undefined })
    expect(at.provider.exchanges[0]?.body.get('client_id')).toBe(clientId)
  })

  it.each<[string, Parameters<Organisation['provider']['answers']['set']>[1]]>([
    ['no JSON', (response) => response.end('<p>Welkom</p>')],
    [
      'JSON of another kind',
      (response) => response.setHeader('content-type', 'application/json').end('[]'),
    ],
    [
      'the address of another',
      (response) => response.writeHead(302, { location: '/elders' }).end(),
    ],
    [
      'too much (limit oidcProviderBytes)',
      (response) =>
        response
          .setHeader('content-type', 'application/json')
          .end(`{"a":"${'a'.repeat(limits.oidcProviderBytes.max)}"}`),
    ],
  ])('that answers %s is of no use', async (_, answer) => {
    at.provider.answers.set(discovery, answer)
    expect(await beginCode()).toBe('503 oidc-nonsense')
    at.provider.answers.clear()
    waitToRetry()
    at.provider.answers.set('/token', answer)
    expect(await at.signInCode()).toBe('403 oidc-refused')
    at.provider.answers.clear()
    at.provider.answers.set('/jwks', answer)
    expect(await at.signInCode()).toBe('403 oidc-refused')
    expect(at.provider.asked).not.toContain('/elders')
  })

  it('a provider that no longer knows us is a matter for the operator', async () => {
    at.provider.answers.set('/token', (response) =>
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error":"invalid_client"}'),
    )
    expect(await at.signInCode()).toBe('503 oidc-nonsense')
  })

  it('is asked for its metadata once an hour (limit oidcMetadataMs)', async () => {
    await at.link(at.els)
    await at.signIn()
    expect(countOf(discovery)).toBe(1)
    at.test.clock.advance(limits.oidcMetadataMs.max)
    await at.signIn()
    expect(countOf(discovery)).toBe(2)
  })

  it('is asked about so many answers at once (limit oidcAnswersUnderWay)', async () => {
    const { max } = limits.oidcAnswersUnderWay
    const answers = []
    for (let n = 0; n <= max; n++) {
      const who = at.test.visitor()
      answers.push({ who, query: at.provider.grant(await at.begin(who), noorIs) })
    }
    at.provider.answers.set('/token', false)
    const codes = await Promise.all(
      answers.map(async ({ who, query }) => {
        const code = await at.refusalOf(who, query)
        // The one too many is refused at once; only then the others get on.
        if (code.startsWith('429')) at.provider.release()
        return code
      }),
    )
    expect(codes.filter((code) => code === '429 too-many')).toHaveLength(1)
  })

  it('a provider that is not set is not offered', async () => {
    const plain = await TestInstallation.open()
    const who = await plain.person('Noor')
    expect(await who.get('/api/oidc')).toEqual({ name: null, isMailConfigured: false })
    expect(await who.get('/api/me/organisation-accounts')).toEqual({ accounts: [] })
    for (const [path, body] of [
      ['/api/oidc/sign-in', {}],
      ['/api/oidc/answer', { oidcAnswer: '?code=a' }],
      ['/api/me/organisation-accounts', undefined],
    ] as const)
      expect(await who.refusal('POST', path, { body })).toBe('404 oidc-off')
    await plain.close()
  })

  it.each([
    ['er niet', '/bestaat/niet.pem'],
    ['geen geheime sleutel', new URL('../../package.json', import.meta.url).pathname],
  ])('whose private key for us is wrong stops the start: %s', async (reason, file) => {
    await expect(
      TestInstallation.open({
        OIDC_ISSUER: at.provider.issuer,
        OIDC_CLIENT_ID: clientId,
        OIDC_PRIVATE_KEY_FILE: file,
      }),
    ).rejects.toThrow(reason)
  })
})

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockSkew,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ServerMetadata,
} from 'openid-client'
import type { OidcSettings } from '#server/oidc-settings.ts'
import { type Clock, type Logger, systemClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { BegunSignIn } from './begun-sign-in.ts'
import type { ClientCredential } from './client-credential.ts'
import { type Phase, refusalOf } from './provider-refusal.ts'

/** The person, as identified by the provider. */
export type Identity = {
  issuer: string
  subject: string
  name: string | null
  email: string | null
  /** True if the provider states that it verified this address. */
  isEmailVerified: boolean
  /** As the provider signed it; proves at sign-out which session is meant. */
  idToken: string | null
}

export type Provider = {
  /** The page of the provider where a begun sign-in continues. */
  authorizationUrl(begun: BegunSignIn): Promise<string>
  /**
   * Exchanges the answer with which the provider sent the browser back. `search`: the query of that
   * address, validated as a whole. Rejects with a code of `oidc-…`.
   */
  identify(search: string, begun: BegunSignIn): Promise<Identity>
  /**
   * The page that ends the session at the provider; null if it has none or does not answer. With the
   * ID token of the session the provider need not ask which one.
   */
  signOutUrl(idToken: string | null): Promise<string | null>
}

/**
 * NL GOV Assurance profile: at least RS256, preferably PS256; never a symmetric or absent
 * signature.
 */
const algorithms = ['PS256', 'RS256', 'ES256']

/**
 * Our side of OpenID Connect by the NL GOV profile: code flow, PKCE S256, state, nonce, one exact
 * redirect address, and every ID token's signature verified. The library validates the answers;
 * this file restricts what it may accept. No request is sent to the provider before a person signs
 * in, so the server starts and runs without it.
 */
export function createProvider({
  settings,
  credential,
  timeoutMs,
  publicUrl,
  clock,
  logger,
}: {
  settings: OidcSettings
  credential: ClientCredential
  timeoutMs: number
  publicUrl: string
  clock: Clock
  logger: Logger
}): Provider {
  const redirectUri = `${publicUrl}/oidc/callback`
  const timeoutSeconds = timeoutMs / 1000
  /** The last request, failed or not. */
  let asked: { configuration: Promise<Configuration>; until: number } | null = null

  async function discover(): Promise<Configuration> {
    const isLocal = settings.issuer.startsWith('http:')
    const found = await discovery(new URL(settings.issuer), settings.clientId, {}, undefined, {
      [customFetch]: fetchFromProvider,
      timeout: timeoutSeconds,
      ...(isLocal ? { execute: [allowInsecureRequests] } : {}),
    })
    const server = narrowed(found.serverMetadata(), settings.issuer)
    const auth = await credential(server)
    if (auth === null) throw new Error('it takes none of our ways to authenticate')
    // The library reads the time of the system; a test moves our clock.
    const skew = Math.round((clock.now() - systemClock.now()) / 1000)
    const configuration = new Configuration(server, settings.clientId, { [clockSkew]: skew }, auth)
    configuration[customFetch] = fetchFromProvider
    configuration.timeout = timeoutSeconds
    if (isLocal) allowInsecureRequests(configuration)
    // Without it the library trusts TLS alone for a token from the token endpoint.
    enableNonRepudiationChecks(configuration)
    return configuration
  }

  function configured(): Promise<Configuration> {
    if (asked !== null && clock.elapsed() < asked.until) return asked.configuration
    const configuration = guarded('discovery', discover)
    const entry = { configuration, until: clock.elapsed() + limits.oidcMetadataMs.max }
    asked = entry
    configuration.catch(() => {
      entry.until = clock.elapsed() + limits.oidcRetryMs.max
    })
    return configuration
  }

  /**
   * Runs a step with the provider; a failure becomes a refusal with a code, and a log line for the
   * operator.
   */
  async function guarded<T>(phase: Phase, step: () => Promise<T>): Promise<T> {
    try {
      return await step()
    } catch (error) {
      const { code, reason } = refusalOf(error, phase)
      logger.warn(
        { part: 'oidc', phase, code, reason },
        'A sign-in at the identity provider failed',
      )
      throw new AppError(code, { cause: error })
    }
  }

  return {
    async authorizationUrl({ state, nonce, verifier }) {
      const challenge = await calculatePKCECodeChallenge(verifier)
      const configuration = await configured()
      return buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        state,
        nonce,
      }).href
    },

    async identify(search, { state, nonce, verifier }) {
      const configuration = await configured()
      return guarded('answer', async () => {
        const answer = new URL(redirectUri)
        answer.search = search
        const tokens = await authorizationCodeGrant(configuration, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) throw new Error('it gave no ID token')
        const isComplete = typeof claims['email'] === 'string' && typeof claims['name'] === 'string'
        const hasMore =
          !isComplete && configuration.serverMetadata().userinfo_endpoint !== undefined
        const more = hasMore
          ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {}
        return { ...identityOf(claims, more), idToken: tokens.id_token ?? null }
      })
    },

    async signOutUrl(idToken) {
      const configuration = await configured().catch(() => null)
      if (configuration?.serverMetadata().end_session_endpoint === undefined) return null
      return buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${publicUrl}/sign-in`,
        ...(idToken === null ? {} : { id_token_hint: idToken }),
      }).href
    },
  }
}

/** The metadata, restricted to what the profile allows. */
function narrowed(server: ServerMetadata, issuer: string): ServerMetadata {
  // The library accepts any tenant of some large providers; an account is bound to one issuer.
  if (server.issuer !== issuer) throw new Error('it names another issuer than OIDC_ISSUER')
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)
    if (typeof server[name] !== 'string') throw new Error(`it has no ${name}`)
  // Some providers (Entra) support PKCE without listing it; one that lists other methods refuses
  // ours.
  const methods = server.code_challenge_methods_supported
  if (methods !== undefined && !methods.includes('S256'))
    throw new Error('it does not know PKCE with S256')
  const signed = server.id_token_signing_alg_values_supported ?? ['RS256']
  const taken = algorithms.filter((algorithm) => signed.includes(algorithm))
  if (taken.length === 0) throw new Error('it signs with none of our algorithms')
  return { ...server, id_token_signing_alg_values_supported: taken }
}

type Claims = Readonly<Record<string, unknown>>

function identityOf(
  claims: Claims & { iss: string; sub: string },
  more: Claims,
): Omit<Identity, 'idToken'> {
  const text = (from: Claims, name: string) => {
    const value = from[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  }
  const either = (name: string) => text(claims, name) ?? text(more, name)
  // `verified` applies to the address beside it only.
  const mailed = text(claims, 'email') === null ? more : claims
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: either('name') ?? either('preferred_username'),
    email: text(mailed, 'email'),
    isEmailVerified: mailed['email_verified'] === true,
  }
}

/**
 * Requests to the provider, with a maximum answer size: the library limits their time and follows
 * no redirect, but would read an answer of any size.
 */
const fetchFromProvider: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit)
  const chunks: Uint8Array[] = []
  let length = 0
  if (response.body !== null)
    for await (const chunk of response.body) {
      length += chunk.byteLength
      if (length > limits.oidcProviderBytes.max)
        throw new Error('The identity provider answered more than makes sense')
      chunks.push(chunk)
    }
  const { status, statusText, headers } = response
  const hasNoBody = status === 204 || status === 304
  return new Response(hasNoBody ? null : Buffer.concat(chunks), { status, statusText, headers })
}

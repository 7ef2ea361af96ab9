import {
  constants,
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const clientId = 'wijktafel'
export const clientSecret = 'een geheim: van/proef'

type Claims = Record<string, unknown>
export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'RS512' | 'HS256' | 'none'

/** How an answer differs from a true one. */
export type Bent = {
  alg?: Algorithm
  /** Signed by a key that the provider does not publish, under the name of one that it does. */
  isForeignKey?: boolean
  kid?: string
  /** In place of those of the ID token; undefined leaves one out. */
  claims?: Claims
  /** Put in after signing. */
  changedAfter?: Claims
  hasNoIdToken?: boolean
  userinfo?: Claims
}

type Granted = {
  redirectUri: string
  nonce: string
  challenge: string
  claims: Claims
  bent: Bent
}

/**
 * An identity provider that says whatever a test wants, by the protocol otherwise: it gives a code
 * once, and only for the verifier, the redirect address and the client that asked for it.
 */
export class ForgingProvider {
  /** Changes what it says of itself. */
  metadata: Claims = {}
  /** In place of the answer to a path; false holds it until `release`. */
  readonly answers = new Map<string, ((response: ServerResponse) => void) | false>()
  /** The paths that were asked for, in order. */
  readonly asked: string[] = []
  /** The headers and bodies of requests for a token. */
  readonly exchanges: { authorization: string | undefined; body: URLSearchParams }[] = []
  readonly #keys = {
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    foreign: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }
  readonly #server: Server
  readonly #granted = new Map<string, Granted>()
  readonly #tokens = new Map<string, Claims>()
  #held: (() => void)[] = []
  /** Seconds since 1970, by the clock of the installation. */
  #now: () => number
  #port = 0

  private constructor(now: () => number) {
    this.#now = now
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async start(now: () => number): Promise<ForgingProvider> {
    const provider = new ForgingProvider(() => Math.floor(now() / 1000))
    await provider.listen()
    return provider
  }

  /** On the same port when it was stopped before. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.release()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}/realms/zorg`
  }

  /** Answers what was held. */
  release(): void {
    for (const go of this.#held.splice(0)) go()
  }

  /** A person agrees at the page of the provider: the query with which it sends their browser back. */
  grant(authorizationUrl: string, claims: Claims, bent: Bent = {}): URLSearchParams {
    const asked = new URL(authorizationUrl).searchParams
    const code = randomUUID()
    this.#granted.set(code, {
      redirectUri: asked.get('redirect_uri') ?? '',
      nonce: asked.get('nonce') ?? '',
      challenge: asked.get('code_challenge') ?? '',
      claims,
      bent,
    })
    return new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/realms/zorg', '')
    this.asked.push(path)
    const instead = this.answers.get(path)
    if (typeof instead === 'function') return instead(response)
    const body: Buffer[] = []
    for await (const chunk of request) body.push(chunk)
    if (instead === false) await new Promise<void>((resolve) => this.#held.push(resolve))
    if (response.destroyed) return
    const { status, json } = this.#say(path, request, Buffer.concat(body).toString())
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  }

  #say(path: string, request: IncomingMessage, body: string): { status: number; json: unknown } {
    switch (path) {
      case '/.well-known/openid-configuration':
        return { status: 200, json: { ...this.#itself(), ...this.metadata } }
      case '/jwks':
        return {
          status: 200,
          json: { keys: [this.#jwk('rsa'), this.#jwk('ec')] },
        }
      case '/token':
        return this.#exchange(request.headers.authorization, new URLSearchParams(body))
      case '/userinfo': {
        const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
        const claims = this.#tokens.get(token)
        return claims === undefined ? { status: 401, json: {} } : { status: 200, json: claims }
      }
      default:
        return { status: 404, json: {} }
    }
  }

  #itself(): Claims {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['HS256', 'RS256', 'PS256', 'ES256', 'RS512', 'none'],
      code_challenge_methods_supported: ['plain', 'S256'],
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    }
  }

  #jwk(name: 'rsa' | 'ec') {
    return { ...this.#keys[name].publicKey.export({ format: 'jwk' }), kid: name, use: 'sig' }
  }

  #exchange(authorization: string | undefined, body: URLSearchParams) {
    this.exchanges.push({ authorization, body })
    const refuse = (status: number, error: string) => ({ status, json: { error } })
    const encoded = [clientId, clientSecret].map((part) =>
      new URLSearchParams({ '': part }).toString().slice(1),
    )
    const basic = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
    if (authorization !== basic) return refuse(401, 'invalid_client')
    const code = body.get('code') ?? ''
    const granted = this.#granted.get(code)
    this.#granted.delete(code)
    const proof = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (
      granted === undefined ||
      granted.challenge !== proof ||
      granted.redirectUri !== body.get('redirect_uri')
    )
      return refuse(400, 'invalid_grant')
    const { bent, claims, nonce } = granted
    const now = this.#now()
    const idToken = this.#token(
      {
        iss: this.issuer,
        aud: clientId,
        exp: now + 300,
        iat: now,
        nonce,
        ...claims,
        ...bent.claims,
      },
      bent,
    )
    const accessToken = randomUUID()
    this.#tokens.set(accessToken, { ...claims, ...bent.userinfo })
    return {
      status: 200,
      json: {
        access_token: accessToken,
        token_type: 'Bearer',
        ...(bent.hasNoIdToken === true ? {} : { id_token: idToken }),
      },
    }
  }

  #token(claims: Claims, { alg = 'RS256', isForeignKey, kid, changedAfter }: Bent): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const own = alg === 'ES256' ? 'ec' : 'rsa'
    const head = part({ alg, typ: 'JWT', kid: kid ?? own })
    const text = Buffer.from(`${head}.${part(claims)}`)
    const { privateKey } = this.#keys[isForeignKey === true ? 'foreign' : own]
    const signature = signatureOf(text, alg, privateKey)
    const body = part(changedAfter === undefined ? claims : { ...claims, ...changedAfter })
    return `${head}.${body}.${signature.toString('base64url')}`
  }
}

function signatureOf(text: Buffer, alg: Algorithm, key: KeyObject): Buffer {
  switch (alg) {
    case 'RS256':
      return sign('sha256', text, key)
    case 'RS512':
      return sign('sha512', text, key)
    case 'PS256':
      return sign('sha256', text, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      })
    case 'ES256':
      return sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' })
    case 'HS256':
      return createHmac('sha256', clientSecret).update(text).digest()
    case 'none':
      return Buffer.alloc(0)
  }
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type ClientMetadata } from 'oidc-provider'

/** What the organisation knows of its people, by the name they sign in with there. */
const personOf = (login: string) => ({
  name: login.startsWith('noor') ? 'Noor van der Lindeweide' : 'Ilse ter Braakhuis',
  email: `${login}@regiozorg.nl`,
})

/** An identity provider that others wrote (the npm package `oidc-provider`), with its own pages to sign in. */
export class RealProvider {
  readonly issuer: string
  readonly #server: Server

  private constructor(issuer: string, server: Server) {
    this.issuer = issuer
    this.#server = server
  }

  static async start(publicUrl: string, client: Partial<ClientMetadata>): Promise<RealProvider> {
    const provider = await RealProvider.listen()
    provider.serve(publicUrl, client)
    return provider
  }

  /** Has an address, and answers nothing yet. */
  static async listen(): Promise<RealProvider> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return new RealProvider(`http://127.0.0.1:${port}`, server)
  }

  /** Anything but its metadata, as a portal or an error page of a proxy does. */
  answerNonsense(): void {
    this.#server.on('request', (_, response) => response.end('<html>Onderhoud</html>'))
  }

  /** `publicUrl`: of the one installation that it knows. */
  serve(publicUrl: string, client: Partial<ClientMetadata>): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: 'wijktafel',
          redirect_uris: [`${publicUrl}/oidc/callback`],
          post_logout_redirect_uris: [`${publicUrl}/sign-in`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          ...client,
        },
      ],
      // As its default and most providers: name and address are in /userinfo only.
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      cookies: { keys: ['proef'] },
      clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
      enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256', 'ES256'] },
      features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      findAccount: async (_, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, ...personOf(id), email_verified: true }),
      }),
    })
    this.#server.on('request', provider.callback())
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** A browser at the provider, with its cookies: fills in its two forms and follows where it sends. */
export class ProviderBrowser {
  readonly #cookies = new Map<string, string>()

  /** Ends at the first address outside of the provider; the query of it. */
  async signIn(authorizationUrl: string, login: string): Promise<URLSearchParams> {
    const { origin } = new URL(authorizationUrl)
    let [address, body]: [string, URLSearchParams | null] = [authorizationUrl, null]
    for (let step = 0; step < maxSteps; step++) {
      const response = await this.#ask(address, body)
      const location = response.headers.get('location')
      if (location !== null) {
        const next = new URL(location, address)
        if (next.origin !== origin) return next.searchParams
        ;[address, body] = [next.href, null]
        continue
      }
      const page = await response.text()
      const action = /action="([^"]+)"/.exec(page)?.[1]
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
      if (action === undefined || prompt === undefined)
        throw new Error(`The provider showed no form: ${response.status} ${page.slice(0, 200)}`)
      address = new URL(action, address).href
      body = new URLSearchParams({ prompt, login, password: 'proef' })
    }
    throw new Error('The provider does not come to an end.')
  }

  /** Follows the page that ends the session there; the address to which the provider sends one back. */
  async signOut(endSessionUrl: string): Promise<string | null> {
    const page = await (await this.#ask(endSessionUrl, null)).text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1]
    if (action === undefined || xsrf === undefined)
      throw new Error(`The provider showed no form to sign out: ${page.slice(0, 200)}`)
    const ended = await this.#ask(
      new URL(action, endSessionUrl).href,
      new URLSearchParams({ xsrf, logout: 'yes' }),
    )
    return ended.headers.get('location')
  }

  /** Whether the provider knows this browser: it then asks for no name. */
  async isSignedIn(authorizationUrl: string): Promise<boolean> {
    const asked = await this.#ask(authorizationUrl, null)
    const location = asked.headers.get('location') ?? ''
    const next = new URL(location, authorizationUrl)
    // To us, with an answer.
    if (next.origin !== new URL(authorizationUrl).origin) return true
    return !(await (await this.#ask(next.href, null)).text()).includes('name="login"')
  }

  async #ask(address: string, body: URLSearchParams | null): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie },
      ...(body === null ? {} : { method: 'POST', body }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}

const maxSteps = 12

import { silentLogger } from '#server/runtime.ts'
import type { Me } from '#shared/api/me.ts'
import type { OrganisationAccount } from '#shared/api/oidc.ts'
import type { ProblemBody } from '#shared/errors.ts'
import { type Bent, clientId, clientSecret, ForgingProvider } from '../support/forging-provider.ts'
import { type Answer, type Machine, type Person, TestInstallation } from './installation.ts'

export type Outcome = {
  kind: string
  me: Me
  planId?: string
  invite?: string
} & Partial<ProblemBody>
type Claims = Record<string, unknown>

export const noorIs = {
  sub: 'noor-1',
  name: 'Noor van der Lindeweide',
  email: 'noor@regiozorg.nl',
  email_verified: true,
}

/** An installation where people sign in at an organisation, whose identity provider is ours to bend. */
export class Organisation {
  readonly provider: ForgingProvider
  readonly test: TestInstallation
  /** Has an account that knows nothing of the organisation. */
  readonly els: Person

  private constructor(provider: ForgingProvider, test: TestInstallation, els: Person) {
    this.provider = provider
    this.test = test
    this.els = els
  }

  static async open(
    more: Record<string, string> = {},
    machine: Machine = {},
  ): Promise<Organisation> {
    let test: TestInstallation | undefined
    const provider = await ForgingProvider.start(() => test?.clock.now() ?? 0)
    test = await TestInstallation.open(settingsOf(provider, more), silentLogger, machine)
    return new Organisation(provider, test, await test.person('Els'))
  }

  settings(more: Record<string, string> = {}): Record<string, string> {
    return settingsOf(this.provider, more)
  }

  async close(): Promise<void> {
    await this.test.close()
    await this.provider.stop()
  }

  async begin(who: Person, path = '/api/oidc/sign-in', body: unknown = {}): Promise<string> {
    return (await who.post<{ url: string }>(path, body)).url
  }

  hand(who: Person, query: URLSearchParams): Promise<Answer<Outcome>> {
    return who.ask<Outcome>('POST', '/api/oidc/answer', { body: { oidcAnswer: `?${query}` } })
  }

  async refusalOf(who: Person, query: URLSearchParams): Promise<string> {
    return codeOf(await this.hand(who, query))
  }

  /** The cookies of a session stay beside that of the begun sign-in, as a browser keeps both. */
  async beginLink(who: Person): Promise<{ url: string; browser: Person }> {
    const browser = who.via(this.test)
    const url = await this.begin(browser, '/api/me/organisation-accounts')
    browser.cookie = `${who.cookie}; ${browser.cookie}`
    return { url, browser }
  }

  async link(who: Person, claims: Claims = noorIs): Promise<string> {
    const { url, browser } = await this.beginLink(who)
    return this.refusalOf(browser, this.provider.grant(url, claims))
  }

  async signIn(claims: Claims = noorIs, bent: Bent = {}) {
    const who = this.test.visitor()
    const url = await this.begin(who)
    return { who, answer: await this.hand(who, this.provider.grant(url, claims, bent)) }
  }

  async signInCode(claims: Claims = noorIs, bent: Bent = {}): Promise<string> {
    return codeOf((await this.signIn(claims, bent)).answer)
  }

  async accounts(who: Person): Promise<OrganisationAccount[]> {
    const path = '/api/me/organisation-accounts'
    return (await who.get<{ accounts: OrganisationAccount[] }>(path)).accounts
  }
}

const codeOf = ({ status, body }: Answer<Outcome>): string =>
  status === 200 ? '200' : `${status} ${body.code}`

function settingsOf(provider: ForgingProvider, more: Record<string, string>) {
  return {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Regiozorg Dalmeer',
    ...more,
  }
}

import type { CDPSession, Page } from '@playwright/test'

type Kind = { hasResidentKey?: boolean; hasUserVerification?: boolean; isUserVerified?: boolean }

/** A device of Chromium's own WebAuthn, with a fingerprint reader. */
export class Authenticator {
  readonly #devtools: CDPSession
  readonly #authenticatorId: string

  private constructor(devtools: CDPSession, authenticatorId: string) {
    this.#devtools = devtools
    this.#authenticatorId = authenticatorId
  }

  static async plugIn(page: Page, kind: Kind = {}): Promise<Authenticator> {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        ...kind,
      },
    })
    return new Authenticator(devtools, authenticatorId)
  }

  /** When touched it answers any request at once, also that of the field in which a browser offers passkeys. */
  async touch(isTouched: boolean): Promise<void> {
    await this.#devtools.send('WebAuthn.setAutomaticPresenceSimulation', {
      authenticatorId: this.#authenticatorId,
      enabled: isTouched,
    })
  }

  /** Whether it knows the finger that touches it. */
  async recognise(isVerified: boolean): Promise<void> {
    await this.#devtools.send('WebAuthn.setUserVerified', {
      authenticatorId: this.#authenticatorId,
      isUserVerified: isVerified,
    })
  }

  async unplug(): Promise<void> {
    await this.#devtools.send('WebAuthn.removeVirtualAuthenticator', {
      authenticatorId: this.#authenticatorId,
    })
  }

  /** Its passkeys are gone, as after a reset of the device. */
  async empty(): Promise<void> {
    await this.#devtools.send('WebAuthn.clearCredentials', {
      authenticatorId: this.#authenticatorId,
    })
  }
}

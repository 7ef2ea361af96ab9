import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Me } from '#shared/api/me.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { TestInstallation } from './installation.ts'

/** A slow shared machine must not fail the test. */
const patience = { timeout: 10_000 }

describe('how a session began', () => {
  let peer: SmtpPeer
  let test: TestInstallation
  beforeEach(async () => {
    peer = await SmtpPeer.start()
    test = await TestInstallation.open(peer.environment)
  })
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  async function askLink(): Promise<void> {
    await test.visitor().post('/api/sign-in-link', { email: 'els@voorbeeld.nl' })
    test.clock.advance(1_000)
  }
  const methods = async () =>
    (
      await test.db
        .selectFrom('sign_in_links')
        .select('method')
        .where('used_at', 'is', null)
        .execute()
    ).map(({ method }) => method)
  const letter = async () => {
    await vi.waitFor(() => expect(peer.mails).toHaveLength(1), patience)
    return /https?:\S+token=\S+/.exec(peer.taken()[0]?.text ?? '')?.[0] ?? ''
  }

  it('is by mail when a mail server took the letter', async () => {
    await test.person('Els')
    await askLink()
    const els = test.visitor()
    await els.signIn(await letter())
    expect((await els.get<Me>('/api/me')).startedBy).toEqual({ method: 'mail' })
  })

  it('is not by mail when no mail server took the letter: then the link opens nothing', async () => {
    await test.person('Els')
    peer.manner = 'refuses the person'
    await askLink()
    await vi.waitFor(async () => {
      expect(peer.attempts).toBe(1)
      expect(await methods()).toEqual([])
    }, patience)
  })

  it('is not by mail when it came from the command line, or from the log where there is no mail server', async () => {
    const els = await test.person('Els')
    expect((await els.get<Me>('/api/me')).startedBy).toEqual({ method: 'handed' })
    const silent = await test.beside()
    await silent.visitor().post('/api/sign-in-link', { email: 'els@voorbeeld.nl' })
    test.clock.advance(1_000)
    await vi.waitFor(async () => expect(await methods()).toEqual(['handed']), patience)
    await silent.installation.close()
  })

  it('another address is asked by a letter to it, and counts when that is used', async () => {
    const els = await test.person('Els')
    await test.person('Ian')
    const ask = (email: string) => els.ask('PATCH', '/api/me', { body: { name: 'Els', email } })
    await ask('ian@voorbeeld.nl')
    await ask('els@praktijk.nl')
    test.clock.advance(1_000)
    const url = await letter()
    expect((await els.get<Me>('/api/me')).email).toBe('els@voorbeeld.nl')
    await els.signIn(url)
    expect(await els.get<Me>('/api/me')).toMatchObject({
      email: 'els@praktijk.nl',
      startedBy: { method: 'mail' },
    })
    // No mail was sent to Ian, the owner of the address.
    expect(peer.taken()).toEqual([])
  })
})

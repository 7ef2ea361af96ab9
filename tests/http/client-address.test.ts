import { afterEach, describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { type Person, TestInstallation } from './installation.ts'

describe('the address of a client', () => {
  let test: TestInstallation
  afterEach(() => test.close())

  async function trailOf(els: Person, planId: string): Promise<unknown[]> {
    const { lines } = await els.get<{ lines: { address: string | null }[] }>(
      `/api/plans/${planId}/audit?kind=files`,
    )
    return lines.map((line) => line.address).toReversed()
  }

  async function exportFrom(peers: readonly string[]): Promise<unknown[]> {
    const els = await test.person('Els')
    const planId = await els.createPlan()
    for (const peer of peers)
      await els.ask('GET', `/api/plans/${planId}/export.md`, {
        peer,
        headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' },
      })
    return trailOf(els, planId)
  }

  it('is the other end of the socket in the trail, whatever a stranger sends along', async () => {
    test = await TestInstallation.open()
    const peers = ['127.0.0.1', '10.0.0.5', '192.168.1.9', '198.51.100.1']
    expect(await exportFrom(peers)).toEqual(peers)
  })

  it('is what a named proxy says in the trail, and no other', async () => {
    test = await TestInstallation.open({ TRUST_PROXY: '10.0.0.0/24' })
    expect(await exportFrom(['10.0.0.5', '10.0.1.5'])).toEqual(['203.0.113.7', '10.0.1.5'])
  })

  it('has a share of its own of what strangers may try (limit failedTokens)', async () => {
    test = await TestInstallation.open({ TRUST_PROXY: 'loopback' })
    const guess = (forwardedFor: string, peer = '127.0.0.1') =>
      test.visitor().refusal('GET', '/api/invites/gok', {
        peer,
        headers: { 'x-forwarded-for': forwardedFor },
      })
    for (let n = 0; n < limits.failedTokens.burst; n++)
      expect(await guess('203.0.113.7')).toBe('410 invite-invalid')
    expect(await guess('203.0.113.7')).toBe('429 too-many')
    expect(await guess('203.0.113.8')).toBe('410 invite-invalid')
    // A home has a /64 of addresses to choose from.
    for (let n = 0; n < limits.failedTokens.burst; n++) await guess(`2001:db8:1:2::${n}`)
    expect(await guess('2001:db8:1:2:9:9:9:9')).toBe('429 too-many')
    expect(await guess('2001:db8:1:3::1')).toBe('410 invite-invalid')
    // Forwarded addresses from a peer that is no trusted proxy are ignored.
    for (let n = 0; n < limits.failedTokens.burst; n++) await guess(`7.7.7.${n}`, '198.51.100.1')
    expect(await guess('7.7.7.77', '198.51.100.1')).toBe('429 too-many')
    const metrics = await test.visitor().ask<string>('GET', '/metrics')
    expect(metrics.body).toContain('wijktafel_limited_total{limit="failedTokens"} 3')
  })
})

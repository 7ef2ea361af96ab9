import { describe, expect, it } from 'vitest'
import { createLinkRequests } from '#server/auth/link-requests.ts'
import { createOwnRates } from '#server/http/shared-rates.ts'
import { silentLogger } from '#server/runtime.ts'
import { limits } from '#shared/limits.ts'
import { HandClock } from '../support/hand-clock.ts'

describe('requests for a sign-in link', () => {
  function world(answer: (email: string) => Promise<void> = async () => {}) {
    const clock = new HandClock()
    const sent: string[] = []
    const { ask } = createLinkRequests({
      clock,
      rates: createOwnRates(clock),
      logger: silentLogger,
      send({ email }) {
        sent.push(email)
        return answer(email)
      },
    })
    const outcome = async (email: string, network: string) => {
      try {
        await ask({ email, network })
        return 'taken'
      } catch (error) {
        return (error as { limit?: string }).limit ?? String(error)
      }
    }
    return { clock, sent, outcome }
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  it('does nothing for a request before it was answered, whoever is asked for', async () => {
    const { clock, sent, outcome } = world()
    expect(await outcome('els@voorbeeld.nl', 'a')).toBe('taken')
    expect(sent).toEqual([])
    clock.advance(1_000)
    expect(sent).toEqual(['els@voorbeeld.nl'])
  })

  it('a stranger uses up no share of a member on another network (limit signInRequests, signInLettersPerRecipient)', async () => {
    const { clock, sent, outcome } = world()
    const { burst } = limits.signInLettersPerRecipient
    for (let n = 0; n < burst; n++)
      expect(await outcome('els@voorbeeld.nl', 'stranger')).toBe('taken')
    expect(await outcome('els@voorbeeld.nl', 'stranger')).toBe('signInLettersPerRecipient')
    for (let n = 0; n < limits.signInRequests.burst; n++)
      await outcome(`${n}@voorbeeld.nl`, 'stranger')
    expect(await outcome('ian@voorbeeld.nl', 'stranger')).toBe('signInRequests')
    clock.advance(1_000)
    await settled()
    sent.length = 0
    expect(await outcome('els@voorbeeld.nl', 'home')).toBe('taken')
    clock.advance(1_000)
    expect(sent).toEqual(['els@voorbeeld.nl'])
  })

  it('many networks do not fill one mailbox (limit signInLettersTogether)', async () => {
    const { clock, sent, outcome } = world()
    for (let n = 0; n < 100; n++) {
      expect(await outcome('els@voorbeeld.nl', `network ${n}`)).toBe('taken')
      clock.advance(1_000)
      await settled()
    }
    expect(sent).toHaveLength(limits.signInLettersTogether.burst)
  })

  it('does not keep more than it can hold, and goes on once a slow mail server answers (limit signInRequestsWaiting)', async () => {
    const release: (() => void)[] = []
    const { clock, sent, outcome } = world(() => new Promise((resolve) => release.push(resolve)))
    for (let n = 0; n < limits.signInRequestsWaiting.max; n++)
      expect(await outcome(`${n}@voorbeeld.nl`, `network ${n}`)).toBe('taken')
    expect(await outcome('els@voorbeeld.nl', 'home')).toBe('signInRequestsWaiting')
    clock.advance(1_000)
    expect(sent).toHaveLength(4)
    release.shift()?.()
    await settled()
    expect(sent).toHaveLength(5)
    expect(await outcome('els@voorbeeld.nl', 'home')).toBe('taken')
  })

  it('one that fails does not keep the others', async () => {
    const { clock, sent, outcome } = world(() => Promise.reject(new Error('no database')))
    for (let n = 0; n < 9; n++) await outcome(`${n}@voorbeeld.nl`, 'practice')
    clock.advance(1_000)
    await settled()
    expect(sent).toHaveLength(9)
  })
})

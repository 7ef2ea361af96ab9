import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSharedRates } from '#server/http/shared-rates.ts'
import { limits, type SharedRateName } from '#shared/limits.ts'
import { HandClock } from '../support/hand-clock.ts'
import { noPostgres } from '../support/postgres-server.ts'
import { said, TwoNodes } from '../support/two-nodes.ts'

describe.skipIf(noPostgres !== null)('rates over two nodes', () => {
  let nodes: TwoNodes
  beforeAll(async () => {
    nodes = await TwoNodes.open()
  }, 60_000)
  afterAll(() => nodes?.close())

  const rateAt = (node: 'here' | 'there', limit: SharedRateName, clock: HandClock) =>
    createSharedRates({ db: nodes[node].db, clock }).of(limit)

  test.each([
    'failedTokens',
    'signInRequests',
    'signInLettersPerRecipient',
    'signInLettersTogether',
    'handedLinks',
  ] as const)('%s is one count, however a stranger goes from one to the other', async (limit) => {
    const { burst, refillMs } = limits[limit]
    const clock = new HandClock()
    const both = [rateAt('here', limit, clock), rateAt('there', limit, clock)] as const
    const take = async (times: number) => {
      let taken = 0
      for (let n = 0; n < times; n++) if (await both[n % 2 === 0 ? 0 : 1].take('x')) taken++
      return taken
    }
    expect(await take(2 * burst)).toBe(burst)
    clock.advance(refillMs)
    expect(await take(4)).toBe(1)
    expect(await both[0].take('another')).toBe(true)
    clock.advance(burst * refillMs)
    expect(await take(2 * burst)).toBe(burst)
  })

  test('taken at the same moment, no token is given twice', async () => {
    const clock = new HandClock()
    const both = [rateAt('here', 'handedLinks', clock), rateAt('there', 'handedLinks', clock)]
    const { burst } = limits.handedLinks
    const taken = await Promise.all(
      Array.from({ length: 2 * burst }, (_, n) => both[n % 2]?.take('at once')),
    )
    expect(taken.filter(Boolean)).toHaveLength(burst)
  })

  test('ST3 clocks that differ give nothing away, and one that was set back keeps nobody waiting', async () => {
    const { burst, refillMs } = limits.signInRequests
    const [ahead, behind] = [new HandClock(), new HandClock()]
    ahead.setWall(40_000)
    const both = [
      rateAt('here', 'signInRequests', ahead),
      rateAt('there', 'signInRequests', behind),
    ] as const
    let taken = 0
    for (let n = 0; n < 2 * burst; n++) if (await both[n % 2 === 0 ? 1 : 0].take('x')) taken++
    // Once the difference between the clocks, and not once for each turn.
    expect(taken).toBeLessThanOrEqual(burst + Math.ceil(40_000 / refillMs))
    for (const clock of [ahead, behind]) clock.setWall(-3_600_000)
    const next = () => {
      ahead.advance(refillMs)
      return both[0].take('x')
    }
    // The first one is counted from the new time of day.
    expect([await next(), await next()]).toContain(true)
  })

  test('forgets who asked after some hours, and never keeps a name', async () => {
    const clock = new HandClock()
    const rate = rateAt('here', 'failedTokens', clock)
    await nodes.db.deleteFrom('rate_counts').execute()
    await rate.take('sign-in 192.0.2.7')
    const keys = async () =>
      (await nodes.db.selectFrom('rate_counts').select('key').execute()).map(({ key }) => key)
    expect(await keys()).toHaveLength(1)
    expect((await keys())[0]).not.toContain('192')
    clock.advance(24 * 3_600_000)
    await rate.take('sign-in 192.0.2.8')
    expect(await keys()).toHaveLength(1)
  })

  test('invalid links, links for others and letters are counted over both servers (limit failedTokens, handedLinks, signInRequests)', async () => {
    const els = await nodes.here.person('Els')
    const planId = await els.createPlan()
    const path = `/api/plans/${planId}/members/${await els.userId()}/sign-in-link`
    const all = async (times: number, ask: (n: number) => Promise<string>) => {
      const answers: string[] = []
      for (let n = 0; n < times; n++) answers.push(await ask(n))
      return answers
    }
    const at = (n: number) => (n % 2 === 0 ? nodes.here : nodes.there)
    const invalid = await all(limits.failedTokens.burst + 2, async (n) =>
      said(await at(n).visitor().ask('GET', '/api/invites/geen')),
    )
    expect(invalid.slice(-2)).toEqual(['429 too-many', '429 too-many'])
    expect(new Set(invalid.slice(0, -2))).toEqual(new Set(['410 invite-invalid']))
    const handed = await all(limits.handedLinks.burst + 2, async (n) =>
      said(await els.via(at(n)).ask('POST', path)),
    )
    expect(handed.filter((answer) => answer === 'done')).toHaveLength(limits.handedLinks.burst)
    const asked = await all(limits.signInRequests.burst + 2, async (n) =>
      said(
        await at(n)
          .visitor()
          .ask('POST', '/api/sign-in-link', { body: { email: `${n}@voorbeeld.nl` } }),
      ),
    )
    expect(asked.filter((answer) => answer === 'done')).toHaveLength(limits.signInRequests.burst)
  })
})

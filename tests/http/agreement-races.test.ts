import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgreementRound, hookTimeoutMs, openAgreementRound, seats } from './agreement-round.ts'
import type { Person } from './installation.ts'

describe('a round of akkoord', () => {
  let round: AgreementRound
  beforeEach(async () => {
    round = await openAgreementRound()
  }, hookTimeoutMs)
  afterEach(() => round.test.close())

  describe('at the same moment, from two connections', () => {
    beforeEach(async () => {
      await round.present()
    })
    const there = (person: Person) => Object.assign(round.test.visitor(), { cookie: person.cookie })
    const outcome = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await asked
      return status === 201 ? 'done' : `${status} ${body.code}`
    }

    it('two answers for one seat: one stands', async () => {
      const path = await round.approvals()
      const body = { discipline: 'apothekers', verdict: 'agreed' }
      const both = await Promise.all([
        outcome(round.plan.people.apothekers.ask('POST', path, { body })),
        outcome(there(round.plan.people.apothekers).ask('POST', path, { body })),
      ])
      expect(both.toSorted()).toEqual(['409 already-answered', 'done'])
      expect((await round.agreement()).answers).toHaveLength(1)
    })

    it('the last five answers, spread over both: adopted once', async () => {
      const path = await round.approvals()
      const all = await Promise.all(
        seats.map((seat, index) =>
          outcome(
            (index % 2 === 0 ? round.plan.people[seat] : there(round.plan.people[seat])).ask(
              'POST',
              path,
              {
                body: { discipline: seat, verdict: 'agreed' },
              },
            ),
          ),
        ),
      )
      expect(all).toEqual(seats.map(() => 'done'))
      expect((await round.agreement()).status).toBe('adopted')
      expect((await round.events()).filter((event) => event === 'status.changed')).toHaveLength(2)
    })

    it('an answer while the version is replaced: on the old one and outdated, or told that there is a newer one', async () => {
      const path = await round.approvals()
      const [answered] = await Promise.all([
        outcome(
          there(round.plan.people.apothekers).ask('POST', path, {
            body: { discipline: 'apothekers', verdict: 'agreed' },
          }),
        ),
        round.present(),
      ])
      expect(['done', '409 version-replaced']).toContain(answered)
      expect((await round.standings())['apothekers']).toBe(
        answered === 'done' ? 'outdated' : 'waiting',
      )
    })

    it('a withdrawal and the last missing answer: never adopted without one', async () => {
      const path = await round.approvals()
      for (const seat of seats.slice(0, 4)) await round.answer(seat)
      await Promise.all([
        there(round.plan.people.paramedici).ask('POST', path, {
          body: { discipline: 'paramedici', verdict: 'agreed' },
        }),
        round.plan.people.huisartsenzorg.ask('POST', path.replace('approvals', 'withdrawals'), {
          body: { discipline: 'huisartsenzorg' },
        }),
      ])
      expect(await round.agreement()).toMatchObject({
        status: 'approval',
        missing: ['Huisartsenzorg'],
      })
    })
  })
})

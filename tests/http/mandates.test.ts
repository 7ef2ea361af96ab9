import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { correctedSignatory, signingStatement } from '#shared/agreement/signatory.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { limits } from '#shared/limits.ts'
import { type AgreementRound, hookTimeoutMs, openAgreementRound } from './agreement-round.ts'
import { join, linkTo } from './broekerveld.ts'
import type { Person } from './installation.ts'

describe('a round of akkoord', () => {
  let round: AgreementRound
  beforeEach(async () => {
    round = await openAgreementRound()
  }, hookTimeoutMs)
  afterEach(() => round.test.close())

  it('only who has the mandate answers, a deputy only when named, and silence is nothing', async () => {
    expect(await round.refusal('apothekers', { versionId: 'bestaat-niet' })).toBe(
      '404 version-not-found',
    )
    await round.present()
    const deputy = await join(round.test, round.plan, {
      name: 'Tess Invaller',
      discipline: 'apothekers',
    })
    expect(await round.refusal('apothekers', { by: deputy })).toBe('403 no-mandate')
    expect(await round.refusal('apothekers', { by: round.plan.people.huisartsenzorg })).toBe(
      '403 no-mandate',
    )
    const name = (by: Person, kind = 'deputy') =>
      deputy.userId().then((userId) =>
        by.ask('POST', `/api/plans/${round.plan.planId}/mandates`, {
          body: { seat: 'apothekers', userId, kind },
        }),
      )
    expect((await name(round.plan.people.huisartsenzorg)).status).toBe(403)
    expect((await name(round.plan.people.apothekers, 'holder')).status).toBe(403)
    expect((await name(round.plan.people.apothekers)).status).toBe(201)
    const { body } = await round.answer('apothekers', { by: deputy })
    expect(body.seats[2]?.standing).toMatchObject({
      kind: 'agreed',
      // She is not linked to a person of the plan: the record says that she is a deputy, but names no organisation.
      answer: { by: { name: 'Tess Invaller' }, isDeputy: true, organisation: '', position: '' },
    })
    expect(
      Object.values(await round.standings()).filter((kind) => kind === 'waiting'),
    ).toHaveLength(4)
  })

  it('a deputy whose mandate is taken back, or who left, answers no more', async () => {
    await round.present()
    const deputy = await join(round.test, round.plan, {
      name: 'Tess Invaller',
      discipline: 'apothekers',
    })
    const userId = await deputy.userId()
    const name = (kind: string) =>
      round.plan.dounia.post(`/api/plans/${round.plan.planId}/mandates`, {
        seat: 'apothekers',
        userId,
        kind,
      })
    await name('deputy')
    await name('withdrawn')
    expect(await round.refusal('apothekers', { by: deputy })).toBe('403 no-mandate')
    await name('deputy')
    await round.plan.dounia.ask('DELETE', `/api/plans/${round.plan.planId}/members/${userId}`)
    expect(await round.refusal('apothekers', { by: deputy })).toBe('403 no-access')
  })

  it('a signatory corrects function and mandate, and the record holds that and how they signed in (limit correction)', async () => {
    await round.present()
    const { apothekers } = round.plan.people
    const seat = (
      await apothekers.get<Agreement>(`/api/plans/${round.plan.planId}/agreement`)
    ).seats.find(({ id }) => id === 'apothekers')
    const signing = seat?.signing
    if (signing == null) throw new Error('the pharmacist is not asked')
    const corrections = { ...signing.signatory, onBehalfOf: 'twee apotheken', level: 'Management' }
    const send = async (body: object) => {
      const { status, body: answered } = await apothekers.ask<Agreement & { code?: string }>(
        'POST',
        await round.approvals(),
        { body: { discipline: 'apothekers', verdict: 'agreed', ...body } },
      )
      return status === 201 ? answered : `${status} ${answered.code}`
    }
    // The statement has to be the one with the corrections: the words that were read.
    expect(await send({ statement: signing.statement, corrections })).toBe('409 statement-changed')
    expect(
      await send({
        statement: signing.statement,
        corrections: { onBehalfOf: 'a'.repeat(limits.correction.max + 1) },
      }),
    ).toBe('422 invalid-values')
    const { signatory, corrected } = correctedSignatory(signing.signatory, corrections)
    const statement = signingStatement(signatory)
    await send({ statement, corrections })
    const [given] = (await round.agreement()).answers
    expect(given).toMatchObject({
      statement,
      onBehalfOf: 'twee apotheken',
      level: 'Management',
      corrected,
      signedInBy: { method: 'handed' },
    })
    expect(corrected).toContain('onBehalfOf')
    // What they said of themself changes nothing in the plan.
    const { seats: now } = await round.agreement()
    expect(now.find(({ id }) => id === 'apothekers')?.mandates[0]).toMatchObject({
      onBehalfOf: signing.signatory.onBehalfOf,
    })
  })

  it('nobody without a person in the plan writes a mandate of their own', async () => {
    await linkTo(round.plan, round.plan.people.apothekers, null)
    await round.present()
    await round.plan.dounia.ask('POST', `/api/plans/${round.plan.planId}/mandates`, {
      body: {
        seat: 'apothekers',
        userId: await round.plan.people.apothekers.userId(),
        kind: 'holder',
      },
    })
    const { body } = await round.plan.people.apothekers.ask<{ code?: string }>(
      'POST',
      await round.approvals(),
      {
        body: {
          discipline: 'apothekers',
          verdict: 'agreed',
          statement: 'U tekent als directeur, namens allen.',
          corrections: { position: 'directeur', onBehalfOf: 'allen' },
        },
      },
    )
    expect(body.code).toBe('correction-needs-link')
  })
})

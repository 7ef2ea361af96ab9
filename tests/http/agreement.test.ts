import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreement, Asked } from '#shared/api/agreement.ts'
import { rowCells } from '#shared/plan/layout.ts'
import { type AgreementRound, hookTimeoutMs, openAgreementRound, seats } from './agreement-round.ts'
import { editPlan } from './edit-plan.ts'

describe('a round of akkoord', () => {
  let round: AgreementRound
  beforeEach(async () => {
    round = await openAgreementRound()
  }, hookTimeoutMs)
  afterEach(() => round.test.close())

  it('freezes a version, asks the five parties, and adopts it when all agreed', async () => {
    const presented = (await round.present()).body
    expect(presented).toMatchObject({
      status: 'approval',
      current: { number: 1 },
      missing: ['Huisartsenzorg', 'Wijkverpleging', 'Apothekers', 'Sociaal werk', 'Paramedici'],
    })
    expect(
      presented.seats.map((seat) =>
        seat.mandates.map((mandate) => [mandate.user.name, mandate.position]),
      ),
    ).toEqual([
      [['Wouter van den Hoogewal', 'huisarts']],
      [['Gülcan Zijderveldt', 'wijkverpleegkundige']],
      [['Rens Ottenkamp', 'apotheker']],
      [['Dounia Assarag', 'teamleider sociaal werk']],
      [['Ilse ter Braakhuis', 'fysiotherapeut']],
    ])
    for (const seat of seats.slice(0, 4))
      expect((await round.answer(seat)).body.status).toBe('approval')
    expect(
      (
        await round.answer('paramedici', {
          verdict: 'agreed-with-remark',
          remark: 'Mits de scholing in maart doorgaat.',
        })
      ).body.status,
    ).toBe('adopted')
    const { seats: told, missing } = await round.agreement()
    expect(missing).toEqual([])
    expect(told[1]?.standing).toMatchObject({
      kind: 'agreed',
      isCarried: false,
      answer: {
        by: { name: 'Gülcan Zijderveldt' },
        organisation: 'Thuiszorg De Wetering',
        onBehalfOf: expect.stringContaining('Buurtzuster Oost'),
        level: 'Uitvoerend',
        versionNumber: 1,
      },
    })
  })

  it('EV1 each step and what tells of it commit together, in one sequence', async () => {
    await round.present()
    for (const seat of seats) await round.answer(seat)
    expect(await round.events()).toEqual([
      'version.made',
      'version.presented',
      'status.changed',
      ...seats.map(() => 'approval.given'),
      'status.changed',
    ])
  })

  it('says before presenting who would be asked, and afterwards who gets no mail', async () => {
    const { next, seats: shown } = await round.agreement()
    expect(
      next.map(({ id, mandates }) => [id, mandates[0]?.user.name, mandates[0]?.byMail]),
    ).toEqual(shown.map(({ id, mandates }) => [id, mandates[0]?.user.name, false]))
    expect(next.find(({ id }) => id === 'paramedici')?.speakers).toMatchObject([
      { rowId: 'm4', name: 'Ilse ter Braakhuis' },
    ])
    const { body } = await round.present()
    expect((body as unknown as { asked: Asked[] }).asked).toHaveLength(5)
    expect((body as unknown as { asked: Asked[] }).asked.every(({ isMailed }) => !isMailed)).toBe(
      true,
    )
    const reminded = await round.plan.dounia.post<{ reminded: number; asked: Asked[] }>(
      `/api/plans/${round.plan.planId}/reminders`,
    )
    expect(reminded).toMatchObject({ reminded: 0 })
    expect(reminded.asked).toHaveLength(5)
    // Nobody was reminded, so no screen says so.
    expect((await round.agreement()).seats.every(({ remindedAt }) => remindedAt === null)).toBe(
      true,
    )
  })

  it('answering twice, for what is not asked, or without a reason is refused; nothing is half done', async () => {
    await round.present()
    await round.answer('apothekers')
    const before = await round.events()
    expect(await round.refusal('apothekers')).toBe('409 already-answered')
    expect(await round.refusal('gemeente', { by: round.plan.dounia })).toBe('409 not-asked')
    expect(await round.refusal('paramedici', { verdict: 'not-agreed' })).toBe('422 invalid-values')
    expect(await round.refusal('paramedici', { verdict: 'agreed-with-remark', remark: '  ' })).toBe(
      '422 invalid-values',
    )
    expect(await round.events()).toEqual(before)
    expect((await round.agreement()).answers).toHaveLength(1)
  })

  it('an answer on an old version is refused; what was given there stands beside it with its number', async () => {
    const first = (await round.present()).body.current?.versionId ?? ''
    await round.answer('apothekers')
    await editPlan(
      round.test,
      { planId: round.plan.planId, who: round.plan.dounia },
      (doc) => void rowCells(doc, 'activities', 'a09')?.set('dateTo', '2026-04-30'),
    )
    expect((await round.agreement()).changedSince).toEqual({ count: 1, text: '1 activiteit' })
    expect((await round.present({ isEditorial: true })).body.code).toBe('not-editorial')
    await round.present({ name: 'Datum van a09 hersteld' })
    expect(await round.refusal('paramedici', { versionId: first })).toBe('409 version-replaced')
    expect((await round.agreement()).seats[2]?.standing).toMatchObject({
      kind: 'outdated',
      answer: { versionNumber: 1 },
      since: { count: 1, text: '1 activiteit' },
    })
    expect((await round.answer('apothekers')).body.seats[2]?.standing).toMatchObject({
      kind: 'agreed',
      answer: { versionNumber: 2 },
    })
  })

  it('withdrawing is a new entry, takes adoption back, and leaves room for another answer', async () => {
    await round.present()
    for (const seat of seats) await round.answer(seat)
    const path = `/api/versions/${await round.current()}/withdrawals`
    expect(
      await round.plan.people.huisartsenzorg.refusal('POST', path, {
        body: { discipline: 'apothekers' },
      }),
    ).toBe('403 no-mandate')
    const { body } = await round.plan.people.apothekers.ask<Agreement>('POST', path, {
      body: { discipline: 'apothekers', remark: 'Nog overleg nodig.' },
    })
    expect(body).toMatchObject({ status: 'approval', missing: ['Apothekers'] })
    expect(
      await round.plan.people.apothekers.refusal('POST', path, {
        body: { discipline: 'apothekers' },
      }),
    ).toBe('409 nothing-to-withdraw')
    expect(
      (await round.answer('apothekers', { verdict: 'not-agreed', remark: 'Te weinig tijd.' })).body
        .missing,
    ).toEqual(['Apothekers'])
    expect(
      (await round.agreement()).answers
        .filter((one) => one.seat === 'apothekers')
        .map((one) => one.verdict),
    ).toEqual(['agreed', 'withdrawn', 'not-agreed'])
  })

  it('without a presented version there is nothing to answer', async () => {
    const { id } = await round.plan.dounia.post<{ id: string }>(
      `/api/plans/${round.plan.planId}/versions`,
      {
        name: 'Overleg 13 januari',
      },
    )
    expect(await round.refusal('apothekers', { versionId: id })).toBe('409 not-presented')
    await round.present()
    expect(await round.refusal('apothekers', { versionId: id })).toBe('409 not-presented')
    await round.plan.dounia.ask('PATCH', `/api/plans/${round.plan.planId}`, {
      body: { status: 'concept' },
    })
    expect(
      await round.refusal('apothekers', {
        versionId: (await round.agreement()).rounds.at(-1)?.versionId ?? '',
      }),
    ).toBe('409 not-presented')
  })

  it('spelling alone carries the answers over; an editor or an unchanged number can not pretend', async () => {
    expect((await round.present({ isEditorial: true })).status).toBe(409)
    await round.present()
    for (const seat of seats) await round.answer(seat)
    expect((await round.present({ isEditorial: true })).body).toMatchObject({
      status: 'adopted',
      current: { number: 2, editorialOf: 1 },
      missing: [],
    })
    expect((await round.agreement()).seats[0]?.standing).toMatchObject({
      kind: 'agreed',
      isCarried: true,
      answer: { versionNumber: 1 },
    })
    expect(
      await round.plan.people.apothekers.refusal(
        'POST',
        `/api/plans/${round.plan.planId}/presentations`,
        {
          body: { isEditorial: true },
        },
      ),
    ).toBe('403 no-access')
  })

  it('rows of answers, rounds and mandates can not be changed or taken away', async () => {
    await round.present()
    await round.answer('apothekers')
    await expect(
      round.test.db.updateTable('approvals').set({ verdict: 'not-agreed' }).execute(),
    ).rejects.toThrow('only ever added')
    await expect(round.test.db.deleteFrom('approvals').execute()).rejects.toThrow('only ever added')
    await expect(
      round.test.db.updateTable('rounds').set({ seats: '[]' }).execute(),
    ).rejects.toThrow('only ever added')
    await expect(round.test.db.deleteFrom('mandates').execute()).rejects.toThrow('only ever added')
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { correctedSignatory, signingStatement } from '#shared/agreement/signatory.ts'
import type { Agreement, Asked } from '#shared/api/agreement.ts'
import { limits } from '#shared/limits.ts'
import { rowCells } from '#shared/plan/layout.ts'
import {
  type Broekerveld,
  join,
  linkTo,
  openBroekerveld,
  type Seats,
  statementOf,
} from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

const seats = [
  'huisartsenzorg',
  'wijkverpleging',
  'apothekers',
  'sociaal-werk',
  'paramedici',
] as const

/** An installation with six people takes a while on a busy machine. */
const hookTimeoutMs = 60_000

describe('a round of akkoord', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, hookTimeoutMs)
  afterEach(() => test.close())

  const present = (body: object = {}) =>
    plan.dounia.ask<Agreement & { code?: string }>(
      'POST',
      `/api/plans/${plan.planId}/presentations`,
      { body },
    )
  const agreement = () => plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
  const current = async () => (await agreement()).current?.versionId ?? ''
  const approvals = async (versionId?: string) =>
    `/api/versions/${versionId ?? (await current())}/approvals`
  const answer = async (
    seat: string,
    {
      by = plan.people[seat as Seats],
      verdict = 'agreed',
      remark = '',
      versionId,
    }: { by?: Person; verdict?: string; remark?: string; versionId?: string } = {},
  ) =>
    by.ask<Agreement & { code: string }>('POST', await approvals(versionId), {
      body: {
        discipline: seat,
        verdict,
        remark,
        statement: await statementOf(by, plan.planId, seat).catch(() => undefined),
      },
    })
  const refusal = async (...asked: Parameters<typeof answer>) => {
    const { status, body } = await answer(...asked)
    return `${status} ${body.code}`
  }
  const standings = async () =>
    Object.fromEntries((await agreement()).seats.map((seat) => [seat.id, seat.standing.kind]))
  const events = async () =>
    (await test.events(plan.planId)).filter((event) => /^(version|approval|status)/.test(event))

  it('freezes a version, asks the five parties, and adopts it when all agreed', async () => {
    const presented = (await present()).body
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
    for (const seat of seats.slice(0, 4)) expect((await answer(seat)).body.status).toBe('approval')
    expect(
      (
        await answer('paramedici', {
          verdict: 'agreed-with-remark',
          remark: 'Mits de scholing in maart doorgaat.',
        })
      ).body.status,
    ).toBe('adopted')
    const { seats: told, missing } = await agreement()
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
    await present()
    for (const seat of seats) await answer(seat)
    expect(await events()).toEqual([
      'version.made',
      'version.presented',
      'status.changed',
      ...seats.map(() => 'approval.given'),
      'status.changed',
    ])
  })

  it('only who has the mandate answers, a deputy only when named, and silence is nothing', async () => {
    expect(await refusal('apothekers', { versionId: 'bestaat-niet' })).toBe('404 version-not-found')
    await present()
    const deputy = await join(test, plan, { name: 'Tess Invaller', discipline: 'apothekers' })
    expect(await refusal('apothekers', { by: deputy })).toBe('403 no-mandate')
    expect(await refusal('apothekers', { by: plan.people.huisartsenzorg })).toBe('403 no-mandate')
    const name = (by: Person, kind = 'deputy') =>
      deputy.userId().then((userId) =>
        by.ask('POST', `/api/plans/${plan.planId}/mandates`, {
          body: { seat: 'apothekers', userId, kind },
        }),
      )
    expect((await name(plan.people.huisartsenzorg)).status).toBe(403)
    expect((await name(plan.people.apothekers, 'holder')).status).toBe(403)
    expect((await name(plan.people.apothekers)).status).toBe(201)
    const { body } = await answer('apothekers', { by: deputy })
    expect(body.seats[2]?.standing).toMatchObject({
      kind: 'agreed',
      // She is not linked to a person of the plan: the record says that she is a deputy, but names no organisation.
      answer: { by: { name: 'Tess Invaller' }, isDeputy: true, organisation: '', position: '' },
    })
    expect(Object.values(await standings()).filter((kind) => kind === 'waiting')).toHaveLength(4)
  })

  it('a deputy whose mandate is taken back, or who left, answers no more', async () => {
    await present()
    const deputy = await join(test, plan, { name: 'Tess Invaller', discipline: 'apothekers' })
    const userId = await deputy.userId()
    const name = (kind: string) =>
      plan.dounia.post(`/api/plans/${plan.planId}/mandates`, { seat: 'apothekers', userId, kind })
    await name('deputy')
    await name('withdrawn')
    expect(await refusal('apothekers', { by: deputy })).toBe('403 no-mandate')
    await name('deputy')
    await plan.dounia.ask('DELETE', `/api/plans/${plan.planId}/members/${userId}`)
    expect(await refusal('apothekers', { by: deputy })).toBe('403 no-access')
  })

  it('a signatory corrects function and mandate, and the record holds that and how they signed in (limit correction)', async () => {
    await present()
    const { apothekers } = plan.people
    const seat = (
      await apothekers.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
    ).seats.find(({ id }) => id === 'apothekers')
    const signing = seat?.signing
    if (signing == null) throw new Error('the pharmacist is not asked')
    const corrections = { ...signing.signatory, onBehalfOf: 'twee apotheken', level: 'Management' }
    const send = async (body: object) => {
      const { status, body: answered } = await apothekers.ask<Agreement & { code?: string }>(
        'POST',
        await approvals(),
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
    const [given] = (await agreement()).answers
    expect(given).toMatchObject({
      statement,
      onBehalfOf: 'twee apotheken',
      level: 'Management',
      corrected,
      signedInBy: { method: 'handed' },
    })
    expect(corrected).toContain('onBehalfOf')
    // What they said of themself changes nothing in the plan.
    const { seats: now } = await agreement()
    expect(now.find(({ id }) => id === 'apothekers')?.mandates[0]).toMatchObject({
      onBehalfOf: signing.signatory.onBehalfOf,
    })
  })

  it('nobody without a person in the plan writes a mandate of their own', async () => {
    await linkTo(plan, plan.people.apothekers, null)
    await present()
    await plan.dounia.ask('POST', `/api/plans/${plan.planId}/mandates`, {
      body: {
        seat: 'apothekers',
        userId: await plan.people.apothekers.userId(),
        kind: 'holder',
      },
    })
    const { body } = await plan.people.apothekers.ask<{ code?: string }>(
      'POST',
      await approvals(),
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

  it('says before presenting who would be asked, and afterwards who gets no mail', async () => {
    const { next, seats: shown } = await agreement()
    expect(
      next.map(({ id, mandates }) => [id, mandates[0]?.user.name, mandates[0]?.byMail]),
    ).toEqual(shown.map(({ id, mandates }) => [id, mandates[0]?.user.name, false]))
    expect(next.find(({ id }) => id === 'paramedici')?.speakers).toMatchObject([
      { rowId: 'm4', name: 'Ilse ter Braakhuis' },
    ])
    const { body } = await present()
    expect((body as unknown as { asked: Asked[] }).asked).toHaveLength(5)
    expect((body as unknown as { asked: Asked[] }).asked.every(({ isMailed }) => !isMailed)).toBe(
      true,
    )
    const reminded = await plan.dounia.post<{ reminded: number; asked: Asked[] }>(
      `/api/plans/${plan.planId}/reminders`,
    )
    expect(reminded).toMatchObject({ reminded: 0 })
    expect(reminded.asked).toHaveLength(5)
    // Nobody was reminded, so no screen says so.
    expect((await agreement()).seats.every(({ remindedAt }) => remindedAt === null)).toBe(true)
  })

  it('answering twice, for what is not asked, or without a reason is refused; nothing is half done', async () => {
    await present()
    await answer('apothekers')
    const before = await events()
    expect(await refusal('apothekers')).toBe('409 already-answered')
    expect(await refusal('gemeente', { by: plan.dounia })).toBe('409 not-asked')
    expect(await refusal('paramedici', { verdict: 'not-agreed' })).toBe('422 invalid-values')
    expect(await refusal('paramedici', { verdict: 'agreed-with-remark', remark: '  ' })).toBe(
      '422 invalid-values',
    )
    expect(await events()).toEqual(before)
    expect((await agreement()).answers).toHaveLength(1)
  })

  it('an answer on an old version is refused; what was given there stands beside it with its number', async () => {
    const first = (await present()).body.current?.versionId ?? ''
    await answer('apothekers')
    await editPlan(
      test,
      { planId: plan.planId, who: plan.dounia },
      (doc) => void rowCells(doc, 'activities', 'a09')?.set('dateTo', '2026-04-30'),
    )
    expect((await agreement()).changedSince).toEqual({ count: 1, text: '1 activiteit' })
    expect((await present({ isEditorial: true })).body.code).toBe('not-editorial')
    await present({ name: 'Datum van a09 hersteld' })
    expect(await refusal('paramedici', { versionId: first })).toBe('409 version-replaced')
    expect((await agreement()).seats[2]?.standing).toMatchObject({
      kind: 'outdated',
      answer: { versionNumber: 1 },
      since: { count: 1, text: '1 activiteit' },
    })
    expect((await answer('apothekers')).body.seats[2]?.standing).toMatchObject({
      kind: 'agreed',
      answer: { versionNumber: 2 },
    })
  })

  it('withdrawing is a new entry, takes adoption back, and leaves room for another answer', async () => {
    await present()
    for (const seat of seats) await answer(seat)
    const path = `/api/versions/${await current()}/withdrawals`
    expect(
      await plan.people.huisartsenzorg.refusal('POST', path, {
        body: { discipline: 'apothekers' },
      }),
    ).toBe('403 no-mandate')
    const { body } = await plan.people.apothekers.ask<Agreement>('POST', path, {
      body: { discipline: 'apothekers', remark: 'Nog overleg nodig.' },
    })
    expect(body).toMatchObject({ status: 'approval', missing: ['Apothekers'] })
    expect(
      await plan.people.apothekers.refusal('POST', path, { body: { discipline: 'apothekers' } }),
    ).toBe('409 nothing-to-withdraw')
    expect(
      (await answer('apothekers', { verdict: 'not-agreed', remark: 'Te weinig tijd.' })).body
        .missing,
    ).toEqual(['Apothekers'])
    expect(
      (await agreement()).answers
        .filter((one) => one.seat === 'apothekers')
        .map((one) => one.verdict),
    ).toEqual(['agreed', 'withdrawn', 'not-agreed'])
  })

  it('without a presented version there is nothing to answer', async () => {
    const { id } = await plan.dounia.post<{ id: string }>(`/api/plans/${plan.planId}/versions`, {
      name: 'Overleg 13 januari',
    })
    expect(await refusal('apothekers', { versionId: id })).toBe('409 not-presented')
    await present()
    expect(await refusal('apothekers', { versionId: id })).toBe('409 not-presented')
    await plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { status: 'concept' } })
    expect(
      await refusal('apothekers', {
        versionId: (await agreement()).rounds.at(-1)?.versionId ?? '',
      }),
    ).toBe('409 not-presented')
  })

  it('spelling alone carries the answers over; an editor or an unchanged number can not pretend', async () => {
    expect((await present({ isEditorial: true })).status).toBe(409)
    await present()
    for (const seat of seats) await answer(seat)
    expect((await present({ isEditorial: true })).body).toMatchObject({
      status: 'adopted',
      current: { number: 2, editorialOf: 1 },
      missing: [],
    })
    expect((await agreement()).seats[0]?.standing).toMatchObject({
      kind: 'agreed',
      isCarried: true,
      answer: { versionNumber: 1 },
    })
    expect(
      await plan.people.apothekers.refusal('POST', `/api/plans/${plan.planId}/presentations`, {
        body: { isEditorial: true },
      }),
    ).toBe('403 no-access')
  })

  it('rows of answers, rounds and mandates can not be changed or taken away', async () => {
    await present()
    await answer('apothekers')
    await expect(
      test.db.updateTable('approvals').set({ verdict: 'not-agreed' }).execute(),
    ).rejects.toThrow('only ever added')
    await expect(test.db.deleteFrom('approvals').execute()).rejects.toThrow('only ever added')
    await expect(test.db.updateTable('rounds').set({ seats: '[]' }).execute()).rejects.toThrow(
      'only ever added',
    )
    await expect(test.db.deleteFrom('mandates').execute()).rejects.toThrow('only ever added')
  })

  describe('at the same moment, from two connections', () => {
    beforeEach(async () => {
      await present()
    })
    const there = (person: Person) => Object.assign(test.visitor(), { cookie: person.cookie })
    const outcome = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await asked
      return status === 201 ? 'done' : `${status} ${body.code}`
    }

    it('two answers for one seat: one stands', async () => {
      const path = await approvals()
      const body = { discipline: 'apothekers', verdict: 'agreed' }
      const both = await Promise.all([
        outcome(plan.people.apothekers.ask('POST', path, { body })),
        outcome(there(plan.people.apothekers).ask('POST', path, { body })),
      ])
      expect(both.toSorted()).toEqual(['409 already-answered', 'done'])
      expect((await agreement()).answers).toHaveLength(1)
    })

    it('the last five answers, spread over both: adopted once', async () => {
      const path = await approvals()
      const all = await Promise.all(
        seats.map((seat, index) =>
          outcome(
            (index % 2 === 0 ? plan.people[seat] : there(plan.people[seat])).ask('POST', path, {
              body: { discipline: seat, verdict: 'agreed' },
            }),
          ),
        ),
      )
      expect(all).toEqual(seats.map(() => 'done'))
      expect((await agreement()).status).toBe('adopted')
      expect((await events()).filter((event) => event === 'status.changed')).toHaveLength(2)
    })

    it('an answer while the version is replaced: on the old one and outdated, or told that there is a newer one', async () => {
      const path = await approvals()
      const [answered] = await Promise.all([
        outcome(
          there(plan.people.apothekers).ask('POST', path, {
            body: { discipline: 'apothekers', verdict: 'agreed' },
          }),
        ),
        present(),
      ])
      expect(['done', '409 version-replaced']).toContain(answered)
      expect((await standings())['apothekers']).toBe(answered === 'done' ? 'outdated' : 'waiting')
    })

    it('a withdrawal and the last missing answer: never adopted without one', async () => {
      const path = await approvals()
      for (const seat of seats.slice(0, 4)) await answer(seat)
      await Promise.all([
        there(plan.people.paramedici).ask('POST', path, {
          body: { discipline: 'paramedici', verdict: 'agreed' },
        }),
        plan.people.huisartsenzorg.ask('POST', path.replace('approvals', 'withdrawals'), {
          body: { discipline: 'huisartsenzorg' },
        }),
      ])
      expect(await agreement()).toMatchObject({ status: 'approval', missing: ['Huisartsenzorg'] })
    })
  })
})

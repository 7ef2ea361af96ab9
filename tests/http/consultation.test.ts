import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromAmsterdam } from '#shared/amsterdam.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Plan } from '#shared/api/plans.ts'
import { type ConsultedPlan, deadline, openConsultedPlan } from './consulted-plan.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('a consultation', () => {
  let plan: ConsultedPlan
  beforeEach(async () => {
    plan = await openConsultedPlan()
  })
  afterEach(async () => {
    await plan.test.close()
    await plan.peer.stop()
  })

  it('1: until a moment; who is asked gets one mail with the deadline and the way to the plan', async () => {
    const { consultation } = await plan.open()
    expect(consultation).toMatchObject({
      deadline,
      message: 'Let op thema 1.',
      closedAt: null,
      asked: 3,
      answered: 0,
      mine: null,
      openedBy: { name: 'Elise' },
    })
    expect(await plan.status()).toBe('consultation')
    expect((await plan.test.events(plan.planId)).at(-1)).toBe('status.changed')
    await plan.test.pass(0)
    const mails = plan.peer.taken()
    expect(mails.map((mail) => [mail.to].flat()[0]?.text).toSorted()).toEqual([
      'ilse@voorbeeld.nl',
      'rens@voorbeeld.nl',
      'wim@voorbeeld.nl',
    ])
    for (const mail of mails) {
      expect(mail.subject).toBe(
        '“Wijkplan Kraaienveen”: uw reactie gevraagd tot 27 januari 2026 om 17.00 uur',
      )
      for (const body of [mail.text, mail.html])
        expect(body).toContain(`http://localhost:3000/plan/${plan.planId}`)
      expect(mail.text).toContain('> Let op thema 1.')
    }
    await plan.test.pass(day)
    expect(plan.taken()).toEqual([])
  })

  it('once at a time, of a concept, with a moment that can be', async () => {
    expect(
      await plan.elise.refusal('POST', plan.at(), { body: { deadline: '2026-01-13T14:00:00Z' } }),
    ).toBe('422 invalid-values')
    expect(
      await plan.elise.refusal('POST', plan.at(), { body: { deadline: '2027-06-01T14:00:00Z' } }),
    ).toBe('422 invalid-values')
    expect(
      await plan.elise.refusal('POST', plan.at(), { body: { deadline: 'volgende week' } }),
    ).toBe('422 invalid-values')
    expect(
      await plan.elise.refusal('POST', plan.at(), { body: { deadline, message: 'Bel 111222333' } }),
    ).toBe('422 bsn-found')
    expect(
      await plan.elise.refusal('PATCH', `/api/plans/${plan.planId}`, {
        body: { status: 'consultation' },
      }),
    ).toBe('422 invalid-values')
    expect(await plan.status()).toBe('concept')
    await plan.open()
    expect(await plan.elise.refusal('POST', plan.at(), { body: { deadline } })).toBe(
      '409 not-in-this-status',
    )
    for (const method of ['PATCH', 'DELETE'])
      expect((await plan.elise.ask(method, plan.at(), { body: {} })).status).toBe(200)
    for (const method of ['PATCH', 'DELETE'])
      expect(await plan.elise.refusal(method, plan.at(), { body: {} })).toBe('409 no-consultation')
    expect(
      await plan.wim.refusal('POST', `${plan.at()}/answer`, { body: { noRemarks: true } }),
    ).toBe('409 no-consultation')
    expect(await plan.status()).toBe('concept')
  })

  it('EV1 a failed start leaves no consultation, no status and no letter', async () => {
    vi.spyOn(plan.test.installation.log, 'appendIn').mockRejectedValueOnce(new Error('disk full'))
    expect(await plan.elise.refusal('POST', plan.at(), { body: { deadline } })).toBe('500 internal')
    expect([await plan.status(), await plan.get(plan.elise)]).toEqual(['concept', null])
    await plan.test.pass(minute)
    expect(plan.taken()).toEqual([])
  })

  it('an answer is a comment or "geen opmerkingen"; only the coordinator sees whose is missing', async () => {
    await plan.comment(plan.rens, 'Van voor de consultatie')
    await plan.test.pass(minute)
    await plan.open()
    await plan.comment(plan.wim, 'Graag met de bewoners erbij.')
    await plan.ilse.post(`${plan.at()}/answer`, { noRemarks: true })
    expect(await plan.get(plan.ilse)).toMatchObject({
      asked: 3,
      answered: 2,
      mine: { answer: 'no-remarks' },
      people: null,
    })
    expect(
      (await plan.get(plan.elise))?.people?.map((one) => `${one.person.name} ${one.answer}`),
    ).toEqual(['Ilse no-remarks', 'Rens none', 'Wim commented'])
    await plan.ilse.post(`${plan.at()}/answer`, { noRemarks: false })
    expect(await plan.get(plan.elise)).toMatchObject({ answered: 1 })
    const thread = (
      await plan.wim.get<{ threads: Thread[] }>(`/api/plans/${plan.planId}/threads`)
    ).threads.at(-1)
    await plan.wim.ask('DELETE', `/api/threads/${thread?.id}/comments/${thread?.comments[0]?.id}`)
    expect(await plan.get(plan.elise)).toMatchObject({ answered: 0 })
  })

  it('12: closes by itself at the deadline, also when the server was off, and once', async () => {
    await plan.open()
    await plan.test.pass(13 * day)
    expect(await plan.status()).toBe('consultation')
    plan.test = await plan.test.restart(plan.peer.environment)
    plan.test.clock.advance(2 * day)
    // Before the deadline job closed it: the reading link is refused from the deadline on.
    expect(
      await plan.wim
        .via(plan.test)
        .refusal('POST', `${plan.at()}/answer`, { body: { noRemarks: true } }),
    ).toBe('409 no-consultation')
    await plan.test.pass(0)
    const mine = plan.elise.via(plan.test)
    expect((await mine.get<Plan>(`/api/plans/${plan.planId}`)).status).toBe('concept')
    expect((await mine.get<{ consultation: Consultation }>(plan.at())).consultation.closedAt).toBe(
      deadline,
    )
    const events = await plan.test.events(plan.planId)
    await plan.test.pass(day)
    expect(await plan.test.events(plan.planId)).toEqual(events)
  })

  it('12: written at 16.59 and come in at 17.20 is kept and marked; other claims are not', async () => {
    await plan.open()
    await plan.test.pass((fromAmsterdam('2026-01-27', '17:20') ?? 0) - plan.test.clock.now())
    const written = (moment: string) =>
      new Date(fromAmsterdam('2026-01-27', moment) ?? 0).toISOString()
    const late = await plan.comment(plan.wim, 'Nog net op tijd.', { writtenAt: written('16:59') })
    expect(late.comments[0]).toMatchObject({ isLate: true, writtenAt: written('16:59') })
    const reply = await plan.rens.post<Thread>(`/api/threads/${late.id}/comments`, {
      body: 'Ik ook.',
      writtenAt: written('16:58'),
    })
    expect(reply.comments[1]?.isLate).toBe(true)
    for (const writtenAt of [
      undefined,
      written('17:05'),
      '2026-01-27T17:30:00Z',
      '2025-01-01T00:00:00Z',
    ])
      expect(
        (await plan.comment(plan.wim, 'Anders.', { writtenAt })).comments[0]?.isLate,
      ).toBeUndefined()
    expect(
      (await plan.get(plan.elise))?.people?.map((one) => `${one.person.name} ${one.answer}`),
    ).toEqual(['Ilse none', 'Rens commented', 'Wim commented'])
    const csv = await plan.elise.ask<string>('GET', `/api/plans/${plan.planId}/comments.csv`)
    expect(csv.body.match(/na sluiting ontvangen/g)).toHaveLength(2)
  })

  it('a change of status by hand ends it', async () => {
    await plan.open()
    await plan.elise.post(`/api/plans/${plan.planId}/ending`, {
      kind: 'expired',
      reason: 'De wijk stopt ermee.',
    })
    expect([await plan.status(), (await plan.get(plan.elise))?.closedAt]).toEqual([
      'expired',
      new Date(plan.test.clock.now()).toISOString(),
    ])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromAmsterdam } from '#shared/amsterdam.ts'
import { type ConsultedPlan, openConsultedPlan } from './consulted-plan.ts'

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

  it('11: two days before the end a reminder to anyone who did not answer, and to anyone who stands in for them', async () => {
    await plan.open()
    await plan.test.pass(0)
    plan.peer.taken()
    await plan.comment(plan.wim, 'Akkoord.')
    expect(
      (await plan.instead(plan.rens, { replacementId: await plan.ilse.userId() })).status,
    ).toBe(200)
    expect(await plan.get(plan.ilse)).toMatchObject({ standsInFor: [{ name: 'Rens' }] })
    await plan.test.pass(12 * day)
    expect(plan.taken().filter((line) => !line.includes('nieuws bij'))).toEqual([])
    await plan.test.pass(2 * hour)
    const [mail, ...more] = plan.peer.taken()
    expect(more).toEqual([])
    expect([mail?.to].flat()[0]?.text).toBe('ilse@voorbeeld.nl')
    expect(mail?.subject).toBe(
      '“Wijkplan Kraaienveen”: reageren kan nog tot 27 januari 2026 om 17.00 uur',
    )
    expect(mail?.text).toContain('U heeft nog niet op dit plan gereageerd.')
    expect(mail?.text).toContain('namens Rens')
    await plan.test.pass(day)
    expect(plan.taken()).toEqual([])
  })

  it('11: the answer of a stand-in counts, a circle does no harm, and a person who left stands in no more', async () => {
    await plan.open()
    await plan.instead(plan.rens, { replacementId: await plan.wim.userId() })
    await plan.instead(plan.wim, { replacementId: await plan.rens.userId() })
    await plan.comment(plan.wim, 'Namens ons beiden.')
    expect((await plan.get(plan.elise))?.people).toMatchObject([
      { person: { name: 'Ilse' }, answer: 'none' },
      { person: { name: 'Rens' }, answer: 'commented', isByReplacement: true },
      { person: { name: 'Wim' }, answer: 'commented', isByReplacement: false },
    ])
    expect(await plan.instead(plan.wim, { replacementId: await plan.wim.userId() })).toMatchObject({
      status: 422,
    })
    expect(
      await plan.instead(plan.wim, { userId: await plan.rens.userId(), replacementId: null }),
    ).toMatchObject({
      status: 403,
    })
    expect(
      await plan.instead(plan.elise, {
        userId: await plan.ilse.userId(),
        replacementId: await plan.rens.userId(),
      }),
    ).toMatchObject({ status: 200 })
    const outsider = await plan.test.person('Buiten')
    expect(await plan.instead(plan.ilse, { replacementId: await outsider.userId() })).toMatchObject(
      {
        status: 422,
      },
    )
    expect((await plan.get(plan.ilse))?.mine?.replacement).toMatchObject({ name: 'Wim' })
    await plan.elise.ask('DELETE', `/api/plans/${plan.planId}/members/${await plan.rens.userId()}`)
    expect((await plan.get(plan.ilse))?.mine?.replacement).toBeNull()
  })

  it('a reminder that waits when an answer comes is not sent; a later deadline brings a new one', async () => {
    await plan.open()
    await plan.test.pass(0)
    plan.peer.taken()
    plan.peer.manner = 'softly refuses'
    await plan.test.pass(12 * day + 2 * hour)
    for (const who of [plan.wim, plan.rens])
      await who.post(`${plan.at()}/answer`, { noRemarks: true })
    plan.peer.manner = 'takes'
    await plan.test.pass(hour)
    expect(plan.taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nog tot 27 januari 2026 om 17.00 uur',
    ])
    await plan.elise.ask('PATCH', plan.at(), {
      body: { deadline: new Date(fromAmsterdam('2026-02-10', '12:00') ?? 0).toISOString() },
    })
    await plan.test.pass(12 * day)
    expect(plan.taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 10 februari 2026 om 12.00 uur',
    ])
    await plan.test.pass(2 * day)
    expect(plan.taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nog tot 10 februari 2026 om 12.00 uur',
    ])
  })

  it('another deadline is told by one letter, to anyone who has yet to answer, and says what is so when it goes', async () => {
    await plan.open()
    await plan.test.pass(0)
    plan.peer.taken()
    await plan.wim.post(`${plan.at()}/answer`, { noRemarks: true })
    const move = (to: string) =>
      plan.elise.ask('PATCH', plan.at(), {
        body: { deadline: new Date(fromAmsterdam(to, '12:00') ?? 0).toISOString() },
      })
    await move('2026-01-19')
    await move('2026-01-20')
    await plan.elise.ask('PATCH', plan.at(), {
      body: { message: 'Ook graag naar thema 2 kijken.' },
    })
    await plan.test.pass(6 * minute)
    expect(plan.taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 20 januari 2026 om 12.00 uur',
      'rens@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 20 januari 2026 om 12.00 uur',
    ])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '#shared/access.ts'
import { fromAmsterdam } from '#shared/amsterdam.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { ReadLink, ReadPage } from '#shared/api/read-links.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Scenario B: day 14, five o'clock in the afternoon. The test begins on 13 January 2026, 15.25. */
const deadline = new Date(fromAmsterdam('2026-01-27', '17:00') ?? 0).toISOString()
const filled = {
  ...smallPlan,
  fields: { netwerk: 'Wij overleggen elke maand.' },
  tables: { themes: [{ id: 't1', title: 'Veilig thuis' }] },
}

describe('a consultation', () => {
  let peer: SmtpPeer
  let test: TestInstallation
  let elise: Person
  let ilse: Person
  let wim: Person
  let rens: Person
  let planId: string
  beforeEach(async () => {
    peer = await SmtpPeer.start()
    test = await TestInstallation.open(peer.environment)
    elise = await test.person('Elise')
    planId = await elise.createPlan(filled)
    ilse = await member('Ilse', 'editor')
    wim = await member('Wim', 'commenter')
    rens = await member('Rens', 'commenter')
    await member('Lezer', 'reader')
  })
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  async function member(name: string, role: Role): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await elise.invite(planId, role))
    return person
  }
  const at = () => `/api/plans/${planId}/consultation`
  const open = (given: Record<string, unknown> = {}) =>
    elise.post<{ consultation: Consultation }>(at(), {
      deadline,
      message: 'Let op thema 1.',
      ...given,
    })
  const get = async (who: Person) =>
    (await who.get<{ consultation: Consultation | null }>(at())).consultation
  const status = async () => (await elise.get<Plan>(`/api/plans/${planId}`)).status
  const comment = (who: Person, body: string, more: Record<string, unknown> = {}) =>
    who.post<Thread>(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body, ...more })
  const taken = () =>
    peer
      .taken()
      .map((mail) => `${[mail.to].flat()[0]?.text}: ${mail.subject}`)
      .toSorted()
  const instead = (who: Person, body: unknown) => who.ask('POST', `${at()}/replacement`, { body })

  it('1: until a moment; who is asked gets one mail with the deadline and the way to the plan', async () => {
    const { consultation } = await open()
    expect(consultation).toMatchObject({
      deadline,
      message: 'Let op thema 1.',
      closedAt: null,
      asked: 3,
      answered: 0,
      mine: null,
      openedBy: { name: 'Elise' },
    })
    expect(await status()).toBe('consultation')
    expect((await test.events(planId)).at(-1)).toBe('status.changed')
    await test.pass(0)
    const mails = peer.taken()
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
        expect(body).toContain(`http://localhost:3000/plan/${planId}`)
      expect(mail.text).toContain('> Let op thema 1.')
    }
    await test.pass(day)
    expect(taken()).toEqual([])
  })

  it('once at a time, of a concept, with a moment that can be', async () => {
    expect(await elise.refusal('POST', at(), { body: { deadline: '2026-01-13T14:00:00Z' } })).toBe(
      '422 invalid-values',
    )
    expect(await elise.refusal('POST', at(), { body: { deadline: '2027-06-01T14:00:00Z' } })).toBe(
      '422 invalid-values',
    )
    expect(await elise.refusal('POST', at(), { body: { deadline: 'volgende week' } })).toBe(
      '422 invalid-values',
    )
    expect(
      await elise.refusal('POST', at(), { body: { deadline, message: 'Bel 111222333' } }),
    ).toBe('422 bsn-found')
    expect(
      await elise.refusal('PATCH', `/api/plans/${planId}`, { body: { status: 'consultation' } }),
    ).toBe('422 invalid-values')
    expect(await status()).toBe('concept')
    await open()
    expect(await elise.refusal('POST', at(), { body: { deadline } })).toBe('409 not-in-this-status')
    for (const method of ['PATCH', 'DELETE'])
      expect((await elise.ask(method, at(), { body: {} })).status).toBe(200)
    for (const method of ['PATCH', 'DELETE'])
      expect(await elise.refusal(method, at(), { body: {} })).toBe('409 no-consultation')
    expect(await wim.refusal('POST', `${at()}/answer`, { body: { noRemarks: true } })).toBe(
      '409 no-consultation',
    )
    expect(await status()).toBe('concept')
  })

  it('EV1 a failed start leaves no consultation, no status and no letter', async () => {
    vi.spyOn(test.installation.log, 'appendIn').mockRejectedValueOnce(new Error('disk full'))
    expect(await elise.refusal('POST', at(), { body: { deadline } })).toBe('500 internal')
    expect([await status(), await get(elise)]).toEqual(['concept', null])
    await test.pass(minute)
    expect(taken()).toEqual([])
  })

  it('an answer is a comment or "geen opmerkingen"; only the coordinator sees whose is missing', async () => {
    await comment(rens, 'Van voor de consultatie')
    await test.pass(minute)
    await open()
    await comment(wim, 'Graag met de bewoners erbij.')
    await ilse.post(`${at()}/answer`, { noRemarks: true })
    expect(await get(ilse)).toMatchObject({
      asked: 3,
      answered: 2,
      mine: { answer: 'no-remarks' },
      people: null,
    })
    expect((await get(elise))?.people?.map((one) => `${one.person.name} ${one.answer}`)).toEqual([
      'Ilse no-remarks',
      'Rens none',
      'Wim commented',
    ])
    await ilse.post(`${at()}/answer`, { noRemarks: false })
    expect(await get(elise)).toMatchObject({ answered: 1 })
    const thread = (
      await wim.get<{ threads: Thread[] }>(`/api/plans/${planId}/threads`)
    ).threads.at(-1)
    await wim.ask('DELETE', `/api/threads/${thread?.id}/comments/${thread?.comments[0]?.id}`)
    expect(await get(elise)).toMatchObject({ answered: 0 })
  })

  it('11: two days before the end a reminder to anyone who did not answer, and to anyone who stands in for them', async () => {
    await open()
    await test.pass(0)
    peer.taken()
    await comment(wim, 'Akkoord.')
    expect((await instead(rens, { replacementId: await ilse.userId() })).status).toBe(200)
    expect(await get(ilse)).toMatchObject({ standsInFor: [{ name: 'Rens' }] })
    await test.pass(12 * day)
    expect(taken().filter((line) => !line.includes('nieuws bij'))).toEqual([])
    await test.pass(2 * hour)
    const [mail, ...more] = peer.taken()
    expect(more).toEqual([])
    expect([mail?.to].flat()[0]?.text).toBe('ilse@voorbeeld.nl')
    expect(mail?.subject).toBe(
      '“Wijkplan Kraaienveen”: reageren kan nog tot 27 januari 2026 om 17.00 uur',
    )
    expect(mail?.text).toContain('U heeft nog niet op dit plan gereageerd.')
    expect(mail?.text).toContain('namens Rens')
    await test.pass(day)
    expect(taken()).toEqual([])
  })

  it('11: an answer of who stands in counts, a circle does no harm, and who left stands in no more', async () => {
    await open()
    await instead(rens, { replacementId: await wim.userId() })
    await instead(wim, { replacementId: await rens.userId() })
    await comment(wim, 'Namens ons beiden.')
    expect((await get(elise))?.people).toMatchObject([
      { person: { name: 'Ilse' }, answer: 'none' },
      { person: { name: 'Rens' }, answer: 'commented', isByReplacement: true },
      { person: { name: 'Wim' }, answer: 'commented', isByReplacement: false },
    ])
    expect(await instead(wim, { replacementId: await wim.userId() })).toMatchObject({ status: 422 })
    expect(await instead(wim, { userId: await rens.userId(), replacementId: null })).toMatchObject({
      status: 403,
    })
    expect(
      await instead(elise, { userId: await ilse.userId(), replacementId: await rens.userId() }),
    ).toMatchObject({ status: 200 })
    const outsider = await test.person('Buiten')
    expect(await instead(ilse, { replacementId: await outsider.userId() })).toMatchObject({
      status: 422,
    })
    expect((await get(ilse))?.mine?.replacement).toMatchObject({ name: 'Wim' })
    await elise.ask('DELETE', `/api/plans/${planId}/members/${await rens.userId()}`)
    expect((await get(ilse))?.mine?.replacement).toBeNull()
  })

  it('a reminder that waits when an answer comes is not sent; a later deadline brings a new one', async () => {
    await open()
    await test.pass(0)
    peer.taken()
    peer.manner = 'softly refuses'
    await test.pass(12 * day + 2 * hour)
    for (const who of [wim, rens]) await who.post(`${at()}/answer`, { noRemarks: true })
    peer.manner = 'takes'
    await test.pass(hour)
    expect(taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nog tot 27 januari 2026 om 17.00 uur',
    ])
    await elise.ask('PATCH', at(), {
      body: { deadline: new Date(fromAmsterdam('2026-02-10', '12:00') ?? 0).toISOString() },
    })
    await test.pass(12 * day)
    expect(taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 10 februari 2026 om 12.00 uur',
    ])
    await test.pass(2 * day)
    expect(taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nog tot 10 februari 2026 om 12.00 uur',
    ])
  })

  it('another deadline is told by one letter, to anyone who has yet to answer, and says what is so when it goes', async () => {
    await open()
    await test.pass(0)
    peer.taken()
    await wim.post(`${at()}/answer`, { noRemarks: true })
    const move = (to: string) =>
      elise.ask('PATCH', at(), {
        body: { deadline: new Date(fromAmsterdam(to, '12:00') ?? 0).toISOString() },
      })
    await move('2026-01-19')
    await move('2026-01-20')
    await elise.ask('PATCH', at(), { body: { message: 'Ook graag naar thema 2 kijken.' } })
    await test.pass(6 * minute)
    expect(taken()).toEqual([
      'ilse@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 20 januari 2026 om 12.00 uur',
      'rens@voorbeeld.nl: “Wijkplan Kraaienveen”: reageren kan nu tot 20 januari 2026 om 12.00 uur',
    ])
  })

  it('12: closes by itself at the deadline, also when the server was off, and once', async () => {
    await open()
    await test.pass(13 * day)
    expect(await status()).toBe('consultation')
    test = await test.restart(peer.environment)
    test.clock.advance(2 * day)
    // Before the deadline job closed it: the reading link is refused from the deadline on.
    expect(
      await wim.via(test).refusal('POST', `${at()}/answer`, { body: { noRemarks: true } }),
    ).toBe('409 no-consultation')
    await test.pass(0)
    const mine = elise.via(test)
    expect((await mine.get<Plan>(`/api/plans/${planId}`)).status).toBe('concept')
    expect((await mine.get<{ consultation: Consultation }>(at())).consultation.closedAt).toBe(
      deadline,
    )
    const events = await test.events(planId)
    await test.pass(day)
    expect(await test.events(planId)).toEqual(events)
  })

  it('12: written at 16.59 and come in at 17.20 is kept and marked; other claims are not', async () => {
    await open()
    await test.pass((fromAmsterdam('2026-01-27', '17:20') ?? 0) - test.clock.now())
    const written = (moment: string) =>
      new Date(fromAmsterdam('2026-01-27', moment) ?? 0).toISOString()
    const late = await comment(wim, 'Nog net op tijd.', { writtenAt: written('16:59') })
    expect(late.comments[0]).toMatchObject({ isLate: true, writtenAt: written('16:59') })
    const reply = await rens.post<Thread>(`/api/threads/${late.id}/comments`, {
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
      expect((await comment(wim, 'Anders.', { writtenAt })).comments[0]?.isLate).toBeUndefined()
    expect((await get(elise))?.people?.map((one) => `${one.person.name} ${one.answer}`)).toEqual([
      'Ilse none',
      'Rens commented',
      'Wim commented',
    ])
    const csv = await elise.ask<string>('GET', `/api/plans/${planId}/comments.csv`)
    expect(csv.body.match(/na sluiting ontvangen/g)).toHaveLength(2)
  })

  it('a change of status by hand ends it', async () => {
    await open()
    await elise.post(`/api/plans/${planId}/ending`, {
      kind: 'expired',
      reason: 'De wijk stopt ermee.',
    })
    expect([await status(), (await get(elise))?.closedAt]).toEqual([
      'expired',
      new Date(test.clock.now()).toISOString(),
    ])
  })

  describe('9: a link to read along', () => {
    const links = async (who: Person) =>
      (await who.get<{ links: ReadLink[] }>(`/api/plans/${planId}/read-links`)).links
    const make = async (who: Person, label = 'Praktijk De Linde') =>
      (
        await who.post<{ id: string; url: string; expiresAt: string }>(
          `/api/plans/${planId}/read-links`,
          { label },
        )
      ).url
    const read = (url: string) =>
      test.visitor().ask<ReadPage>('GET', `/api/read/${new URL(url).searchParams.get('token')}`)
    const outcome = async (url: string) => {
      const { status, body } = await read(url)
      return status === 200 ? 'reads' : `${status} ${(body as unknown as { code: string }).code}`
    }

    it('shows what was put forward and nothing else, to whoever has it', async () => {
      await comment(wim, 'Niet voor buiten')
      await open()
      const url = await make(ilse)
      const { status, body, headers } = await read(url)
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-robots-tag')).toBe('noindex')
      expect(body).toMatchObject({
        title: 'Wijkplan Kraaienveen',
        expiresAt: deadline,
        asOf: new Date(test.clock.now()).toISOString(),
      })
      const everything = JSON.stringify(body)
      for (const there of ['Wij overleggen elke maand.', 'Veilig thuis'])
        expect(everything).toContain(there)
      for (const person of [
        'Elise',
        'Ilse',
        'Wim',
        'Rens',
        'Niet voor buiten',
        planId,
        'voorbeeld.nl',
        't1',
      ])
        expect(everything).not.toContain(person)
    })

    it('ends at the deadline, when it is revoked, and with the plan', async () => {
      expect(
        await ilse.refusal('POST', `/api/plans/${planId}/read-links`, {
          body: { label: 'Te vroeg' },
        }),
      ).toBe('409 no-consultation')
      expect(
        await ilse.refusal('POST', `/api/plans/${planId}/read-links`, {
          body: { label: 'Voor 111222333' },
        }),
      ).toBe('422 bsn-found')
      await open()
      const first = await make(ilse, 'Een')
      test.clock.advance(1000)
      const second = await make(elise, 'Twee')
      expect((await links(ilse)).map((link) => `${link.label} ${link.canRevoke}`)).toEqual([
        'Een true',
        'Twee false',
      ])
      const [one, two] = await links(elise)
      const revoke = (who: Person, id: string | undefined) =>
        who.ask('DELETE', `/api/plans/${planId}/read-links/${id}`)
      expect((await revoke(ilse, two?.id)).status).toBe(403)
      expect((await revoke(elise, one?.id)).status).toBe(200)
      expect([
        await outcome(first),
        await outcome(second),
        await outcome('http://x/?token=geraden'),
      ]).toEqual(['410 read-link-invalid', 'reads', '410 read-link-invalid'])
      expect((await links(elise)).map((link) => link.label)).toEqual(['Twee'])
      test.clock.advance(15 * day)
      expect(await outcome(second)).toBe('410 read-link-invalid')
      expect(await links(elise)).toEqual([])
    })

    it('ends when the consultation is closed earlier, or the plan removed', async () => {
      await open()
      const url = await make(elise)
      await elise.ask('DELETE', at())
      expect(await outcome(url)).toBe('410 read-link-invalid')
      await open()
      expect(await outcome(url)).toBe('410 read-link-invalid')
      const again = await make(elise)
      await elise.ask('DELETE', `/api/plans/${planId}`)
      expect(await outcome(again)).toBe('410 read-link-invalid')
    })

    it('can not be guessed at without end, and whoever has one is not kept out by that', async () => {
      await open()
      const url = await make(elise)
      for (let i = 0; i < 25; i++) await outcome(`http://x/?token=geraden-${i}`)
      expect(await outcome('http://x/?token=nog-een')).toBe('429 too-many')
      expect(await outcome(url)).toBe('reads')
    })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '#shared/access.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { MailRhythm } from '#shared/api/mail.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('mail about comments', () => {
  let peer: SmtpPeer
  let test: TestInstallation
  let els: Person
  let noor: Person
  let wim: Person
  let planId: string
  beforeEach(async () => {
    peer = await SmtpPeer.start()
    // Tuesday 13 January 2026, 15.25 in Amsterdam.
    test = await TestInstallation.open(peer.environment)
    els = await test.person('Els')
    planId = await els.createPlan()
    noor = await member('Noor', 'editor', 'huisartsenzorg')
    wim = await member('Wim', 'commenter', 'wijkverpleging')
  })
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  async function member(
    name: string,
    role: Role,
    discipline: Discipline,
    plan = planId,
  ): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await els.invite(plan, role))
    await els.ask('PATCH', `/api/plans/${plan}/members/${await person.userId()}`, {
      body: { discipline },
    })
    return person
  }
  const begin = (who: Person, given: Record<string, unknown> = {}, plan = planId) =>
    who.post<Thread>(`/api/plans/${plan}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: 'Klopt dit?',
      ...given,
    })
  const reply = (who: Person, thread: Thread, given: Record<string, unknown> = {}) =>
    who.post<Thread>(`/api/threads/${thread.id}/comments`, { body: 'Ja.', ...given })
  const want = (who: Person, rhythm: MailRhythm) =>
    who.ask('PATCH', '/api/me/mail', { body: { rhythm } })
  const seen = (who: Person, thread: Thread) =>
    who.post(`/api/plans/${planId}/seen`, { threads: [thread.id] })
  /** The recipients and subjects of the mails since the last call. */
  const taken = () => peer.taken().map((mail) => `${[mail.to].flat()[0]?.text}: ${mail.subject}`)
  const states = async () =>
    (
      await test.db.selectFrom('outbox').select(['kind', 'state']).orderBy('created_at').execute()
    ).map((row) => `${row.kind} ${row.state}`)

  it('a member who was invited to parts of the plan is mailed nothing of the rest, also when that changed while a mail waited', async () => {
    const wimId = await wim.userId()
    const parts = (sections: string[] | null) =>
      els.ask('PATCH', `/api/plans/${planId}/members/${wimId}`, { body: { sections } })
    await begin(els, {
      target: { kind: 'table', table: 'budget' },
      body: 'MERK eerder',
      mentions: [wimId],
    })
    await parts(['netwerkvorming'])
    await begin(els, {
      target: { kind: 'table', table: 'budget' },
      body: 'MERK begroting',
      mentions: [wimId],
      askDiscipline: 'wijkverpleging',
    })
    await begin(els, {
      target: { kind: 'plan' },
      body: 'MERK plan',
      askDiscipline: 'wijkverpleging',
    })
    await begin(els, { body: 'Over het netwerk', mentions: [wimId] })
    await test.pass(2 * day)
    const mails = peer.taken().filter((mail) => [mail.to].flat()[0]?.text === 'wim@voorbeeld.nl')
    expect(mails.map((mail) => mail.text).join()).toContain('Over het netwerk')
    expect(mails.map((mail) => `${mail.subject} ${mail.text} ${mail.html}`).join()).not.toMatch(
      /MERK|Begroting/,
    )
  })

  it('a named member hears it within five minutes, in one letter, with the way to the thread', async () => {
    const first = await begin(wim, { body: 'Klopt dit, Noor?', mentions: [await noor.userId()] })
    await test.pass(4 * minute)
    expect(taken()).toEqual([])
    await begin(els, { target: { kind: 'plan' }, body: 'En dit?', mentions: [await noor.userId()] })
    await test.pass(minute)
    const [mail, ...more] = peer.taken()
    expect(more).toEqual([])
    expect(mail?.subject).toBe('“Wijkplan Kraaienveen”: 2 reacties voor u')
    expect(mail?.text).toContain('> Klopt dit, Noor?')
    expect(mail?.text).toContain(`http://localhost:3000/plan/${planId}?reactie=${first.id}`)
    expect(mail?.html).toContain(`http://localhost:3000/plan/${planId}?reactie=${first.id}`)
    expect(mail?.html).toContain('Het hele plan')
    await test.pass(10 * minute)
    expect(taken()).toEqual([])
  })

  it('a member who is asked by their discipline is told at once as well, and nobody about their own words', async () => {
    await begin(wim, { askDiscipline: 'huisartsenzorg', mentions: [await wim.userId()] })
    await test.pass(5 * minute)
    expect(taken()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: Wim stelt een vraag aan huisartsenzorg',
    ])
    // The coordinator gets it in the morning mail.
    await test.pass(15 * hour + 30 * minute)
    expect(taken()).toEqual(['els@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])
  })

  it('the rest comes in one digest in the morning, over all plans, and only from threads one is in', async () => {
    const other = await els.createPlan({
      ...smallPlan,
      values: { ...smallPlan.values, wijk: 'Zonnehof' },
    })
    await noor.accept(await els.invite(other, 'editor'))
    const mine = await begin(noor)
    const theirs = await begin(wim, { body: 'Niet voor Noor' })
    const elsewhere = await begin(noor, {}, other)
    await reply(els, mine)
    await reply(wim, mine, { body: 'Nee hoor.' })
    await reply(els, theirs)
    await reply(els, elsewhere)
    await test.pass(12 * hour)
    expect(taken()).toEqual([])
    await test.pass(4 * hour)
    const mails = peer.taken()
    expect(mails.map((mail) => `${[mail.to].flat()[0]?.text}: ${mail.subject}`).toSorted()).toEqual(
      [
        'els@voorbeeld.nl: “Wijkplan Kraaienveen” en 1 ander plan: nieuws bij 3 reacties',
        'noor@voorbeeld.nl: “Wijkplan Kraaienveen” en 1 ander plan: nieuws bij 2 reacties',
        'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie',
      ],
    )
    const toNoor = mails.find((mail) => [mail.to].flat()[0]?.text === 'noor@voorbeeld.nl')
    expect(toNoor?.text).toContain('Wim antwoordde')
    expect(toNoor?.text).not.toContain('Niet voor Noor')
    // The mail counts the further news.
    expect(toNoor?.text).toContain('verder 1 reactie met iets dat u nog niet heeft gelezen')
    await test.pass(day)
    expect(taken()).toEqual([])
  })

  it('not what was seen in the program, deleted, or resolved meanwhile', async () => {
    const read = await begin(noor)
    await reply(wim, read)
    await seen(noor, read)
    const gone = await begin(noor)
    const answered = await reply(wim, gone)
    await wim.ask('DELETE', `/api/threads/${gone.id}/comments/${answered.comments[1]?.id}`)
    const done = await begin(noor, { askDiscipline: 'wijkverpleging' })
    await noor.ask('PATCH', `/api/threads/${done.id}`, { body: { resolved: true } })
    await test.pass(5 * minute)
    await test.pass(16 * hour)
    // Noor gets no mail; Wim gets one mail that his question was withdrawn.
    expect(taken().filter((line) => !line.startsWith('els'))).toEqual([
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie',
    ])
  })

  it('resolved, reopened and resolved again is told once', async () => {
    const thread = await begin(wim)
    for (const resolved of [true, false, true])
      await els.ask('PATCH', `/api/threads/${thread.id}`, { body: { resolved } })
    await test.pass(16 * hour)
    const mail = peer.taken().find((one) => [one.to].flat()[0]?.text === 'wim@voorbeeld.nl')
    expect(mail?.text?.match(/Els rondde deze reactie af/g)).toHaveLength(1)
    expect(mail?.text).not.toContain('heropende deze reactie')
  })

  it('a comment that is changed names someone once, and lifts it out of the digest', async () => {
    const thread = await begin(noor)
    const { comments } = await reply(els, thread)
    const edit = (mentions: string[]) =>
      els.ask('PATCH', `/api/threads/${thread.id}/comments/${comments[1]?.id}`, {
        body: { body: `Ja. ${mentions.length}`, mentions },
      })
    await edit([await noor.userId()])
    await edit([await noor.userId(), await wim.userId()])
    await test.pass(5 * minute)
    expect(taken().toSorted()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
    ])
    await edit([])
    await edit([await noor.userId()])
    await test.pass(2 * day)
    expect(taken().filter((line) => line.startsWith('noor') || line.startsWith('wim'))).toEqual([])
  })

  it('a user who may not read the plan any more when the letter goes out gets nothing of it', async () => {
    await begin(els, { mentions: [await noor.userId(), await wim.userId()], body: 'Geheim' })
    await els.ask('DELETE', `/api/plans/${planId}/members/${await noor.userId()}`)
    await els.ask('PATCH', `/api/plans/${planId}/members/${await wim.userId()}`, {
      body: { role: 'reader' },
    })
    await test.pass(5 * minute)
    expect(taken()).toEqual([])
    expect(await states()).toEqual(['direct void', 'direct void'])
    await els.ask('PATCH', `/api/plans/${planId}`, { body: { readersSeeComments: true } })
    await begin(els, { mentions: [await wim.userId()] })
    await test.pass(5 * minute)
    expect(taken()).toEqual([
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
    ])
    await begin(els, { mentions: [await wim.userId()] })
    await els.ask('DELETE', `/api/plans/${planId}`)
    await test.pass(5 * minute)
    expect(taken()).toEqual([])
  })

  it('each person chooses: at once, daily, weekly or nothing, also for what waits', async () => {
    expect(await noor.get('/api/me/mail')).toEqual({ rhythm: 'direct', isMailConfigured: true })
    await want(noor, 'weekly')
    await want(wim, 'daily')
    await begin(els, { mentions: [await noor.userId(), await wim.userId()] })
    await test.pass(15 * hour)
    expect(taken()).toEqual([])
    await test.pass(hour)
    expect(taken()).toEqual(['wim@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])
    // Monday 19 January, 07:00.
    await test.pass(4 * day)
    expect(taken()).toEqual([])
    await test.pass(day)
    expect(taken()).toEqual(['noor@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])

    await begin(els, { mentions: [await noor.userId(), await wim.userId()] })
    await want(noor, 'daily')
    await want(wim, 'none')
    await test.pass(day)
    expect(taken()).toEqual(['noor@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])
    await begin(els, { mentions: [await wim.userId()] })
    await test.pass(8 * day)
    expect(taken()).toEqual([])
    expect(await noor.refusal('PATCH', '/api/me/mail', { body: { rhythm: 'elk uur' } })).toBe(
      '422 invalid-values',
    )
  })

  it('one click in the mail program ends it, opening the link does not, and nobody can forge one', async () => {
    await begin(els, { mentions: [await noor.userId()] })
    await test.pass(5 * minute)
    const [mail] = peer.taken()
    const list = mail?.headers.get('list') as {
      unsubscribe?: { url: string }
      'unsubscribe-post'?: { name: string }
    }
    expect(list['unsubscribe-post']?.name).toBe('List-Unsubscribe=One-Click')
    const path = new URL(list.unsubscribe?.url ?? '').pathname
    const stranger = test.visitor()
    const opened = await stranger.ask('GET', path)
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/afmelden?token=${path.split('/').at(-1)}`,
    ])
    expect(await noor.get('/api/me/mail')).toMatchObject({ rhythm: 'direct' })
    expect(
      (
        await stranger.ask('POST', path, {
          rawBody: 'List-Unsubscribe=One-Click',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(200)
    expect(await noor.get('/api/me/mail')).toMatchObject({ rhythm: 'none' })
    const signature = path.split('.').at(-1)
    for (const token of ['onzin', `${await wim.userId()}.${signature}`, `${await wim.userId()}.`])
      expect(await stranger.refusal('POST', `/api/unsubscribe/${token}`)).toBe(
        '410 unsubscribe-invalid',
      )
    expect(await wim.get('/api/me/mail')).toMatchObject({ rhythm: 'direct' })
  })

  it('names and words bring no header and no markup of their own', async () => {
    const evil = await test.person('Bo\r\nBcc: <b@x. nl>', { email: 'bo@voorbeeld.nl' })
    await evil.accept(await els.invite(planId, 'editor'))
    await begin(evil, {
      body: '<script>alert(1)</script>\nhttps://voorbeeld.nl/?a=1&b="2"',
      mentions: [await noor.userId()],
    })
    await test.pass(5 * minute)
    const [mail] = peer.taken()
    expect(mail?.bcc).toBeUndefined()
    expect(mail?.subject).toBe('“Wijkplan Kraaienveen”: Bo Bcc: <b@x. nl> noemt u in een reactie')
    expect(mail?.html).not.toContain('<script>')
    expect(mail?.html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;<br>https://voorbeeld.nl/?a=1&amp;b=&quot;2&quot;',
    )
    expect(mail?.text).toContain('> <script>alert(1)</script>')
  })

  it('EV1 a change that fails to commit sends no letter', async () => {
    const before = await states()
    expect(
      await noor.refusal('POST', `/api/plans/${planId}/threads`, {
        body: {
          target: { kind: 'row', table: 'themes', row: 'weg' },
          body: 'x',
          mentions: [await wim.userId()],
        },
      }),
    ).toMatch(/^4/)
    expect(await states()).toEqual(before)
    const clientId = 'keer-op-keer'
    for (let i = 0; i < 2; i++) await begin(noor, { clientId, mentions: [await wim.userId()] })
    expect((await states()).filter((state) => state.startsWith('direct'))).toEqual([
      'direct waiting',
    ])
  })

  it('without a mail server nothing is queued', async () => {
    const without = await TestInstallation.open()
    const person = await without.person('Ans')
    const friend = await without.person('Bea')
    const plan = await person.createPlan()
    await friend.accept(await person.invite(plan, 'editor'))
    await person.post(`/api/plans/${plan}/threads`, {
      target: { kind: 'plan' },
      body: 'Hoi',
      mentions: [await friend.userId()],
    })
    expect(await without.db.selectFrom('outbox').selectAll().execute()).toEqual([])
    expect(await person.get('/api/me/mail')).toEqual({ rhythm: 'direct', isMailConfigured: false })
    await without.close()
  })
})

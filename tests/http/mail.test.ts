import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestInstallation } from './installation.ts'
import { type MailedPlan, openMailedPlan } from './mailed-plan.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('mail about comments', () => {
  let plan: MailedPlan
  beforeEach(async () => {
    plan = await openMailedPlan()
  })
  afterEach(async () => {
    await plan.test.close()
    await plan.peer.stop()
  })

  it('a member who was invited to parts of the plan is mailed nothing of the rest, also when that changed while a mail waited', async () => {
    const wimId = await plan.wim.userId()
    const parts = (sections: string[] | null) =>
      plan.els.ask('PATCH', `/api/plans/${plan.planId}/members/${wimId}`, { body: { sections } })
    await plan.begin(plan.els, {
      target: { kind: 'table', table: 'budget' },
      body: 'MERK eerder',
      mentions: [wimId],
    })
    await parts(['netwerkvorming'])
    await plan.begin(plan.els, {
      target: { kind: 'table', table: 'budget' },
      body: 'MERK begroting',
      mentions: [wimId],
      askDiscipline: 'wijkverpleging',
    })
    await plan.begin(plan.els, {
      target: { kind: 'plan' },
      body: 'MERK plan',
      askDiscipline: 'wijkverpleging',
    })
    await plan.begin(plan.els, { body: 'Over het netwerk', mentions: [wimId] })
    await plan.test.pass(2 * day)
    const mails = plan.peer
      .taken()
      .filter((mail) => [mail.to].flat()[0]?.text === 'wim@voorbeeld.nl')
    expect(mails.map((mail) => mail.text).join()).toContain('Over het netwerk')
    expect(mails.map((mail) => `${mail.subject} ${mail.text} ${mail.html}`).join()).not.toMatch(
      /MERK|Begroting/,
    )
  })

  it('a named member hears it within five minutes, in one letter, with the way to the thread', async () => {
    const first = await plan.begin(plan.wim, {
      body: 'Klopt dit, Noor?',
      mentions: [await plan.noor.userId()],
    })
    await plan.test.pass(4 * minute)
    expect(plan.taken()).toEqual([])
    await plan.begin(plan.els, {
      target: { kind: 'plan' },
      body: 'En dit?',
      mentions: [await plan.noor.userId()],
    })
    await plan.test.pass(minute)
    const [mail, ...more] = plan.peer.taken()
    expect(more).toEqual([])
    expect(mail?.subject).toBe('“Wijkplan Kraaienveen”: 2 reacties voor u')
    expect(mail?.text).toContain('> Klopt dit, Noor?')
    expect(mail?.text).toContain(`http://localhost:3000/plan/${plan.planId}?reactie=${first.id}`)
    expect(mail?.html).toContain(`http://localhost:3000/plan/${plan.planId}?reactie=${first.id}`)
    expect(mail?.html).toContain('Het hele plan')
    await plan.test.pass(10 * minute)
    expect(plan.taken()).toEqual([])
  })

  it('a member who is asked by their discipline is told at once as well, and nobody about their own words', async () => {
    await plan.begin(plan.wim, {
      askDiscipline: 'huisartsenzorg',
      mentions: [await plan.wim.userId()],
    })
    await plan.test.pass(5 * minute)
    expect(plan.taken()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: Wim stelt een vraag aan huisartsenzorg',
    ])
    // The coordinator gets it in the morning mail.
    await plan.test.pass(15 * hour + 30 * minute)
    expect(plan.taken()).toEqual(['els@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])
  })

  it('not what was seen in the program, deleted, or resolved meanwhile', async () => {
    const read = await plan.begin(plan.noor)
    await plan.reply(plan.wim, read)
    await plan.seen(plan.noor, read)
    const gone = await plan.begin(plan.noor)
    const answered = await plan.reply(plan.wim, gone)
    await plan.wim.ask('DELETE', `/api/threads/${gone.id}/comments/${answered.comments[1]?.id}`)
    const done = await plan.begin(plan.noor, { askDiscipline: 'wijkverpleging' })
    await plan.noor.ask('PATCH', `/api/threads/${done.id}`, { body: { resolved: true } })
    await plan.test.pass(5 * minute)
    await plan.test.pass(16 * hour)
    // Noor gets no mail; Wim gets one mail that his question was withdrawn.
    expect(plan.taken().filter((line) => !line.startsWith('els'))).toEqual([
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie',
    ])
  })

  it('resolved, reopened and resolved again is told once', async () => {
    const thread = await plan.begin(plan.wim)
    for (const resolved of [true, false, true])
      await plan.els.ask('PATCH', `/api/threads/${thread.id}`, { body: { resolved } })
    await plan.test.pass(16 * hour)
    const mail = plan.peer.taken().find((one) => [one.to].flat()[0]?.text === 'wim@voorbeeld.nl')
    expect(mail?.text?.match(/Els rondde deze reactie af/g)).toHaveLength(1)
    expect(mail?.text).not.toContain('heropende deze reactie')
  })

  it('a comment that is changed names someone once, and lifts it out of the digest', async () => {
    const thread = await plan.begin(plan.noor)
    const { comments } = await plan.reply(plan.els, thread)
    const edit = (mentions: string[]) =>
      plan.els.ask('PATCH', `/api/threads/${thread.id}/comments/${comments[1]?.id}`, {
        body: { body: `Ja. ${mentions.length}`, mentions },
      })
    await edit([await plan.noor.userId()])
    await edit([await plan.noor.userId(), await plan.wim.userId()])
    await plan.test.pass(5 * minute)
    expect(plan.taken().toSorted()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
    ])
    await edit([])
    await edit([await plan.noor.userId()])
    await plan.test.pass(2 * day)
    expect(
      plan.taken().filter((line) => line.startsWith('noor') || line.startsWith('wim')),
    ).toEqual([])
  })

  it('a user who may not read the plan any more when the letter goes out gets nothing of it', async () => {
    await plan.begin(plan.els, {
      mentions: [await plan.noor.userId(), await plan.wim.userId()],
      body: 'Geheim',
    })
    await plan.els.ask('DELETE', `/api/plans/${plan.planId}/members/${await plan.noor.userId()}`)
    await plan.els.ask('PATCH', `/api/plans/${plan.planId}/members/${await plan.wim.userId()}`, {
      body: { role: 'reader' },
    })
    await plan.test.pass(5 * minute)
    expect(plan.taken()).toEqual([])
    expect(await plan.states()).toEqual(['direct void', 'direct void'])
    await plan.els.ask('PATCH', `/api/plans/${plan.planId}`, { body: { readersSeeComments: true } })
    await plan.begin(plan.els, { mentions: [await plan.wim.userId()] })
    await plan.test.pass(5 * minute)
    expect(plan.taken()).toEqual([
      'wim@voorbeeld.nl: “Wijkplan Kraaienveen”: Els noemt u in een reactie',
    ])
    await plan.begin(plan.els, { mentions: [await plan.wim.userId()] })
    await plan.els.ask('DELETE', `/api/plans/${plan.planId}`)
    await plan.test.pass(5 * minute)
    expect(plan.taken()).toEqual([])
  })

  it('names and words bring no header and no markup of their own', async () => {
    const evil = await plan.test.person('Bo\r\nBcc: <b@x. nl>', { email: 'bo@voorbeeld.nl' })
    await evil.accept(await plan.els.invite(plan.planId, 'editor'))
    await plan.begin(evil, {
      body: '<script>alert(1)</script>\nhttps://voorbeeld.nl/?a=1&b="2"',
      mentions: [await plan.noor.userId()],
    })
    await plan.test.pass(5 * minute)
    const [mail] = plan.peer.taken()
    expect(mail?.bcc).toBeUndefined()
    expect(mail?.subject).toBe('“Wijkplan Kraaienveen”: Bo Bcc: <b@x. nl> noemt u in een reactie')
    expect(mail?.html).not.toContain('<script>')
    expect(mail?.html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;<br>https://voorbeeld.nl/?a=1&amp;b=&quot;2&quot;',
    )
    expect(mail?.text).toContain('> <script>alert(1)</script>')
  })

  it('EV1 a change that fails to commit sends no letter', async () => {
    const before = await plan.states()
    expect(
      await plan.noor.refusal('POST', `/api/plans/${plan.planId}/threads`, {
        body: {
          target: { kind: 'row', table: 'themes', row: 'weg' },
          body: 'x',
          mentions: [await plan.wim.userId()],
        },
      }),
    ).toMatch(/^4/)
    expect(await plan.states()).toEqual(before)
    const clientId = 'keer-op-keer'
    for (let i = 0; i < 2; i++)
      await plan.begin(plan.noor, { clientId, mentions: [await plan.wim.userId()] })
    expect((await plan.states()).filter((state) => state.startsWith('direct'))).toEqual([
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

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smallPlan } from './installation.ts'
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

  it('the rest comes in one digest in the morning, over all plans, and only from threads one is in', async () => {
    const other = await plan.els.createPlan({
      ...smallPlan,
      values: { ...smallPlan.values, wijk: 'Zonnehof' },
    })
    await plan.noor.accept(await plan.els.invite(other, 'editor'))
    const mine = await plan.begin(plan.noor)
    const theirs = await plan.begin(plan.wim, { body: 'Niet voor Noor' })
    const elsewhere = await plan.begin(plan.noor, {}, other)
    await plan.reply(plan.els, mine)
    await plan.reply(plan.wim, mine, { body: 'Nee hoor.' })
    await plan.reply(plan.els, theirs)
    await plan.reply(plan.els, elsewhere)
    await plan.test.pass(12 * hour)
    expect(plan.taken()).toEqual([])
    await plan.test.pass(4 * hour)
    const mails = plan.peer.taken()
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
    await plan.test.pass(day)
    expect(plan.taken()).toEqual([])
  })

  it('each person chooses: at once, daily, weekly or nothing, also for what waits', async () => {
    expect(await plan.noor.get('/api/me/mail')).toEqual({
      rhythm: 'direct',
      isMailConfigured: true,
    })
    await plan.want(plan.noor, 'weekly')
    await plan.want(plan.wim, 'daily')
    await plan.begin(plan.els, { mentions: [await plan.noor.userId(), await plan.wim.userId()] })
    await plan.test.pass(15 * hour)
    expect(plan.taken()).toEqual([])
    await plan.test.pass(hour)
    expect(plan.taken()).toEqual(['wim@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie'])
    // Monday 19 January, 07:00.
    await plan.test.pass(4 * day)
    expect(plan.taken()).toEqual([])
    await plan.test.pass(day)
    expect(plan.taken()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie',
    ])

    await plan.begin(plan.els, { mentions: [await plan.noor.userId(), await plan.wim.userId()] })
    await plan.want(plan.noor, 'daily')
    await plan.want(plan.wim, 'none')
    await plan.test.pass(day)
    expect(plan.taken()).toEqual([
      'noor@voorbeeld.nl: “Wijkplan Kraaienveen”: nieuws bij 1 reactie',
    ])
    await plan.begin(plan.els, { mentions: [await plan.wim.userId()] })
    await plan.test.pass(8 * day)
    expect(plan.taken()).toEqual([])
    expect(await plan.noor.refusal('PATCH', '/api/me/mail', { body: { rhythm: 'elk uur' } })).toBe(
      '422 invalid-values',
    )
  })

  it('one click in the mail program ends it, opening the link does not, and nobody can forge one', async () => {
    await plan.begin(plan.els, { mentions: [await plan.noor.userId()] })
    await plan.test.pass(5 * minute)
    const [mail] = plan.peer.taken()
    const list = mail?.headers.get('list') as {
      unsubscribe?: { url: string }
      'unsubscribe-post'?: { name: string }
    }
    expect(list['unsubscribe-post']?.name).toBe('List-Unsubscribe=One-Click')
    const path = new URL(list.unsubscribe?.url ?? '').pathname
    const stranger = plan.test.visitor()
    const opened = await stranger.ask('GET', path)
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/afmelden?token=${path.split('/').at(-1)}`,
    ])
    expect(await plan.noor.get('/api/me/mail')).toMatchObject({ rhythm: 'direct' })
    expect(
      (
        await stranger.ask('POST', path, {
          rawBody: 'List-Unsubscribe=One-Click',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(200)
    expect(await plan.noor.get('/api/me/mail')).toMatchObject({ rhythm: 'none' })
    const signature = path.split('.').at(-1)
    for (const token of [
      'onzin',
      `${await plan.wim.userId()}.${signature}`,
      `${await plan.wim.userId()}.`,
    ])
      expect(await stranger.refusal('POST', `/api/unsubscribe/${token}`)).toBe(
        '410 unsubscribe-invalid',
      )
    expect(await plan.wim.get('/api/me/mail')).toMatchObject({ rhythm: 'direct' })
  })
})

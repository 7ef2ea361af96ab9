import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreement } from '#shared/api/agreement.ts'
import type { Me } from '#shared/api/me.ts'
import type { SignRequest } from '#shared/api/sign.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Broekerveld, linkTo, openBroekerveld } from './broekerveld.ts'
import { TestInstallation, tokenOf } from './installation.ts'

const minute = 60_000
const day = 24 * 60 * minute

type Letter = { to: string; subject: string; text: string }

/** An installation with six people takes a while on a busy machine. */
const hookTimeoutMs = 60_000

describe('signing by a personal link', () => {
  let test: TestInstallation
  let plan: Broekerveld
  let letters: Letter[]
  let peer: SmtpPeer
  beforeEach(async () => {
    letters = []
    peer = await SmtpPeer.start()
    test = await TestInstallation.open(peer.environment)
    plan = await openBroekerveld(test)
    await present()
  }, hookTimeoutMs)
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  async function post(): Promise<void> {
    await test.pass(minute)
    letters.push(
      ...peer.taken().map((mail) => ({
        to: [mail.to].flat()[0]?.text ?? '',
        subject: mail.subject ?? '',
        text: mail.text ?? '',
      })),
    )
  }
  async function present(): Promise<void> {
    await plan.dounia.post(`/api/plans/${plan.planId}/presentations`)
    await post()
  }

  const linkOf = (to: string) =>
    tokenOf(
      /https?:\S+\/tekenen\S+/.exec(
        letters.findLast((letter) => letter.to.includes(to))?.text ?? '',
      )?.[0] ?? 'http://x',
    )
  const agreement = () => plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
  const phone = () => test.visitor()
  const trail = async () =>
    (
      await test.db
        .selectFrom('audit')
        .select(['action', 'result', 'channel'])
        .where('action', 'like', 'sign-link%')
        .orderBy('number')
        .execute()
    ).map((line) => `${line.action} ${line.result} ${line.channel}`)

  it('everyone who has the mandate gets one, with plan and deadline; it opens without an account and as often as one likes', async () => {
    expect(letters.map((letter) => letter.subject)).toEqual(
      Array.from(
        { length: 5 },
        () => '“Ontwikkelplan Hecht Wijkverband Het Broekerveld”: uw akkoord gevraagd',
      ),
    )
    const token = linkOf('rens.ottenkamp')
    for (let time = 0; time < 3; time++) {
      const request = await phone().get<SignRequest>(`/api/sign/${token}`)
      expect(request).toMatchObject({
        person: 'Rens Ottenkamp',
        seat: { id: 'apothekers' },
        signing: {
          statement:
            'U tekent als Rens Ottenkamp, apotheker, namens Apotheek ’t Broek, mandaat bestuurlijk, voor Apothekers.',
          signedInBy: { method: 'mail' },
          link: 'coordinator',
        },
        version: { number: 1 },
        agreedBefore: null,
        answered: null,
      })
      expect(request.content.values['wijk']).toBe('Het Broekerveld')
    }
    expect(await trail()).toEqual(Array.from({ length: 3 }, () => 'sign-link.opened ok mail-link'))
  })

  it('SG5 answers once; what it wrote says by which way', async () => {
    const token = linkOf('rens.ottenkamp')
    const refused = await phone().ask('POST', `/api/sign/${token}`, {
      body: { verdict: 'not-agreed' },
    })
    expect(refused.status).toBe(422)
    expect(
      (
        await phone().ask('POST', `/api/sign/${token}`, {
          body: {
            verdict: 'agreed-with-remark',
            remark: 'Mits op woensdag.',
            statement: (await phone().get<SignRequest>(`/api/sign/${token}`)).signing.statement,
          },
        })
      ).status,
    ).toBe(201)
    expect(
      await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } }),
    ).toBe('410 sign-link-invalid')
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('410 sign-link-invalid')
    expect((await agreement()).answers).toMatchObject([
      {
        by: { name: 'Rens Ottenkamp' },
        verdict: 'agreed-with-remark',
        remark: 'Mits op woensdag.',
        organisation: 'Apotheek ’t Broek',
        signedInBy: { method: 'mail' },
      },
    ])
    expect(await test.db.selectFrom('approvals').select('channel').execute()).toEqual([
      { channel: 'mail-link' },
    ])
  })

  it('a statement that a person did not confirm, or that has changed since, is not recorded and uses nothing up', async () => {
    const token = linkOf('rens.ottenkamp')
    const { signing } = await phone().get<SignRequest>(`/api/sign/${token}`)
    await linkTo(plan, plan.people.apothekers, null)
    const body = { verdict: 'agreed', statement: signing.statement }
    expect(await phone().refusal('POST', `/api/sign/${token}`, { body })).toBe(
      '409 statement-changed',
    )
    expect(await trail()).toContain('sign-link.used statement-changed mail-link')
    await phone().post(`/api/sign/${token}`, { verdict: 'agreed' })
    expect((await agreement()).answers).toMatchObject([
      { by: { name: 'Rens Ottenkamp' }, organisation: '', statement: null, person: null },
    ])
  })

  it('two presses at once are one answer', async () => {
    const token = linkOf('rens.ottenkamp')
    const both = await Promise.all(
      [1, 2].map(() =>
        phone().ask<{ code?: string }>('POST', `/api/sign/${token}`, {
          body: { verdict: 'agreed' },
        }),
      ),
    )
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, expect.any(Number)])
    expect((await agreement()).answers).toHaveLength(1)
  })

  it('of a version that was replaced says so, and is not used up for nothing', async () => {
    const token = linkOf('rens.ottenkamp')
    await present()
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('409 version-replaced')
    expect(
      await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } }),
    ).toBe('409 version-replaced')
    expect(await trail()).toContain('sign-link.used version-replaced mail-link')
  })

  it('shows the difference with the version that this person agreed to before', async () => {
    await phone().post(`/api/sign/${linkOf('rens.ottenkamp')}`, { verdict: 'agreed' })
    await present()
    const request = await phone().get<SignRequest>(`/api/sign/${linkOf('rens.ottenkamp')}`)
    expect(request).toMatchObject({ version: { number: 2 }, agreedBefore: { number: 1 } })
    expect(request.agreedBefore?.content.values).toEqual(request.content.values)
  })

  it('expires, and dies with the mandate and the membership', async () => {
    const token = linkOf('rens.ottenkamp')
    await plan.dounia.ask(
      'DELETE',
      `/api/plans/${plan.planId}/members/${await plan.people.apothekers.userId()}`,
    )
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('403 no-mandate')
    expect(
      await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } }),
    ).toBe('403 no-mandate')
    const other = linkOf('ilse.ter.braakhuis')
    test.clock.advance(17 * day)
    expect(await phone().refusal('GET', `/api/sign/${other}`)).toBe('410 sign-link-invalid')
  })

  it('ends when someone else proves the address that its account only claimed', async () => {
    const { apothekers } = plan.people
    const token = linkOf('rens.ottenkamp')
    const { id, email } = await apothekers.get<Me>('/api/me')
    await test.db.updateTable('user').set({ emailVerified: 0 }).where('id', '=', id).execute()
    expect((await phone().ask('GET', `/api/sign/${token}`)).status).toBe(200)
    const link = await test.installation.links.forExisting(email, 'mail')
    await phone().signIn(link?.url ?? '')
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('410 sign-link-invalid')
  })

  it('a reminder goes to anyone who did not answer, once a day', async () => {
    await phone().post(`/api/sign/${linkOf('rens.ottenkamp')}`, { verdict: 'agreed' })
    letters.length = 0
    const remind = () =>
      plan.dounia.post<{ reminded: number }>(`/api/plans/${plan.planId}/reminders`)
    expect(await remind()).toMatchObject({ reminded: 4 })
    await post()
    expect(letters.map((letter) => letter.subject.slice(0, 11))).toEqual(
      Array.from({ length: 4 }, () => 'Herinnering'),
    )
    expect(letters.some((letter) => letter.to.includes('rens'))).toBe(false)
    expect(await remind()).toEqual({ reminded: 0, asked: [] })
    expect((await agreement()).seats.filter((seat) => seat.remindedAt !== null)).toHaveLength(4)
  })

  it('three days before the deadline the clock reminds, once, and whatever the mail server did meanwhile', async () => {
    letters.length = 0
    await test.pass(10 * day)
    await post()
    expect(letters).toEqual([])
    await test.pass(2 * day)
    await post()
    expect(letters.filter((letter) => letter.subject.startsWith('Herinnering'))).toHaveLength(5)
    letters.length = 0
    await test.pass(day)
    await post()
    expect(letters).toEqual([])
  })

  it('is no longer sent once it was answered; a question comes also to anyone who wants no news', async () => {
    await plan.people.paramedici.ask('PATCH', '/api/me/mail', { body: { rhythm: 'none' } })
    letters.length = 0
    const { current } = await plan.dounia.post<Agreement>(`/api/plans/${plan.planId}/presentations`)
    await plan.people.apothekers.post(`/api/versions/${current?.versionId}/approvals`, {
      discipline: 'apothekers',
      verdict: 'agreed',
    })
    await post()
    expect(letters.map((letter) => letter.to.split('@')[0]).toSorted()).toEqual([
      'dounia',
      'g.lcan.zijderveldt',
      'ilse.ter.braakhuis',
      'wouter.van.den.hoogewal',
    ])
  })
})

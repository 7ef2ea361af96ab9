import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Logger, silentLogger } from '#server/runtime.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { SignRequest } from '#shared/api/sign.ts'
import { type Broekerveld, openBroekerveld } from './broekerveld.ts'
import { TestInstallation, tokenOf } from './installation.ts'

type Letter = { subject: string; text: string }

/** Without a mail server letters are in the log, for the operator to pass on. */
function letterLog(letters: Letter[]): Logger {
  return {
    ...silentLogger,
    info(fields, message) {
      if ('text' in fields && typeof fields.text === 'string') letters.push({ subject: message.split(': ').slice(1).join(': '), text: fields.text })
    },
  }
}

describe('signing by a personal link', () => {
  let test: TestInstallation
  let plan: Broekerveld
  let letters: Letter[]
  beforeEach(async () => {
    letters = []
    test = await TestInstallation.open({}, letterLog(letters))
    plan = await openBroekerveld(test)
    await plan.dounia.post(`/api/plans/${plan.planId}/presentations`)
  })
  afterEach(() => test.close())

  const linkOf = (name: string) => tokenOf(/https?:\S+/.exec(letters.findLast((letter) => letter.text.includes(`Beste ${name}`))?.text ?? '')?.[0] ?? 'http://x')
  const agreement = () => plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
  const phone = () => test.visitor()
  const trail = async () =>
    (await test.db.selectFrom('audit').select(['action', 'result', 'channel']).where('action', 'like', 'sign-link%').orderBy('number').execute()).map(
      (line) => `${line.action} ${line.result} ${line.channel}`,
    )

  it('everyone who has the mandate gets one, with plan and deadline; it opens without an account and as often as one likes', async () => {
    expect(letters.map((letter) => letter.subject)).toEqual(Array.from({ length: 5 }, () => 'Uw akkoord gevraagd voor Ontwikkelplan Hecht Wijkverband Het Broekerveld'))
    const token = linkOf('Rens Ottenkamp')
    for (let time = 0; time < 3; time++) {
      const request = await phone().get<SignRequest>(`/api/sign/${token}`)
      expect(request).toMatchObject({ person: 'Rens Ottenkamp', seat: { id: 'apothekers', organisation: 'Apotheek ’t Broek' }, version: { number: 1 }, agreedBefore: null, answered: null })
      expect(request.content.values['wijk']).toBe('Het Broekerveld')
    }
    expect(await trail()).toEqual(Array.from({ length: 3 }, () => 'sign-link.opened ok mail-link'))
  })

  it('answers once; what it wrote says by which way', async () => {
    const token = linkOf('Rens Ottenkamp')
    const refused = await phone().ask('POST', `/api/sign/${token}`, { body: { verdict: 'not-agreed' } })
    expect(refused.status).toBe(422)
    expect((await phone().ask('POST', `/api/sign/${token}`, { body: { verdict: 'agreed-with-remark', remark: 'Mits op woensdag.' } })).status).toBe(201)
    expect(await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } })).toBe('410 sign-link-invalid')
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('410 sign-link-invalid')
    expect((await agreement()).answers).toMatchObject([{ by: { name: 'Rens Ottenkamp' }, verdict: 'agreed-with-remark', remark: 'Mits op woensdag.' }])
    expect(await test.db.selectFrom('approvals').select('channel').execute()).toEqual([{ channel: 'mail-link' }])
  })

  it('two presses at once are one answer', async () => {
    const token = linkOf('Rens Ottenkamp')
    const both = await Promise.all([1, 2].map(() => phone().ask<{ code?: string }>('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } })))
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, expect.any(Number)])
    expect((await agreement()).answers).toHaveLength(1)
  })

  it('of a version that was replaced says so, and is not used up for nothing', async () => {
    const token = linkOf('Rens Ottenkamp')
    await plan.dounia.post(`/api/plans/${plan.planId}/presentations`)
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('409 version-replaced')
    expect(await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } })).toBe('409 version-replaced')
    expect(await trail()).toContain('sign-link.used version-replaced mail-link')
  })

  it('shows the difference with the version that this person agreed to before', async () => {
    await phone().post(`/api/sign/${linkOf('Rens Ottenkamp')}`, { verdict: 'agreed' })
    await plan.dounia.post(`/api/plans/${plan.planId}/presentations`)
    const request = await phone().get<SignRequest>(`/api/sign/${linkOf('Rens Ottenkamp')}`)
    expect(request).toMatchObject({ version: { number: 2 }, agreedBefore: { number: 1 } })
    expect(request.agreedBefore?.content.values).toEqual(request.content.values)
  })

  it('expires, and dies with the mandate and the membership', async () => {
    const token = linkOf('Rens Ottenkamp')
    await plan.dounia.ask('DELETE', `/api/plans/${plan.planId}/members/${await plan.people.apothekers.userId()}`)
    expect(await phone().refusal('GET', `/api/sign/${token}`)).toBe('403 no-mandate')
    expect(await phone().refusal('POST', `/api/sign/${token}`, { body: { verdict: 'agreed' } })).toBe('403 no-mandate')
    const other = linkOf('Ilse ter Braakhuis')
    test.clock.advance(17 * 24 * 60 * 60 * 1000)
    expect(await phone().refusal('GET', `/api/sign/${other}`)).toBe('410 sign-link-invalid')
  })

  it('a reminder goes to who did not answer, once a day', async () => {
    await phone().post(`/api/sign/${linkOf('Rens Ottenkamp')}`, { verdict: 'agreed' })
    letters.length = 0
    const remind = () => plan.dounia.post<{ reminded: number }>(`/api/plans/${plan.planId}/reminders`)
    expect(await remind()).toEqual({ reminded: 4 })
    expect(letters.some((letter) => letter.text.includes('Rens'))).toBe(false)
    expect(letters[0]?.subject).toMatch(/^Herinnering/)
    expect(await remind()).toEqual({ reminded: 0 })
    expect((await agreement()).seats.filter((seat) => seat.remindedAt !== null)).toHaveLength(4)
  })
})

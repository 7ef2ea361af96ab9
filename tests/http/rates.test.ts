import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import type { ProblemBody } from '#shared/errors.ts'
import { limits, type RateLimitName } from '#shared/limits.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Answer, type Person, smallPlan, TestInstallation } from './installation.ts'

// Each test sends thousands of requests, which takes a while on a busy machine.
describe('the requests that one person repeats without end', { timeout: 240_000 }, () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    noor = await test.person('Noor')
    planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'editor'))
  })
  afterEach(() => test.close())

  /** Sends requests until one is refused: not before the burst, once more after a refill, and never for the other user. */
  async function runsOut(limit: RateLimitName, ask: (who: Person) => Promise<Answer>) {
    const { burst, refillMs } = limits[limit]
    let refused: Answer | null = null
    for (let n = 0; n <= burst && refused === null; n++) {
      const answer = await ask(els)
      if (answer.status === 429) refused = answer
    }
    expect((refused?.body as ProblemBody | undefined)?.code).toBe('too-many')
    const { body } = await test.visitor().ask<string>('GET', '/metrics')
    expect(body).toContain(`wijktafel_limited_total{limit="${limit}"} 1\n`)
    expect((await ask(noor)).status).toBeLessThan(300)
    test.clock.advance(refillMs)
    expect((await ask(els)).status).toBeLessThan(300)
  }

  it('reading (limit reads)', () => runsOut('reads', (who) => who.ask('GET', '/api/me')))

  it('writing (limit writes)', () =>
    runsOut('writes', (who) =>
      who.ask('POST', `/api/plans/${planId}/seen`, { body: { threads: [] } }),
    ))

  it('making plans (limit plansMade)', () =>
    runsOut('plansMade', (who) => who.ask('POST', '/api/plans', { body: smallPlan })))

  it('making versions (limit versionsMade)', () =>
    runsOut('versionsMade', (who) =>
      who.ask('POST', `/api/plans/${planId}/versions`, { body: { name: 'Versie' } }),
    ))

  it('writing comments (limit commentsMade)', async () => {
    const body = {
      target: { kind: 'plan' },
      body: 'Klopt dit?',
      clientId: '0b2f6a0e-6a64-4c0e-9a39-0d1c6f2b7a11',
    }
    // The same comment repeatedly: this limits requests; the number of comments has a test of its own.
    await runsOut('commentsMade', (who) =>
      who.ask('POST', `/api/plans/${planId}/threads`, { body }),
    )
  })

  it('strangers share what their network may ask, and take nothing from those who are signed in (limit anonymousRequests)', async () => {
    const ask = (peer: string) => test.visitor().ask('POST', '/api/sign-out', { body: {}, peer })
    for (let n = 0; n < limits.anonymousRequests.burst; n++)
      expect((await ask('203.0.113.7')).status).toBe(200)
    expect((await ask('203.0.113.7')).status).toBe(429)
    expect((await ask('203.0.113.8')).status).toBe(200)
    expect((await els.ask('GET', '/api/me', { peer: '203.0.113.7' })).status).toBe(200)
  })

  it('screens with parts of a plan wait as many as a person has (limit partsWaitingPerPerson)', async () => {
    const wim = await test.person('Wim')
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['themas'],
    })
    await wim.accept(url)
    const { tag } = await wim.get<{ tag: string }>(`/api/plans/${planId}/parts`)
    const wait = () => wim.ask('GET', `/api/plans/${planId}/parts?after=${tag}&wait=20000`)
    const answers: Answer[] = []
    const waiting = Array.from({ length: limits.partsWaitingPerPerson.max + 1 }, async () =>
      answers.push(await wait()),
    )
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(answers.map(({ status }) => status)).toEqual([429])
    while (answers.length < waiting.length) {
      test.clock.advance(500)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(
      limits.partsWaitingPerPerson.max,
    )
  })
})

describe('letters to people who did not ask for them', () => {
  let peer: SmtpPeer
  let test: TestInstallation
  beforeEach(async () => {
    peer = await SmtpPeer.start()
    test = await TestInstallation.open(peer.environment, silentLogger)
  })
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  const invite = async (who: Person, planId: string, email: string) =>
    (
      await who.post<{ isMailed: boolean; url: string }>(`/api/plans/${planId}/invites`, {
        role: 'reader',
        email,
      })
    ).isMailed

  it('an outsider gets a few, whoever writes them and whatever was restarted; the link is there all the same (limit inviteLettersToOneAddress)', async () => {
    const [els, noor] = [await test.person('Els'), await test.person('Noor')]
    const [ofEls, ofNoor] = [await els.createPlan(), await noor.createPlan()]
    const mailed: boolean[] = []
    for (let n = 0; n < limits.inviteLettersToOneAddress.max; n++)
      mailed.push(await invite(els, ofEls, 'buiten@elders.nl'))
    expect(mailed).not.toContain(false)
    expect(await invite(els, ofEls, 'buiten@elders.nl')).toBe(false)
    expect(await invite(noor, ofNoor, 'Buiten@Elders.nl')).toBe(false)
    expect(await invite(noor, ofNoor, 'iemand@elders.nl')).toBe(true)
    test = await test.restart(peer.environment)
    expect(await invite(noor.via(test), ofNoor, 'buiten@elders.nl')).toBe(false)
    test.clock.advance(24 * 60 * 60_000)
    expect(await invite(noor.via(test), ofNoor, 'buiten@elders.nl')).toBe(true)
  })

  it('nobody mails a whole city (limit inviteLettersPerDay)', async () => {
    const els = await test.person('Els')
    const planId = await els.createPlan()
    for (let n = 0; n < limits.inviteLettersPerDay.max; n++)
      expect(await invite(els, planId, `persoon-${n}@elders.nl`)).toBe(true)
    expect(await invite(els, planId, 'nog-een@elders.nl')).toBe(false)
  })

  it('says what the sender chose as a quotation, without a link', async () => {
    const els = await test.person('Els')
    await els.ask('PATCH', '/api/me', { body: { name: 'Belastingdienst www.betaal.nl' } })
    const planId = await els.createPlan({
      ...smallPlan,
      values: {
        ...smallPlan.values,
        wijk: `U heeft gewonnen: https://kwaad.nl/${'a'.repeat(300)}`,
      },
    })
    expect(await invite(els, planId, 'buiten@elders.nl')).toBe(true)
    const [letter] = peer.taken()
    expect(letter?.subject).toMatch(/^“Belastingdienst www\. betaal\. nl” nodigt u uit voor “.*…”$/)
    expect(letter?.subject?.length).toBeLessThanOrEqual(2 * limits.nameInLetter.max + 30)
    const links = letter?.text?.match(/\S*:\/\/\S*|\bwww\.\S+|kwaad\.nl\S*/g)
    expect(links).toEqual([expect.stringContaining('/invite?token=')])
  })

  it('a member is not buried in letters about plans (limit lettersPerDay)', async () => {
    const [els, noor] = [await test.person('Els'), await test.person('Noor')]
    const planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'editor'))
    const noorId = await noor.userId()
    for (let n = 0; n <= limits.lettersPerDay.max; n++) {
      await els.post(`/api/plans/${planId}/threads`, {
        target: { kind: 'plan' },
        body: `Vraag ${n}`,
        mentions: [noorId],
      })
      await test.pass(5 * 60_000)
    }
    expect(peer.taken()).toHaveLength(limits.lettersPerDay.max)
    expect((await test.visitor().ask<string>('GET', '/metrics')).body).toContain(
      'wijktafel_limited_total{limit="lettersPerDay"} 1\n',
    )
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { delayMs } from '#server/mail/outbox.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

const minute = 60_000
const hour = 60 * minute

describe('the outbox and a mail server of any manners', () => {
  let peer: SmtpPeer
  let test: TestInstallation
  let els: Person
  let people: Person[]
  let planId: string
  beforeEach(async () => {
    peer = await SmtpPeer.start()
    test = await TestInstallation.open(peer.environment)
    els = await test.person('Els')
    planId = await els.createPlan()
    people = [await join('Noor'), await join('Wim')]
  })
  afterEach(async () => {
    await test.close()
    await peer.stop()
  })

  async function join(name: string): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await els.invite(planId, 'editor'))
    return person
  }
  const name = async (...named: Person[]) => {
    const mentions = await Promise.all(named.map((person) => person.userId()))
    await els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Kijk je mee?',
      mentions,
    })
  }
  const rows = () =>
    test.db.selectFrom('outbox').selectAll().orderBy('created_at').orderBy('id').execute()
  const metrics = async () => (await test.visitor().ask<string>('GET', '/metrics')).body

  it('the delays double, up to an hour, and are never less than half', () => {
    expect([1, 2, 3, 7, 8, 50].map((attempt) => delayMs(attempt, 1))).toEqual([
      30_000,
      minute,
      2 * minute,
      32 * minute,
      hour,
      hour,
    ])
    expect(delayMs(1, 0)).toBe(15_000)
  })

  it('a soft refusal is tried again, later and later, and others go on', async () => {
    await name(people[0] as Person)
    peer.manner = 'softly refuses'
    await test.pass(5 * minute)
    expect(await rows()).toMatchObject([
      {
        state: 'waiting',
        attempts: 1,
        claimed_until: null,
        reason: 'EENVELOPE RCPT TO 452 4.2.2 <…> mailbox full',
      },
    ])
    // Half a minute after the first attempt, of which `pass` spends more on PostgreSQL.
    await test.pass(isOnPostgres ? 5_000 : 15_000)
    expect(peer.attempts).toBe(1)
    await test.pass(5_000)
    expect(peer.attempts).toBe(2)
    expect(await metrics()).toContain('wijktafel_mail_outbox{state="retried"} 1')
    peer.manner = 'takes'
    await name(people[1] as Person)
    await test.pass(5 * minute)
    expect(peer.taken()).toHaveLength(2)
    expect(await rows()).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
    expect(await metrics()).toContain('wijktafel_mail_letters_total{outcome="postponed"} 2')
  })

  it('a mailbox that is not there is given up at once, with a reason that names nobody', async () => {
    await name(people[0] as Person)
    peer.manner = 'refuses the person'
    await test.pass(5 * minute)
    expect(await rows()).toMatchObject([
      { state: 'failed', attempts: 1, reason: 'EENVELOPE RCPT TO 550 5.1.1 <…> no such user' },
    ])
    expect(await metrics()).toContain('wijktafel_mail_outbox{state="failed"} 1')
    peer.manner = 'takes'
    await test.pass(hour)
    expect(peer.taken()).toEqual([])
  })

  it('a server that refuses the sender is a wrong setting: nothing is thrown away, and not every letter is tried on it', async () => {
    await name(...people)
    peer.manner = 'refuses the sender'
    await test.pass(5 * minute)
    expect(peer.attempts).toBe(1)
    expect((await rows()).map((row) => row.state)).toEqual(['waiting', 'waiting'])
    peer.manner = 'takes'
    await test.pass(2 * minute)
    expect(peer.taken()).toHaveLength(2)
  })

  it('a server that hangs blocks no request, and the letter comes when it is mended', async () => {
    await name(people[0] as Person)
    peer.manner = 'hangs'
    test.clock.advance(5 * minute)
    while (peer.attempts === 0) await new Promise((resolve) => setImmediate(resolve))
    // The round waits for the mail server, but requests of users do not.
    expect((await els.ask('GET', `/api/plans/${planId}/threads`)).status).toBe(200)
    await name(people[1] as Person)
    await Promise.all(test.installation.background.map((work) => work.idle()))
    expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1 })
    peer.manner = 'is slow'
    await test.pass(6 * minute)
    expect(peer.taken()).toHaveLength(2)
  })

  it('a letter whose acceptance was never heard keeps its name, so that a second one is known for what it is', async () => {
    await name(people[0] as Person)
    peer.manner = 'takes and dies'
    await test.pass(5 * minute)
    peer.manner = 'takes'
    await test.pass(minute)
    const ids = peer.taken().map((mail) => mail.messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('a waiting letter survives a restart, and a sent one is not sent again', async () => {
    await name(people[0] as Person)
    await test.pass(5 * minute)
    expect(peer.taken()).toHaveLength(1)
    await name(people[1] as Person)
    test = await test.restart(peer.environment)
    await test.pass(4 * minute)
    expect(peer.taken()).toEqual([])
    await test.pass(minute)
    expect(peer.taken().map((mail) => [mail.to].flat()[0]?.text)).toEqual(['wim@voorbeeld.nl'])
    await test.pass(hour)
    expect(peer.taken()).toEqual([])
  })

  it('a process that died while sending is waited for, and then its letter goes', async () => {
    await name(people[0] as Person)
    test.clock.advance(6 * minute)
    // The state after a kill -9: claimed, but never finished.
    await Promise.all(test.installation.background.map((work) => work.stop()))
    await test.db
      .updateTable('outbox')
      .set({
        state: 'waiting',
        attempts: 1,
        claimed_until: test.clock.now() + 2 * minute,
        ended_at: null,
      })
      .execute()
    peer.taken()
    test = await test.restart(peer.environment)
    await test.pass(minute)
    expect(peer.taken()).toEqual([])
    await test.pass(minute)
    expect(peer.taken()).toHaveLength(1)
  })

  it('two processes on one database send each letter once', async () => {
    await name(...people)
    const other = await test.beside(peer.environment)
    test.clock.advance(5 * minute)
    for (const one of [test, other])
      await Promise.all(one.installation.background.map((work) => work.idle()))
    test.clock.advance(5000)
    for (const one of [test, other])
      await Promise.all(one.installation.background.map((work) => work.idle()))
    expect(peer.taken()).toHaveLength(2)
    await other.installation.close()
  })

  it('a stop lets the letter that is going out arrive, and begins no other', async () => {
    await name(...people)
    peer.manner = 'is slow'
    test.clock.advance(5 * minute)
    while (peer.attempts === 0) await new Promise((resolve) => setImmediate(resolve))
    test = await test.restart(peer.environment)
    expect(peer.taken()).toHaveLength(1)
    expect((await rows()).map((row) => row.state).toSorted()).toEqual(['sent', 'waiting'])
    await test.pass(0)
    expect(peer.taken()).toHaveLength(1)
  })
})

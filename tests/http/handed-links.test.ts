import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Me, Notice } from '#shared/api/me.ts'
import { limits } from '#shared/limits.ts'
import { type HandedLink, openHandedLink } from './handed-link.ts'
import { type Person, tokenOf } from './installation.ts'

const day = 24 * 60 * 60 * 1000

describe('a sign-in link that someone hands over', () => {
  let its: HandedLink
  beforeEach(async () => {
    its = await openHandedLink()
  })
  afterEach(() => its.test.close())
  const noticesOf = async (who: Person) =>
    (await who.get<{ notices: Notice[] }>('/api/me/notices')).notices
  const statusOf = async (who: Person) => (await who.ask('GET', '/api/me')).status

  it('lets a member without mail back in, as someone who was let in by that coordinator', async () => {
    const answer = await its.els.ask<{ url: string; expiresAt: string }>('POST', its.linkPath())
    expect(answer).toMatchObject({
      status: 201,
      body: { person: { id: its.noorId, name: 'Noor' } },
    })
    expect(Date.parse(answer.body.expiresAt)).toBe(its.test.clock.now() + day)
    const back = await its.through(answer.body.url)
    expect(await back.get<Me>('/api/me')).toMatchObject({
      id: its.noorId,
      startedBy: { method: 'handed', by: { id: await its.els.userId(), name: 'Els' } },
      reach: 'plans-of-hander',
    })
    expect(await back.get(`/api/plans/${its.planId}`)).toMatchObject({ role: 'editor' })
  })

  it('says whose it is and who gave it, to whoever holds it, without being used', async () => {
    const url = await its.els.signInLinkFor(its.planId, its.noorId)
    const look = () => its.test.visitor().ask('GET', `/api/sign-in/${tokenOf(url)}`)
    for (let n = 0; n < 2; n++)
      expect((await look()).body).toEqual({
        handed: {
          person: { name: 'Noor', email: 'noor@voorbeeld.nl' },
          by: 'Els',
          planTitle: expect.stringContaining('Kraaienveen'),
        },
        expiresAt: new Date(its.test.clock.now() + day).toISOString(),
      })
    await its.through(url)
    expect((await look()).status).toBe(410)
    const person = { email: 'noor@voorbeeld.nl', name: 'Noor', isAdmin: false }
    const own = await its.test.installation.links.forPerson(person)
    expect(
      (await its.test.visitor().ask('GET', `/api/sign-in/${tokenOf(own)}`)).body,
    ).toMatchObject({
      handed: null,
    })
  })

  it('is for a member: not for a stranger, and no more for someone who was taken out', async () => {
    const ian = await its.test.person('Ian')
    expect(await its.els.refusal('POST', its.linkPath(its.planId, await ian.userId()))).toBe(
      '404 member-not-found',
    )
    const url = await its.els.signInLinkFor(its.planId, its.noorId)
    await its.els.ask('DELETE', `/api/plans/${its.planId}/members/${its.noorId}`)
    expect(
      await its.test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(url) } }),
    ).toBe('410 link-invalid')
  })

  it('works once, for a day, and only the last one that a coordinator made', async () => {
    const [first, second] = [
      await its.els.signInLinkFor(its.planId, its.noorId),
      await its.els.signInLinkFor(its.planId, its.noorId),
    ]
    const use = (url: string) =>
      its.test.visitor().ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    expect((await use(first)).status).toBe(410)
    expect([(await use(second)).status, (await use(second)).status]).toEqual([200, 410])
    const third = await its.els.signInLinkFor(its.planId, its.noorId)
    its.test.clock.advance(day)
    expect((await use(third)).status).toBe(410)
  })

  it('ends the other sessions that were handed over, and no session that the person began themself', async () => {
    const tablet = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    const phone = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect([await statusOf(tablet), await statusOf(phone), await statusOf(its.noor)]).toEqual([
      401, 200, 200,
    ])
    const newcomer = its.test.visitor()
    await newcomer.accept(await its.els.invite(its.planId, 'editor'), {
      name: 'Wim',
      email: 'wim@voorbeeld.nl',
    })
    await its.through(await its.els.signInLinkFor(its.planId, await newcomer.userId()))
    expect(await statusOf(newcomer)).toBe(401)
  })

  it('tells the person at their next visit, and is not told away by anyone who used it', async () => {
    const asNoor = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect(await noticesOf(asNoor)).toEqual([])
    const [notice] = await noticesOf(its.noor)
    expect(notice).toMatchObject({ by: { name: 'Els' }, plan: { id: its.planId } })
    const read = `/api/me/notices/${notice?.id}/read`
    expect(await asNoor.refusal('POST', read)).toBe('404 not-found')
    expect(await its.els.refusal('POST', read)).toBe('404 not-found')
    expect((await its.noor.ask('POST', read)).status).toBe(200)
    expect(await noticesOf(its.noor)).toEqual([])
    // A second link used by the same coordinator reports the first one, and leaves itself to be reported.
    const again = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect(await statusOf(again)).toBe(401)
    expect(await noticesOf(its.noor)).toHaveLength(2)
  })

  it('tells of another’s plan to that person alone, and is told away by no coordinator who has no part in it', async () => {
    const ian = await its.test.person('Ian')
    const elsewhere = await ian.createPlan()
    await its.noor.accept(await ian.invite(elsewhere, 'editor'))
    await its.through(await ian.signInLinkFor(elsewhere, its.noorId))
    const [notice] = await noticesOf(its.noor)
    expect(notice).toMatchObject({ by: { name: 'Ian' }, plan: { id: elsewhere } })

    const asNoor = await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    expect(await noticesOf(asNoor)).toEqual([])
    expect(await asNoor.refusal('POST', `/api/me/notices/${notice?.id}/read`)).toBe('404 not-found')
    expect(await noticesOf(its.noor)).toHaveLength(2)
  })

  it('stands in the trail of the plan, when it is made and when it is used', async () => {
    await its.through(await its.els.signInLinkFor(its.planId, its.noorId))
    const { lines } = await its.els.get<{ lines: AuditLine[] }>(
      `/api/plans/${its.planId}/audit?kind=people`,
    )
    const told = lines.map((line) => `${line.actor?.name} ${line.text}`)
    expect(told).toContain('Els maakte een inloglink voor Noor, om door te geven')
    expect(told).toContain('Noor logde in met een link die Els doorgaf')
  })

  it('is not made by the hundred (limit handedLinks)', async () => {
    let last = 0
    for (let n = 0; n <= limits.handedLinks.burst; n++)
      last = (await its.els.ask('POST', its.linkPath())).status
    expect(last).toBe(429)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountDetails } from '#shared/api/administration.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Inbox } from '#shared/api/inbox.ts'
import type { Me, Notice } from '#shared/api/me.ts'
import { smallPlan } from './installation.ts'
import { openTwoAccounts, type TwoAccounts } from './two-accounts.ts'

describe('two accounts of one person', () => {
  let two: TwoAccounts
  beforeEach(async () => {
    two = await openTwoAccounts()
  })
  afterEach(() => two.test.close())

  it('are shown to both without the whole address, and nothing happens until both confirm', async () => {
    const planId = await two.plan('editor', two.oud)
    const merge = await two.propose()
    expect(await two.mergesOf(two.noor)).toMatchObject([
      {
        isKept: true,
        otherEmail: 'n…@thuis.nl',
        closed: { name: 'Noor Oud', hasConfirmed: false },
      },
    ])
    expect(await two.mergesOf(two.oud)).toMatchObject([
      { isKept: false, otherEmail: 'n…@praktijk.nl' },
    ])
    expect(await two.mergesOf(two.els)).toEqual([])
    expect(await two.confirm(two.noor, merge)).toEqual({ isMerged: false })
    // Once more by the same one is still one.
    expect(await two.confirm(two.noor, merge)).toEqual({ isMerged: false })
    expect(await two.noor.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect(await two.confirm(two.oud, merge)).toEqual({ isMerged: true })
    expect(await two.noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    expect((await two.oud.ask('GET', '/api/me')).status).toBe(401)
    expect(await two.refusalOf(two.noor, merge)).toBe('410 merge-over')
  })

  it('keep the stronger role, and its parts and discipline; no plan is left without a coordinator', async () => {
    const own = await two.oud.createPlan()
    const stronger = await two.plan('coordinator', two.oud)
    await two.noor.accept(await two.els.invite(stronger, 'reader'))
    const weaker = await two.plan('reader', two.oud)
    await two.noor.accept(await two.els.invite(weaker, 'editor'))
    await two.merge()
    expect(await two.noor.get(`/api/plans/${own}`)).toMatchObject({ role: 'coordinator' })
    expect(await two.noor.get(`/api/plans/${stronger}`)).toMatchObject({ role: 'coordinator' })
    expect(await two.noor.get(`/api/plans/${weaker}`)).toMatchObject({ role: 'editor' })
    const names = (await two.membersOf(weaker)).map(({ name }) => name)
    expect(names.sort()).toEqual(['Els', 'Noor'])
  })

  it('do not gain a right that neither had: parts with a stronger role stay parts', async () => {
    const planId = await two.plan('reader', two.oud)
    const { url } = await two.els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    await two.noor.accept(url)
    await two.merge()
    expect((await two.membersOf(planId)).find(({ name }) => name === 'Noor')).toMatchObject({
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
  })

  it('keep who wrote what under the name it had, and the person may change it', async () => {
    const planId = await two.plan('editor', two.oud)
    const { id } = await two.oud.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Van mijn oude account',
    })
    await two.merge()
    const read = async () =>
      (await two.noor.get<{ threads: Thread[] }>(`/api/plans/${planId}/threads`)).threads[0]
    expect((await read())?.comments).toMatchObject([
      { author: { id: await two.noor.userId(), name: 'Noor Oud' } },
    ])
    const commentId = (await read())?.comments[0]?.id ?? ''
    expect(
      (
        await two.noor.ask('PATCH', `/api/threads/${id}/comments/${commentId}`, {
          body: { body: 'Verbeterd' },
        })
      ).status,
    ).toBe(200)
    const { lines } = await two.els.get<{ lines: AuditLine[] }>(`/api/plans/${planId}/audit`)
    const told = lines.map(({ actor, text }) => `${actor?.name} ${text}`)
    expect(told).toContain('Noor Oud begon een reactie')
    expect(told).toContain(
      'Noor voegde twee accounts van één persoon samen: Noor Oud gaat verder als Noor',
    )
    expect(await two.els.get(`/api/plans/${planId}/audit/chain`)).toMatchObject({ fault: null })
  })

  it('are asked what either was asked, once, and a mention of the old account counts', async () => {
    const planId = await two.plan('editor', two.oud)
    await two.els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Klopt dit?',
      mentions: [await two.oud.userId()],
    })
    await two.merge()
    const inbox = () => two.noor.get<Inbox>('/api/me/inbox')
    expect((await inbox()).items).toMatchObject([{ kind: 'mention', planId }])
    // Judged again at the next change of the plan.
    await two.els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Iets anders',
    })
    const [item] = (await inbox()).items
    const threadId = new URL(item?.url ?? '', 'http://x').searchParams.get('reactie') ?? ''
    await two.noor.post(`/api/threads/${threadId}/comments`, { body: 'Ja' })
    expect((await inbox()).items).toEqual([])
  })

  it('keep both addresses as a way in, and an invitation to either is for this person', async () => {
    await two.merge()
    const planId = await two.els.createPlan()
    expect(
      (await two.noor.accept(await two.els.invite(planId, 'reader', 'noor@thuis.nl'))).status,
    ).toBe(200)
    const again = two.test.visitor()
    await again.signIn(
      await two.test.installation.links.forPerson({
        email: 'noor@thuis.nl',
        name: 'Iemand',
        isAdmin: false,
      }),
    )
    expect(await again.get<Me>('/api/me')).toMatchObject({
      name: 'Noor',
      email: 'noor@praktijk.nl',
    })
    const details = await two.bas.get<AccountDetails>(
      `/api/admin/people/${await two.noor.userId()}`,
    )
    expect(details).toMatchObject({ merge: null, merged: [{ name: 'Noor Oud' }] })
    const people = await two.bas.get<{ total: number }>('/api/admin/people')
    expect(people.total).toBe(3)
  })

  it('are told afterwards, until they have seen it', async () => {
    await two.merge()
    const notices = async () =>
      (await two.noor.get<{ notices: Notice[] }>('/api/me/notices')).notices
    const [notice] = await notices()
    expect(notice).toMatchObject({
      kind: 'accounts-merged',
      other: { name: 'Noor Oud' },
      by: { name: 'Bas' },
    })
    await two.noor.post(`/api/me/notices/${notice?.id}/read`)
    expect(await notices()).toEqual([])
  })

  it('keep the mandates, and the link with a person of the plan with its maker', async () => {
    const planId = await two.els.createPlan({
      ...smallPlan,
      tables: { people: [{ id: 'p1', name: 'Noor van der Lindeweide' }] },
    })
    await two.oud.accept(await two.els.invite(planId, 'editor'))
    const oldId = await two.oud.userId()
    const linked = await two.els.ask('PATCH', `/api/plans/${planId}/members/${oldId}/person`, {
      body: { rowId: 'p1' },
    })
    expect(linked.status).toBe(200)
    await two.els.post(`/api/plans/${planId}/mandates`, {
      seat: 'huisartsenzorg',
      userId: oldId,
      kind: 'holder',
    })
    await two.merge()
    const { seats } = await two.els.get<Agreement>(`/api/plans/${planId}/agreement`)
    expect(seats.find(({ id }) => id === 'huisartsenzorg')?.mandates).toMatchObject([
      { user: { name: 'Noor' }, kind: 'holder' },
    ])
    expect((await two.membersOf(planId)).find(({ name }) => name === 'Noor')).toMatchObject({
      person: { rowId: 'p1', isSelfLinked: false, linkedBy: { name: 'Els' } },
    })
  })

  it('are forgotten and exported together', async () => {
    const planId = await two.plan('editor', two.oud)
    await two.oud.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Hallo' })
    await two.merge()
    const data = await two.noor.post<{
      records: Record<string, { body?: string; name?: string }[]>
    }>('/api/me/export')
    expect(data.records['comments']).toMatchObject([{ body: 'Hallo' }])
    expect(data.records['user']?.map(({ name }) => name).sort()).toEqual(['Noor', 'Noor Oud'])
    await two.bas.post(`/api/admin/people/${await two.noor.userId()}/forget`, { name: 'Noor' })
    const names = await two.test.db.selectFrom('user').select('name').execute()
    expect(names.map(({ name }) => name).filter((name) => name.startsWith('Noor'))).toEqual([])
  })
})

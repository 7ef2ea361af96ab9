import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeProposalMs } from '#server/auth/merging/merge-proposals.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Inbox } from '#shared/api/inbox.ts'
import type { Me, Notice } from '#shared/api/me.ts'
import type { Member } from '#shared/api/members.ts'
import type { OwnMerge } from '#shared/api/merges.ts'
import { limits } from '#shared/limits.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

describe('two accounts of one person', () => {
  let test: TestInstallation
  /** Administrator. */
  let bas: Person
  let els: Person
  /** The account that stays, and the other one of the same person. */
  let noor: Person
  let oud: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    bas = await test.person('Bas', { isAdmin: true })
    els = await test.person('Els')
    noor = await test.person('Noor', { email: 'noor@praktijk.nl' })
    oud = await test.person('Noor Oud', { email: 'noor@thuis.nl' })
  })
  afterEach(() => test.close())

  const proposePath = async (who: Person) => `/api/admin/people/${await who.userId()}/merge`
  const propose = async (kept = noor, email = 'noor@thuis.nl') =>
    bas.post<{ id: string }>(await proposePath(kept), { email })
  const mergesOf = async (who: Person) =>
    (await who.get<{ merges: OwnMerge[] }>('/api/me/merges')).merges
  const confirm = (who: Person, { id }: { id: string }) =>
    who.post<{ isMerged: boolean }>(`/api/me/merges/${id}/confirm`)
  const refusalOf = (who: Person, { id }: { id: string }) =>
    who.refusal('POST', `/api/me/merges/${id}/confirm`)
  const membersOf = async (planId: string, who = els) =>
    (await who.get<{ members: Member[] }>(`/api/plans/${planId}/members`)).members
  async function merge(): Promise<void> {
    const merge = await propose()
    await confirm(oud, merge)
    expect(await confirm(noor, merge)).toEqual({ isMerged: true })
  }
  async function plan(role: 'editor' | 'reader' | 'coordinator', who: Person): Promise<string> {
    const planId = await els.createPlan()
    await who.accept(await els.invite(planId, role))
    return planId
  }

  it('are shown to both without the whole address, and nothing happens until both confirm', async () => {
    const planId = await plan('editor', oud)
    const merge = await propose()
    expect(await mergesOf(noor)).toMatchObject([
      {
        isKept: true,
        otherEmail: 'n…@thuis.nl',
        closed: { name: 'Noor Oud', hasConfirmed: false },
      },
    ])
    expect(await mergesOf(oud)).toMatchObject([{ isKept: false, otherEmail: 'n…@praktijk.nl' }])
    expect(await mergesOf(els)).toEqual([])
    expect(await confirm(noor, merge)).toEqual({ isMerged: false })
    // Once more by the same one is still one.
    expect(await confirm(noor, merge)).toEqual({ isMerged: false })
    expect(await noor.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect(await confirm(oud, merge)).toEqual({ isMerged: true })
    expect(await noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    expect((await oud.ask('GET', '/api/me')).status).toBe(401)
    expect(await refusalOf(noor, merge)).toBe('410 merge-over')
  })

  it('keep the stronger role, and its parts and discipline; no plan is left without a coordinator', async () => {
    const own = await oud.createPlan()
    const stronger = await plan('coordinator', oud)
    await noor.accept(await els.invite(stronger, 'reader'))
    const weaker = await plan('reader', oud)
    await noor.accept(await els.invite(weaker, 'editor'))
    await merge()
    expect(await noor.get(`/api/plans/${own}`)).toMatchObject({ role: 'coordinator' })
    expect(await noor.get(`/api/plans/${stronger}`)).toMatchObject({ role: 'coordinator' })
    expect(await noor.get(`/api/plans/${weaker}`)).toMatchObject({ role: 'editor' })
    const names = (await membersOf(weaker)).map(({ name }) => name)
    expect(names.sort()).toEqual(['Els', 'Noor'])
  })

  it('do not gain a right that neither had: parts with a stronger role stay parts', async () => {
    const planId = await plan('reader', oud)
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    await noor.accept(url)
    await merge()
    expect((await membersOf(planId)).find(({ name }) => name === 'Noor')).toMatchObject({
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
  })

  it('keep who wrote what under the name it had, and the person may change it', async () => {
    const planId = await plan('editor', oud)
    const { id } = await oud.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Van mijn oude account',
    })
    await merge()
    const read = async () =>
      (await noor.get<{ threads: Thread[] }>(`/api/plans/${planId}/threads`)).threads[0]
    expect((await read())?.comments).toMatchObject([
      { author: { id: await noor.userId(), name: 'Noor Oud' } },
    ])
    const commentId = (await read())?.comments[0]?.id ?? ''
    expect(
      (
        await noor.ask('PATCH', `/api/threads/${id}/comments/${commentId}`, {
          body: { body: 'Verbeterd' },
        })
      ).status,
    ).toBe(200)
    const { lines } = await els.get<{ lines: AuditLine[] }>(`/api/plans/${planId}/audit`)
    const told = lines.map(({ actor, text }) => `${actor?.name} ${text}`)
    expect(told).toContain('Noor Oud begon een reactie')
    expect(told).toContain(
      'Noor voegde twee accounts van één persoon samen: Noor Oud gaat verder als Noor',
    )
    expect(await els.get(`/api/plans/${planId}/audit/chain`)).toMatchObject({ fault: null })
  })

  it('are asked what either was asked, once, and a mention of the old account counts', async () => {
    const planId = await plan('editor', oud)
    await els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Klopt dit?',
      mentions: [await oud.userId()],
    })
    await merge()
    const inbox = () => noor.get<Inbox>('/api/me/inbox')
    expect((await inbox()).items).toMatchObject([{ kind: 'mention', planId }])
    // Judged again at the next change of the plan.
    await els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Iets anders',
    })
    const [item] = (await inbox()).items
    const threadId = new URL(item?.url ?? '', 'http://x').searchParams.get('reactie') ?? ''
    await noor.post(`/api/threads/${threadId}/comments`, { body: 'Ja' })
    expect((await inbox()).items).toEqual([])
  })

  it('keep both addresses as a way in, and an invitation to either is for this person', async () => {
    await merge()
    const planId = await els.createPlan()
    expect((await noor.accept(await els.invite(planId, 'reader', 'noor@thuis.nl'))).status).toBe(
      200,
    )
    const again = test.visitor()
    await again.signIn(
      await test.installation.links.forPerson({
        email: 'noor@thuis.nl',
        name: 'Iemand',
        isAdmin: false,
      }),
    )
    expect(await again.get<Me>('/api/me')).toMatchObject({
      name: 'Noor',
      email: 'noor@praktijk.nl',
    })
    const details = await bas.get<AccountDetails>(`/api/admin/people/${await noor.userId()}`)
    expect(details).toMatchObject({ merge: null, merged: [{ name: 'Noor Oud' }] })
    const people = await bas.get<{ total: number }>('/api/admin/people')
    expect(people.total).toBe(3)
  })

  it('are told afterwards, until they have seen it', async () => {
    await merge()
    const notices = async () => (await noor.get<{ notices: Notice[] }>('/api/me/notices')).notices
    const [notice] = await notices()
    expect(notice).toMatchObject({
      kind: 'accounts-merged',
      other: { name: 'Noor Oud' },
      by: { name: 'Bas' },
    })
    await noor.post(`/api/me/notices/${notice?.id}/read`)
    expect(await notices()).toEqual([])
  })

  it('keep the mandates, and the link with a person of the plan with its maker', async () => {
    const planId = await els.createPlan({
      ...smallPlan,
      tables: { people: [{ id: 'p1', name: 'Noor van der Lindeweide' }] },
    })
    await oud.accept(await els.invite(planId, 'editor'))
    const oldId = await oud.userId()
    const linked = await els.ask('PATCH', `/api/plans/${planId}/members/${oldId}/person`, {
      body: { rowId: 'p1' },
    })
    expect(linked.status).toBe(200)
    await els.post(`/api/plans/${planId}/mandates`, {
      seat: 'huisartsenzorg',
      userId: oldId,
      kind: 'holder',
    })
    await merge()
    const { seats } = await els.get<Agreement>(`/api/plans/${planId}/agreement`)
    expect(seats.find(({ id }) => id === 'huisartsenzorg')?.mandates).toMatchObject([
      { user: { name: 'Noor' }, kind: 'holder' },
    ])
    expect((await membersOf(planId)).find(({ name }) => name === 'Noor')).toMatchObject({
      person: { rowId: 'p1', isSelfLinked: false, linkedBy: { name: 'Els' } },
    })
  })

  it('refuses the same account, administrators, a stranger, and a second proposal', async () => {
    const path = await proposePath(noor)
    const refusal = (email: string, at = path) => bas.refusal('POST', at, { body: { email } })
    expect(await refusal('noor@praktijk.nl')).toBe('422 invalid-values')
    expect(await refusal('bas@voorbeeld.nl')).toBe('409 merge-admin')
    expect(await refusal('noor@thuis.nl', await proposePath(bas))).toBe('409 merge-admin')
    expect(await refusal('niemand@voorbeeld.nl')).toBe('404 person-not-found')
    await propose()
    expect(await refusal('els@voorbeeld.nl')).toBe('409 merge-open')
    expect(await refusal('noor@thuis.nl', await proposePath(els))).toBe('409 merge-open')
    const { merge } = await bas.get<AccountDetails>(`/api/admin/people/${await oud.userId()}`)
    expect((await bas.ask('DELETE', `/api/admin/merges/${merge?.id}`)).status).toBe(200)
    expect(await refusalOf(noor, merge ?? { id: '' })).toBe('410 merge-over')
    await propose()
  })

  it('refuses an unproven account that would take over a proven one', async () => {
    const planId = await els.createPlan()
    const claim = test.visitor()
    await claim.accept(await els.invite(planId, 'editor'), { name: 'Nieuw', email: 'n@elders.nl' })
    const path = await proposePath(claim)
    expect(await bas.refusal('POST', path, { body: { email: 'noor@praktijk.nl' } })).toBe(
      '409 merge-unproven',
    )
    // The other way round: the plans come along, the unproven address does not.
    const merge = await propose(noor, 'n@elders.nl')
    await confirm(claim, merge)
    await confirm(noor, merge)
    expect(await noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    const stranger = await test.person('Nico', { email: 'n@elders.nl' })
    expect(await stranger.get<Me>('/api/me')).toMatchObject({ name: 'Nico' })
  })

  it('ends when it expires, is declined, or when one of both is forgotten', async () => {
    const expired = await propose()
    await confirm(noor, expired)
    test.clock.advance(mergeProposalMs)
    noor = await test.person('Noor', { email: 'noor@praktijk.nl' })
    oud = await test.person('Noor Oud', { email: 'noor@thuis.nl' })
    bas = await test.person('Bas', { isAdmin: true })
    expect(await refusalOf(oud, expired)).toBe('410 merge-over')
    const declined = await propose()
    await confirm(noor, declined)
    await oud.post(`/api/me/merges/${declined.id}/decline`)
    expect(await refusalOf(oud, declined)).toBe('410 merge-over')
    expect(await els.refusal('POST', `/api/me/merges/${declined.id}/decline`)).toBe(
      '401 not-signed-in',
    )
    const forgotten = await propose()
    await confirm(noor, forgotten)
    await bas.post(`/api/admin/people/${await oud.userId()}/forget`, { name: 'Noor Oud' })
    expect(await refusalOf(noor, forgotten)).toBe('410 merge-over')
  })

  it('does not take the word of somebody who handed themself a link', async () => {
    const planId = await plan('editor', oud)
    const other = await oud.createPlan()
    const merge = await propose()
    await confirm(noor, merge)
    const asOud = test.visitor()
    await asOud.signIn(
      (await bas.post<{ url: string }>('/api/admin/sign-in-links', { email: 'noor@thuis.nl' })).url,
    )
    expect(await refusalOf(asOud, merge)).toBe('403 merge-handed')
    // Not all plans of the account are of this coordinator.
    const byEls = test.visitor()
    await byEls.signIn(await els.signInLinkFor(planId, await oud.userId()))
    expect(await refusalOf(byEls, merge)).toBe('403 merge-handed')
    await els.accept(await oud.invite(other, 'coordinator'))
    expect(await confirm(byEls, merge)).toEqual({ isMerged: true })
    expect(await noor.get(`/api/plans/${other}`)).toMatchObject({ role: 'coordinator' })
    // Els confirmed in the name of the other account, so its address opens nothing of Noor's.
    const owner = await test.person('Wie dan ook', { email: 'noor@thuis.nl' })
    expect(await owner.get<Me>('/api/me')).toMatchObject({ name: 'Wie dan ook' })
    expect(await owner.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
  })

  it('does not let the coordinator who vouches be the account that gains', async () => {
    const planId = await plan('editor', oud)
    const merge = await propose(els)
    await confirm(els, merge)
    const byEls = test.visitor()
    await byEls.signIn(await els.signInLinkFor(planId, await oud.userId()))
    expect(await refusalOf(byEls, merge)).toBe('403 merge-handed')
  })

  it('are forgotten and exported together', async () => {
    const planId = await plan('editor', oud)
    await oud.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Hallo' })
    await merge()
    const data = await noor.post<{ records: Record<string, { body?: string; name?: string }[]> }>(
      '/api/me/export',
    )
    expect(data.records['comments']).toMatchObject([{ body: 'Hallo' }])
    expect(data.records['user']?.map(({ name }) => name).sort()).toEqual(['Noor', 'Noor Oud'])
    await bas.post(`/api/admin/people/${await noor.userId()}/forget`, { name: 'Noor' })
    const names = await test.db.selectFrom('user').select('name').execute()
    expect(names.map(({ name }) => name).filter((name) => name.startsWith('Noor'))).toEqual([])
  })

  it('happens once when both confirm in the same moment', async () => {
    const planId = await plan('editor', oud)
    const merge = await propose()
    const answers = await Promise.all([confirm(noor, merge), confirm(oud, merge)])
    expect(answers.filter(({ isMerged }) => isMerged)).toHaveLength(1)
    expect(await noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    expect((await test.events(planId)).filter((event) => event === 'member.removed')).toHaveLength(
      1,
    )
  })

  it('is proposed a bounded number of times (limit mergeProposals)', async () => {
    const path = await proposePath(noor)
    const ask = () => bas.refusal('POST', path, { body: { email: 'niemand@voorbeeld.nl' } })
    for (let n = 0; n < limits.mergeProposals.burst; n++) expect(await ask()).toContain('404')
    expect(await ask()).toBe('429 too-many')
  })
})

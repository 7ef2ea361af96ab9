import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeProposalMs } from '#server/auth/merging/merge-proposals.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import type { Me } from '#shared/api/me.ts'
import { limits } from '#shared/limits.ts'
import { openTwoAccounts, type TwoAccounts } from './two-accounts.ts'

describe('two accounts of one person', () => {
  let two: TwoAccounts
  beforeEach(async () => {
    two = await openTwoAccounts()
  })
  afterEach(() => two.test.close())

  it('refuses the same account, administrators, a stranger, and a second proposal', async () => {
    const path = await two.proposePath(two.noor)
    const refusal = (email: string, at = path) => two.bas.refusal('POST', at, { body: { email } })
    expect(await refusal('noor@praktijk.nl')).toBe('422 invalid-values')
    expect(await refusal('bas@voorbeeld.nl')).toBe('409 merge-admin')
    expect(await refusal('noor@thuis.nl', await two.proposePath(two.bas))).toBe('409 merge-admin')
    expect(await refusal('niemand@voorbeeld.nl')).toBe('404 person-not-found')
    await two.propose()
    expect(await refusal('els@voorbeeld.nl')).toBe('409 merge-open')
    expect(await refusal('noor@thuis.nl', await two.proposePath(two.els))).toBe('409 merge-open')
    const { merge } = await two.bas.get<AccountDetails>(
      `/api/admin/people/${await two.oud.userId()}`,
    )
    expect((await two.bas.ask('DELETE', `/api/admin/merges/${merge?.id}`)).status).toBe(200)
    expect(await two.refusalOf(two.noor, merge ?? { id: '' })).toBe('410 merge-over')
    await two.propose()
  })

  it('refuses an unproven account that would take over a proven one', async () => {
    const planId = await two.els.createPlan()
    const claim = two.test.visitor()
    await claim.accept(await two.els.invite(planId, 'editor'), {
      name: 'Nieuw',
      email: 'n@elders.nl',
    })
    const path = await two.proposePath(claim)
    expect(await two.bas.refusal('POST', path, { body: { email: 'noor@praktijk.nl' } })).toBe(
      '409 merge-unproven',
    )
    // The other way round: the plans come along, the unproven address does not.
    const merge = await two.propose(two.noor, 'n@elders.nl')
    await two.confirm(claim, merge)
    await two.confirm(two.noor, merge)
    expect(await two.noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    const stranger = await two.test.person('Nico', { email: 'n@elders.nl' })
    expect(await stranger.get<Me>('/api/me')).toMatchObject({ name: 'Nico' })
  })

  it('ends when it expires, is declined, or when one of both is forgotten', async () => {
    const expired = await two.propose()
    await two.confirm(two.noor, expired)
    two.test.clock.advance(mergeProposalMs)
    two.noor = await two.test.person('Noor', { email: 'noor@praktijk.nl' })
    two.oud = await two.test.person('Noor Oud', { email: 'noor@thuis.nl' })
    two.bas = await two.test.person('Bas', { isAdmin: true })
    expect(await two.refusalOf(two.oud, expired)).toBe('410 merge-over')
    const declined = await two.propose()
    await two.confirm(two.noor, declined)
    await two.oud.post(`/api/me/merges/${declined.id}/decline`)
    expect(await two.refusalOf(two.oud, declined)).toBe('410 merge-over')
    expect(await two.els.refusal('POST', `/api/me/merges/${declined.id}/decline`)).toBe(
      '401 not-signed-in',
    )
    const forgotten = await two.propose()
    await two.confirm(two.noor, forgotten)
    await two.bas.post(`/api/admin/people/${await two.oud.userId()}/forget`, { name: 'Noor Oud' })
    expect(await two.refusalOf(two.noor, forgotten)).toBe('410 merge-over')
  })

  it('does not take the word of somebody who handed themself a link', async () => {
    const planId = await two.plan('editor', two.oud)
    const other = await two.oud.createPlan()
    const merge = await two.propose()
    await two.confirm(two.noor, merge)
    const asOud = two.test.visitor()
    await asOud.signIn(
      (await two.bas.post<{ url: string }>('/api/admin/sign-in-links', { email: 'noor@thuis.nl' }))
        .url,
    )
    expect(await two.refusalOf(asOud, merge)).toBe('403 merge-handed')
    // Not all plans of the account are of this coordinator.
    const byEls = two.test.visitor()
    await byEls.signIn(await two.els.signInLinkFor(planId, await two.oud.userId()))
    expect(await two.refusalOf(byEls, merge)).toBe('403 merge-handed')
    await two.els.accept(await two.oud.invite(other, 'coordinator'))
    expect(await two.confirm(byEls, merge)).toEqual({ isMerged: true })
    expect(await two.noor.get(`/api/plans/${other}`)).toMatchObject({ role: 'coordinator' })
    // Els confirmed in the name of the other account, so its address opens nothing of Noor's.
    const owner = await two.test.person('Wie dan ook', { email: 'noor@thuis.nl' })
    expect(await owner.get<Me>('/api/me')).toMatchObject({ name: 'Wie dan ook' })
    expect(await owner.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
  })

  it('does not let the coordinator who vouches be the account that gains', async () => {
    const planId = await two.plan('editor', two.oud)
    const merge = await two.propose(two.els)
    await two.confirm(two.els, merge)
    const byEls = two.test.visitor()
    await byEls.signIn(await two.els.signInLinkFor(planId, await two.oud.userId()))
    expect(await two.refusalOf(byEls, merge)).toBe('403 merge-handed')
  })

  it('happens once when both confirm in the same moment', async () => {
    const planId = await two.plan('editor', two.oud)
    const merge = await two.propose()
    const answers = await Promise.all([two.confirm(two.noor, merge), two.confirm(two.oud, merge)])
    expect(answers.filter(({ isMerged }) => isMerged)).toHaveLength(1)
    expect(await two.noor.get(`/api/plans/${planId}`)).toMatchObject({ role: 'editor' })
    expect(
      (await two.test.events(planId)).filter((event) => event === 'member.removed'),
    ).toHaveLength(1)
  })

  it('is proposed a bounded number of times (limit mergeProposals)', async () => {
    const path = await two.proposePath(two.noor)
    const ask = () => two.bas.refusal('POST', path, { body: { email: 'niemand@voorbeeld.nl' } })
    for (let n = 0; n < limits.mergeProposals.burst; n++) expect(await ask()).toContain('404')
    expect(await ask()).toBe('429 too-many')
  })
})

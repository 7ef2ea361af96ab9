import { expect } from 'vitest'
import type { Member } from '#shared/api/members.ts'
import type { OwnMerge } from '#shared/api/merges.ts'
import { type Person, TestInstallation } from './installation.ts'

export type TwoAccounts = Awaited<ReturnType<typeof openTwoAccounts>>

/** Two accounts of one person, an administrator, and the steps of merging them. */
export async function openTwoAccounts() {
  const test = await TestInstallation.open()
  /** The account that stays is `noor`. A test may replace a person whose session ended. */
  const people = {
    bas: await test.person('Bas', { isAdmin: true }),
    els: await test.person('Els'),
    noor: await test.person('Noor', { email: 'noor@praktijk.nl' }),
    oud: await test.person('Noor Oud', { email: 'noor@thuis.nl' }),
  }

  const proposePath = async (who: Person) => `/api/admin/people/${await who.userId()}/merge`
  const propose = async (kept = people.noor, email = 'noor@thuis.nl') =>
    people.bas.post<{ id: string }>(await proposePath(kept), { email })
  const mergesOf = async (who: Person) =>
    (await who.get<{ merges: OwnMerge[] }>('/api/me/merges')).merges
  const confirm = (who: Person, { id }: { id: string }) =>
    who.post<{ isMerged: boolean }>(`/api/me/merges/${id}/confirm`)
  const refusalOf = (who: Person, { id }: { id: string }) =>
    who.refusal('POST', `/api/me/merges/${id}/confirm`)
  const membersOf = async (planId: string, who = people.els) =>
    (await who.get<{ members: Member[] }>(`/api/plans/${planId}/members`)).members
  async function merge(): Promise<void> {
    const merge = await propose()
    await confirm(people.oud, merge)
    expect(await confirm(people.noor, merge)).toEqual({ isMerged: true })
  }
  async function plan(role: 'editor' | 'reader' | 'coordinator', who: Person): Promise<string> {
    const planId = await people.els.createPlan()
    await who.accept(await people.els.invite(planId, role))
    return planId
  }
  return Object.assign(people, {
    test,
    proposePath,
    propose,
    mergesOf,
    confirm,
    refusalOf,
    membersOf,
    merge,
    plan,
  })
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Account, AccountDetails, ManagedPlan } from '#shared/api/administration.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { type Person, tokenOf } from './installation.ts'
import { noorIs, Organisation } from './organisation.ts'

describe.skipIf(noPostgres !== null)('on PostgreSQL', () => {
  let at: Organisation
  let bas: Person
  beforeAll(async () => {
    at = await Organisation.open({ DATABASE_URL: await freshDatabase() })
    bas = await at.test.person('Bas', { isAdmin: true })
  })
  afterAll(() => at?.close())

  it('people sign in and join by their organisation', async () => {
    expect(await at.link(at.els)).toBe('200')
    expect(await at.signInCode()).toBe('200')
    const token = tokenOf(await at.els.invite(await at.els.createPlan(), 'editor'))
    const who = at.test.visitor()
    const url = await at.begin(who, '/api/oidc/sign-in', { token })
    const query = at.provider.grant(url, { ...noorIs, sub: 'noor-2' })
    expect((await at.hand(who, query)).body.kind).toBe('joined')
    expect(await at.refusalOf(who, query)).toBe('409 oidc-begin-again')
  })

  it('an administrator finds, helps and forgets people, and sees the plans', async () => {
    const find = (q: string) =>
      bas.get<{ people: Account[]; total: number }>(`/api/admin/people?q=${q}`)
    expect(await find('niemand')).toEqual({ people: [], total: 0 })
    const [els] = (await find('els')).people
    const path = `/api/admin/people/${els?.id}`
    expect(await bas.get<AccountDetails>(path)).toMatchObject({
      organisationAccounts: [{ label: noorIs.email }],
      memberOf: [{ role: 'coordinator' }],
    })
    expect(await bas.post(`${path}/end-sessions`)).toEqual({ ended: 2 })
    const { plans } = await bas.get<{ plans: ManagedPlan[] }>('/api/admin/plans?q=kraaienveen')
    expect(plans).toMatchObject([{ members: 2, coordinators: [{ name: 'Els' }] }])
    expect(plans[0]?.bytes).toBeGreaterThan(100)
    expect(await bas.get('/api/admin/plans?orphaned=true')).toEqual({ plans: [], total: 0 })
    expect(await bas.get('/api/admin/installation')).toMatchObject({ database: 'postgres' })
    const [noor] = (await find('lindeweide')).people
    await bas.post(`/api/admin/people/${noor?.id}/forget`, { name: noorIs.name })
    expect((await find('lindeweide')).total).toBe(0)
  })
})

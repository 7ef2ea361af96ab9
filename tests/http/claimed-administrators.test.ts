import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '#shared/api/me.ts'
import { type Person, TestInstallation } from './installation.ts'

/** Known and possible attacks by which a coordinator or a stranger takes over an account. */
describe('becoming someone else', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
  })
  afterEach(() => test.close())

  const noorIs = { name: 'Noor', email: 'noor@praktijk.nl' }
  const statusOf = async (who: Person) => (await who.ask('GET', '/api/me')).status
  const mailed = async (email = noorIs.email) =>
    (await test.installation.links.forExisting(email, 'mail'))?.url ?? ''
  async function through(url: string): Promise<Person> {
    const person = test.visitor()
    await person.signIn(url)
    return person
  }

  it('an administrator, by claiming the address that the operator will name', async () => {
    const squatter = test.visitor()
    await squatter.accept(await els.invite(planId, 'editor'), noorIs)
    const url = await test.installation.links.forPerson({
      ...noorIs,
      name: 'Noor B',
      isAdmin: true,
    })
    expect((await squatter.get<Me>('/api/me')).isAdmin).toBe(false)
    expect(await squatter.refusal('GET', `/api/plans/${await els.createPlan()}/audit`)).toBe(
      '403 no-access',
    )
    const noor = await through(url)
    expect(await noor.get<Me>('/api/me')).toMatchObject({ isAdmin: true, name: 'Noor B' })
    expect(await statusOf(squatter)).toBe(401)
  })

  it('an administrator, by a link that is made and never used', async () => {
    await test.installation.links.forPerson({ ...noorIs, isAdmin: true })
    const noor = test.visitor()
    await noor.accept(await els.invite(planId, 'editor'), noorIs)
    expect((await noor.get<Me>('/api/me')).isAdmin).toBe(false)
    expect((await (await through(await mailed())).get<Me>('/api/me')).isAdmin).toBe(false)
  })

  it('an administrator, by an address that the administrator mistyped and never proved', async () => {
    const fresh = await TestInstallation.open()
    const first = fresh.visitor()
    await first.signIn((await fresh.installation.links.forFirstCoordinator()) ?? '')
    await first.ask('PATCH', '/api/me', { body: { name: 'Sirin', email: 'sirin@vorbeeld.nl' } })
    const link = await fresh.installation.links.forExisting('sirin@vorbeeld.nl', 'mail')
    const stranger = fresh.visitor()
    await stranger.signIn(link?.url ?? '')
    expect((await stranger.get<Me>('/api/me')).isAdmin).toBe(false)
    await fresh.close()
  })

  it('an administrator who proves their address where they are signed in stays one', async () => {
    const fresh = await TestInstallation.open()
    const first = fresh.visitor()
    await first.signIn((await fresh.installation.links.forFirstCoordinator()) ?? '')
    await first.ask('PATCH', '/api/me', { body: { name: 'Sirin', email: 'sirin@voorbeeld.nl' } })
    const link = await fresh.installation.links.forExisting('sirin@voorbeeld.nl', 'mail')
    await first.signIn(link?.url ?? '')
    expect(await first.get<Me>('/api/me')).toMatchObject({ isAdmin: true, reach: 'full' })
    await fresh.close()
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import type { beginPasskey } from '#shared/api/passkeys.ts'
import type { ProblemBody } from '#shared/errors.ts'
import { SoftwarePasskey } from '../support/software-passkey.ts'
import { type Person, TestInstallation } from './installation.ts'
import { Organisation } from './organisation.ts'

const victimIs = { name: 'Noor', email: 'noor@voorbeeld.nl' }

/** Sends a request whose body arrives only when the returned function is called. */
function slowly(test: TestInstallation, who: Person, path: string, body: unknown) {
  let send = () => {}
  let start = () => {}
  const arrives = new Promise<void>((resolve) => {
    send = resolve
  })
  const isRead = new Promise<void>((resolve) => {
    start = resolve
  })
  const stream = new ReadableStream(
    {
      async pull(controller) {
        start()
        await arrives
        controller.enqueue(new TextEncoder().encode(JSON.stringify(body)))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const answer = test.installation.app.request(
    path,
    {
      method: 'POST',
      headers: { cookie: who.cookie, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit,
    { incoming: { socket: {} } },
  )
  return {
    /** The server admitted the request and reads its body. */
    isRead,
    async finish(): Promise<string> {
      send()
      const response = await answer
      const { code } = (await response.json()) as Partial<ProblemBody>
      return code === undefined ? `${response.status}` : `${response.status} ${code}`
    },
  }
}

describe('a request that began before the right to it ended', () => {
  let test: TestInstallation
  beforeEach(async () => {
    test = await TestInstallation.open()
  })
  afterEach(() => test.close())

  it('adds no passkey to an account that its owner meanwhile took over', async () => {
    const mal = await test.person('Mal')
    const claimed = test.visitor()
    await claimed.accept(await mal.invite(await mal.createPlan(), 'editor'), victimIs)
    const { options } = await claimed.post<z.infer<typeof beginPasskey.response>>(
      '/api/me/passkeys/options',
    )
    const credential = new SoftwarePasskey('http://localhost:3000').register(options)
    const slow = slowly(test, claimed, '/api/me/passkeys', { name: 'Telefoon', credential })
    await slow.isRead
    const noor = test.visitor()
    await noor.signIn(await test.installation.links.forPerson({ ...victimIs, isAdmin: false }))
    expect(await slow.finish()).toBe('401 not-signed-in')
    expect(await noor.get('/api/me/passkeys')).toMatchObject({ passkeys: [] })
  })

  it('invites nobody for a coordinator who was meanwhile removed', async () => {
    const els = await test.person('Els')
    const mal = await test.person('Mal')
    const planId = await els.createPlan()
    await mal.accept(await els.invite(planId, 'coordinator'))
    const path = `/api/plans/${planId}/invites`
    const slow = slowly(test, mal, path, { role: 'coordinator', discipline: null })
    await slow.isRead
    await els.ask('DELETE', `/api/plans/${planId}/members/${await mal.userId()}`)
    expect(await slow.finish()).toBe('403 no-access')
    expect(await els.get(path)).toMatchObject({ invites: [] })
  })
})

describe('an answer of the organisation that comes late', () => {
  it('links nothing to an account that its owner meanwhile took over', async () => {
    const at = await Organisation.open()
    const mal = await at.test.person('Mal')
    const claimed = at.test.visitor()
    await claimed.accept(await mal.invite(await mal.createPlan(), 'editor'), victimIs)
    const { url, browser } = await at.beginLink(claimed)
    at.provider.answers.set('/token', false)
    const linking = at.refusalOf(browser, at.provider.grant(url, { sub: 'mal-1' }))
    await vi.waitFor(() => expect(at.provider.asked).toContain('/token'), { timeout: 10_000 })
    const noor = at.test.visitor()
    await noor.signIn(await at.test.installation.links.forPerson({ ...victimIs, isAdmin: false }))
    at.provider.release()
    expect(await linking).toBe('401 not-signed-in')
    expect(await at.accounts(noor)).toEqual([])
    await at.close()
  })
})

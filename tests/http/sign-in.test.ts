import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '#shared/api/me.ts'
import { TestInstallation, tokenOf } from './installation.ts'

describe('signing in', () => {
  let test: TestInstallation
  beforeEach(async () => {
    test = await TestInstallation.open()
  })
  afterEach(async () => {
    await test.close()
  })

  it('makes the first coordinator of a new installation an administrator, when the link is used and not before', async () => {
    const url = await test.installation.links.forFirstCoordinator()
    expect(await test.db.selectFrom('user').select('id').execute()).toEqual([])
    const first = test.visitor()
    const me = await first.post<Me>('/api/sign-in', { token: tokenOf(url ?? '') })
    expect(me).toMatchObject({ name: 'Coördinator', isAdmin: true, needsName: true })
    expect(await test.installation.links.forFirstCoordinator()).toBeNull()
    const named = await first.ask<Me>('PATCH', '/api/me', {
      body: { name: 'Şirin el Karsteegh', email: 'Sirin@Voorbeeld.nl' },
    })
    expect(named.body).toMatchObject({
      name: 'Şirin el Karsteegh',
      email: 'sirin@voorbeeld.nl',
      needsName: false,
      isAdmin: true,
    })
    expect(named.body).toMatchObject(await first.get<Me>('/api/me'))
  })

  it('only the last printed first link works, and none once somebody is in', async () => {
    const early = (await test.installation.links.forFirstCoordinator()) ?? ''
    const late = (await test.installation.links.forFirstCoordinator()) ?? ''
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(early) } }),
    ).toBe('410 link-invalid')
    await test.person('Els')
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(late) } }),
    ).toBe('410 link-invalid')
    expect(await test.db.selectFrom('user').select('email').execute()).toEqual([
      { email: 'els@voorbeeld.nl' },
    ])
  })

  it('uses a link once', async () => {
    const url = await test.installation.links.forPerson({
      email: 'Els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    const els = test.visitor()
    const answer = await els.ask<Me>('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    expect(answer.body).toMatchObject({
      name: 'Els',
      email: 'els@voorbeeld.nl',
      isAdmin: false,
      needsName: false,
    })
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(url) } }),
    ).toBe('410 link-invalid')
    expect((await els.get<Me>('/api/me')).name).toBe('Els')
  })

  it('keeps the cookie from scripts and other sites', async () => {
    const url = await test.installation.links.forPerson({
      email: 'els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    const answer = await test
      .visitor()
      .ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    expect(answer.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/i)
    expect(answer.headers.getSetCookie().join()).not.toContain('Secure')
  })

  it('sends the cookie over https alone when that is the address', async () => {
    const secure = await TestInstallation.open({ PUBLIC_URL: 'https://plan.voorbeeld.nl' })
    const url = await secure.installation.links.forPerson({
      email: 'els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    const answer = await secure
      .visitor()
      .ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })
    expect(answer.headers.getSetCookie().join()).toMatch(/Secure/)
    expect(answer.headers.get('strict-transport-security')).toBeTruthy()
    await secure.close()
  })

  it('refuses a link after a day', async () => {
    const url = await test.installation.links.forPerson({
      email: 'els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    test.clock.advance(24 * 60 * 60 * 1000)
    expect(
      await test.visitor().refusal('POST', '/api/sign-in', { body: { token: tokenOf(url) } }),
    ).toBe('410 link-invalid')
  })

  it('prolongs a session that is in use and ends one that is not', async () => {
    const els = await test.person('Els')
    const day = 24 * 60 * 60 * 1000
    test.clock.advance(20 * day)
    expect((await els.ask('GET', '/api/me')).headers.getSetCookie().join()).toContain(
      'session_token',
    )
    test.clock.advance(20 * day)
    expect((await els.ask('GET', '/api/me')).status).toBe(200)
    test.clock.advance(31 * day)
    expect(await els.refusal('GET', '/api/me')).toBe('401 not-signed-in')
  })

  it('signs out: the old cookie is worth nothing', async () => {
    const els = await test.person('Els')
    const old = els.cookie
    expect((await els.ask('POST', '/api/sign-out', { body: {} })).status).toBe(200)
    expect(await Object.assign(test.visitor(), { cookie: old }).refusal('GET', '/api/me')).toBe(
      '401 not-signed-in',
    )
  })

  it('takes a cookie only as it was given, whatever other cookies stand beside it', async () => {
    const els = await test.person('Els')
    const [name = '', token = ''] = els.cookie.split(/=(.*)/s)
    const status = async (cookie: string) =>
      (await Object.assign(test.visitor(), { cookie }).ask('GET', '/api/me')).status
    expect(await status(`${name}=${token}`)).toBe(200)
    expect(await status(`theme=dark; ${name}=${token}; x=%E0%A4%A`)).toBe(200)
    for (const forged of [
      '',
      '.',
      `x${token}`,
      `${token}x`,
      token.slice(1),
      '%E0%A4%A',
      "' or 1=1",
    ])
      expect(await status(`${name}=${forged}`), forged).toBe(401)
    expect(await status(`x${name}=${token}`)).toBe(401)
  })

  it('keeps no token readable: what lies in the database signs nobody in', async () => {
    const els = await test.person('Els')
    const token = els.cookie.split('=')[1] ?? ''
    const link = await test.installation.links.forPerson({
      email: 'els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    const kept = JSON.stringify([
      await test.db.selectFrom('sessions').selectAll().execute(),
      await test.db.selectFrom('sign_in_links').selectAll().execute(),
    ])
    expect(kept).not.toContain(token)
    expect(kept).not.toContain(tokenOf(link))
  })

  it('answers the same for a known and an unknown address, and stops a flood for one address (limit signInLettersPerRecipient)', async () => {
    await test.person('Els')
    const known = await test
      .visitor()
      .ask('POST', '/api/sign-in-link', { body: { email: 'els@voorbeeld.nl' } })
    const unknown = await test
      .visitor()
      .ask('POST', '/api/sign-in-link', { body: { email: 'niemand@voorbeeld.nl' } })
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    expect(known).toMatchObject({ status: 202, body: { isMailConfigured: false } })
    for (let n = 0; n < 2; n++)
      await test.visitor().ask('POST', '/api/sign-in-link', { body: { email: 'els@voorbeeld.nl' } })
    expect(
      await test
        .visitor()
        .refusal('POST', '/api/sign-in-link', { body: { email: 'ELS@voorbeeld.nl' } }),
    ).toBe('429 too-many')
    test.clock.advance(5 * 60_000)
    expect(
      (
        await test
          .visitor()
          .ask('POST', '/api/sign-in-link', { body: { email: 'els@voorbeeld.nl' } })
      ).status,
    ).toBe(202)
  })

  it('slows down who guesses, and still lets in who has a good link (limit failedTokens)', async () => {
    const url = await test.installation.links.forPerson({
      email: 'els@voorbeeld.nl',
      name: 'Els',
      isAdmin: false,
    })
    const guesses = []
    for (let n = 0; n < 25; n++)
      guesses.push(
        await test.visitor().refusal('POST', '/api/sign-in', { body: { token: `gok-${n}` } }),
      )
    expect(guesses.at(0)).toBe('410 link-invalid')
    expect(guesses.at(-1)).toBe('429 too-many')
    await test.visitor().signIn(url)
  })

  it('asks the first coordinator for an address, and not for a name alone', async () => {
    const first = test.visitor()
    await first.signIn((await test.installation.links.forFirstCoordinator()) ?? '')
    const named = await first.ask<Me>('PATCH', '/api/me', { body: { name: 'Sirin' } })
    expect(named.body).toMatchObject({ name: 'Sirin', needsName: true })
    const whole = { name: 'Sirin', email: 'sirin@voorbeeld.nl' }
    expect((await first.ask<Me>('PATCH', '/api/me', { body: whole })).body.needsName).toBe(false)
  })

  it('takes another address when it is proven and not before, and tells nobody whose it is', async () => {
    await test.person('Els')
    const ian = await test.person('Ian')
    const ask = (email: string) => ian.ask<Me>('PATCH', '/api/me', { body: { name: 'Ian', email } })
    const [taken, free] = [await ask('els@voorbeeld.nl'), await ask('ian@praktijk.nl')]
    expect(taken).toMatchObject({
      status: 200,
      body: { email: 'ian@voorbeeld.nl', awaitsProof: 'els@voorbeeld.nl' },
    })
    expect({ ...taken.body, awaitsProof: '' }).toEqual({ ...free.body, awaitsProof: '' })
    expect((await ian.get<Me>('/api/me')).email).toBe('ian@voorbeeld.nl')
  })

  it('the operator can make someone an administrator and not unmake them by accident', async () => {
    await test.person('Els')
    const admin = await test.person('Els', { isAdmin: true })
    expect((await admin.get<Me>('/api/me')).isAdmin).toBe(true)
    expect((await (await test.person('Els')).get<Me>('/api/me')).isAdmin).toBe(true)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { relyingPartyOf } from '#server/auth/passkeys.ts'
import type { Me } from '#shared/api/me.ts'
import type { OwnSession } from '#shared/api/my-data.ts'
import type {
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  Passkey,
} from '#shared/api/passkeys.ts'
import { limits } from '#shared/limits.ts'
import { SoftwarePasskey } from '../support/software-passkey.ts'
import { type Person, TestInstallation } from './installation.ts'

const origin = 'http://localhost:3000'
type Listed = z.infer<typeof listPasskeys.response>
type SignInOptions = NonNullable<z.infer<typeof beginPasskeySignIn.response>['options']>
type Bent = Parameters<SoftwarePasskey['assert']>[1]

describe('passkeys', () => {
  let test: TestInstallation
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  afterEach(() => test.close())

  const creationOptions = async (who: Person) =>
    (await who.post<z.infer<typeof beginPasskey.response>>('/api/me/passkeys/options')).options
  async function add(who: Person, key = new SoftwarePasskey(origin), name = 'Telefoon') {
    const credential = key.register(await creationOptions(who))
    const passkey = await who.post<Passkey>('/api/me/passkeys', { name, credential })
    return { key, passkey }
  }
  const list = async (who: Person) => (await who.get<Listed>('/api/me/passkeys')).passkeys
  async function signInOptions(): Promise<SignInOptions> {
    const { options } = await test
      .visitor()
      .post<{ options: SignInOptions }>('/api/sign-in/passkey/options')
    return options
  }
  const use = async (key: SoftwarePasskey, bent?: Bent, who = test.visitor()) => ({
    who,
    answer: await who.ask<Me & { code?: string }>('POST', '/api/sign-in/passkey', {
      body: { credential: key.assert(await signInOptions(), bent) },
    }),
  })
  const codeOf = async (key: SoftwarePasskey, bent?: Bent) => {
    const { status, body } = (await use(key, bent)).answer
    return status === 200 ? '200' : `${status} ${body.code}`
  }

  it('sign a person in without mail, as someone who has this passkey', async () => {
    const { key, passkey } = await add(els)
    expect(passkey).toMatchObject({ name: 'Telefoon', lastUsedAt: null })
    await els.ask('POST', '/api/sign-out')
    const { who, answer } = await use(key)
    expect(answer.body).toMatchObject({
      name: 'Els',
      startedBy: { method: 'passkey' },
      reach: 'full',
    })
    const { sessions } = await who.get<{ sessions: OwnSession[] }>('/api/me/sessions')
    expect(sessions.map(({ startedBy }) => startedBy)).toContainEqual({ method: 'passkey' })
    expect(await list(who)).toMatchObject([{ id: passkey.id, lastUsedAt: expect.any(String) }])
  })

  it('are several for each person, with names, and can be removed', async () => {
    const phone = await add(els)
    test.clock.advance(1000)
    const stick = await add(els, new SoftwarePasskey(origin), 'Sleutel')
    expect((await creationOptions(els)).excludeCredentials).toHaveLength(2)
    await els.ask('PATCH', `/api/me/passkeys/${stick.passkey.id}`, { body: { name: 'Bureau' } })
    expect((await list(els)).map(({ name }) => name)).toEqual(['Telefoon', 'Bureau'])
    await els.ask('DELETE', `/api/me/passkeys/${phone.passkey.id}`)
    expect(await codeOf(phone.key)).toBe('404 passkey-unknown')
    expect(await codeOf(stick.key)).toBe('200')
  })

  it('of one person are nothing to another', async () => {
    const { passkey } = await add(els)
    const noor = await test.person('Noor')
    const path = `/api/me/passkeys/${passkey.id}`
    expect(await noor.refusal('DELETE', path)).toBe('404 not-found')
    expect(await noor.refusal('PATCH', path, { body: { name: 'Van mij' } })).toBe('404 not-found')
    expect(await list(noor)).toEqual([])
  })

  it.each<[string, Bent]>([
    ['from another site', { origin: 'https://wijktafel.voorbeeld.com' }],
    ['for another site', { rpId: 'voorbeeld.com' }],
    ['without fingerprint or code', { isVerified: false }],
    ['made to add a passkey', { type: 'webauthn.create' }],
    ['with a challenge of their own', { challenge: Buffer.alloc(38).toString('base64url') }],
    ['with an empty challenge', { challenge: '' }],
    ['of a copied device, whose counter went back', { counter: 1 }],
  ])('refuse an answer %s', async (_, bent) => {
    const { key } = await add(els)
    expect(await codeOf(key)).toBe('200')
    expect(await codeOf(key, bent)).toBe('403 passkey-refused')
    expect(await codeOf(key)).toBe('200')
  })

  it('refuse a signature of another key, and one that was changed', async () => {
    const { key } = await add(els)
    const other = new SoftwarePasskey(origin)
    other.register(await creationOptions(els))
    const credential = { ...other.assert(await signInOptions()), id: key.id.toString('base64url') }
    const refusal = (body: unknown) =>
      test.visitor().refusal('POST', '/api/sign-in/passkey', { body })
    expect(await refusal({ credential: { ...credential, rawId: credential.id } })).toBe(
      '403 passkey-refused',
    )
    const good = key.assert(await signInOptions())
    const signature = Buffer.from(good.response.signature, 'base64url').reverse()
    const response = { ...good.response, signature: signature.toString('base64url') }
    expect(await refusal({ credential: { ...good, response } })).toBe('403 passkey-refused')
  })

  it('take an answer once, also at one moment and in two processes', async () => {
    const { key } = await add(els)
    const body = { credential: key.assert(await signInOptions()) }
    const beside = await test.beside()
    const answers = await Promise.all(
      [test, beside].map((at) => at.visitor().ask('POST', '/api/sign-in/passkey', { body })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    expect(await test.visitor().refusal('POST', '/api/sign-in/passkey', { body })).toBe(
      '403 passkey-refused',
    )
    await beside.installation.close()
  })

  it('take an answer within ten minutes, and keep nothing of visitors who only look', async () => {
    const { key } = await add(els)
    const options = await signInOptions()
    test.clock.advance(10 * 60 * 1000)
    const body = { credential: key.assert(options) }
    expect(await test.visitor().refusal('POST', '/api/sign-in/passkey', { body })).toBe(
      '403 passkey-refused',
    )
    const rows = await test.db.selectFrom('used_challenges').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(await codeOf(key)).toBe('200')
    expect(await test.db.selectFrom('used_challenges').selectAll().execute()).toHaveLength(1)
  })

  it('are added in the session that asked for it, and for nobody else', async () => {
    const options = await creationOptions(els)
    const noor = await test.person('Noor')
    const credential = new SoftwarePasskey(origin).register(options)
    const body = { name: 'Van Els', credential }
    expect(await noor.refusal('POST', '/api/me/passkeys', { body })).toBe('403 passkey-refused')
    expect(await els.post('/api/me/passkeys', body)).toMatchObject({ name: 'Van Els' })
    expect(await els.refusal('POST', '/api/me/passkeys', { body })).toBe('403 passkey-refused')
  })

  it('passkeys that belong to someone are not added for another person', async () => {
    const { key } = await add(els)
    const noor = await test.person('Noor')
    const body = { name: 'Ook', credential: key.register(await creationOptions(noor)) }
    expect(await noor.refusal('POST', '/api/me/passkeys', { body })).toBe('403 passkey-refused')
    expect((await use(key)).answer.body.name).toBe('Els')
  })

  it('are as many as someone still looks through (limit passkeysPerPerson)', async () => {
    const { max } = limits.passkeysPerPerson
    for (let n = 0; n < max; n++) await add(els)
    const body = {
      name: 'Te veel',
      credential: new SoftwarePasskey(origin).register(await creationOptions(els)),
    }
    expect(await els.refusal('POST', '/api/me/passkeys', { body })).toBe('409 passkeys-full')
  })

  describe('and a session that someone handed over', () => {
    let planId: string
    let noor: Person
    beforeEach(async () => {
      planId = await els.createPlan()
      noor = await test.person('Noor')
      await noor.accept(await els.invite(planId, 'editor'))
    })

    it('adds none, for it would outlast that session', async () => {
      const asNoor = test.visitor()
      await asNoor.signIn(await els.signInLinkFor(planId, await noor.userId()))
      expect(await asNoor.refusal('POST', '/api/me/passkeys/options')).toBe('403 session-limited')
    })

    it('gives way to one that its person begins with their passkey in that browser', async () => {
      const { key } = await add(noor)
      const browser = test.visitor()
      await browser.signIn(await els.signInLinkFor(planId, await noor.userId()))
      const handed = Object.assign(test.visitor(), { cookie: browser.cookie })
      await use(key, undefined, browser)
      expect(await browser.get<Me>('/api/me')).toMatchObject({ reach: 'full' })
      expect((await handed.ask('GET', '/api/me')).status).toBe(401)
    })
  })

  describe('of a newcomer', () => {
    const wimIs = { name: 'Wim', email: 'wim@voorbeeld.nl' }
    let wim: Person
    let key: SoftwarePasskey
    beforeEach(async () => {
      const planId = await els.createPlan()
      wim = test.visitor()
      await wim.accept(await els.invite(planId, 'editor'), wimIs)
      key = (await add(wim)).key
    })
    const mailed = async () =>
      (await test.installation.links.forExisting(wimIs.email, 'mail'))?.url ?? ''

    it('let them come back as the newcomer they are: a claimed address is not proven by it', async () => {
      await wim.ask('POST', '/api/sign-out')
      const { answer } = await use(key)
      expect(answer.body).toMatchObject({ name: 'Wim', reach: 'newcomer' })
    })

    it('reach all once they prove the address in the same browser', async () => {
      await wim.signIn(await mailed())
      expect((await use(key)).answer.body).toMatchObject({ reach: 'full' })
    })

    it('end when someone else proves the address', async () => {
      const { who } = await use(key)
      await test.visitor().signIn(await mailed())
      expect((await who.ask('GET', '/api/me')).status).toBe(401)
      expect(await codeOf(key)).toBe('404 passkey-unknown')
    })
  })

  it('of whoever a claimed address let in end with that claim, also one added in a session of another', async () => {
    const planId = await els.createPlan()
    const claimed = test.visitor()
    const email = 'noor@praktijk.nl'
    await claimed.accept(await els.invite(planId, 'coordinator'), { name: 'Noor', email })
    test.clock.advance(1000)
    const second = test.visitor()
    const wim = { name: 'Wim', email: 'wim@voorbeeld.nl' }
    await second.accept(await claimed.invite(planId, 'editor'), wim)
    const first = await add(second)
    await second.ask('POST', '/api/sign-out')
    const { who } = await use(first.key)
    await who.ask('DELETE', `/api/me/passkeys/${first.passkey.id}`)
    const { key } = await add(who)

    await test
      .visitor()
      .signIn((await test.installation.links.forExisting(email, 'mail'))?.url ?? '')
    expect((await who.ask('GET', '/api/me')).status).toBe(401)
    expect(await codeOf(key)).toBe('404 passkey-unknown')
  })

  it.each([
    ['https://wijktafel.voorbeeld.nl', 'wijktafel.voorbeeld.nl'],
    ['http://localhost:3000', 'localhost'],
    ['http://wijktafel.voorbeeld.nl', null],
    ['https://192.0.2.7', null],
    ['https://[2001:db8::7]', null],
  ])('at %s are bound to %s', (publicUrl, rpId) => {
    expect(relyingPartyOf(publicUrl)).toBe(rpId)
  })

  it('are not offered where browsers make none', async () => {
    const plain = await TestInstallation.open({ PUBLIC_URL: 'http://wijktafel.voorbeeld.nl' })
    const bea = await plain.person('Bea')
    expect(await bea.get('/api/me/passkeys')).toMatchObject({ isPossible: false })
    expect(await bea.refusal('POST', '/api/me/passkeys/options')).toBe('403 passkey-refused')
    expect(await plain.visitor().post('/api/sign-in/passkey/options')).toEqual({ options: null })
    await plain.close()
  })
})

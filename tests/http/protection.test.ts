import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

describe('requests from outside that are refused', () => {
  let test: TestInstallation
  let els: Person
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
  })
  afterAll(() => test.close())

  it.each([
    [{ origin: 'https://kwaad.voorbeeld' }],
    [{ origin: 'null' }],
    [{ origin: 'http://localhost:3001' }],
    [{ origin: 'http://localhost:3000.kwaad.voorbeeld' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ] as Record<string, string>[][])(
    'another site can’t act in a member’s name: %o',
    async (headers) => {
      expect(
        await els.refusal('POST', '/api/plans', {
          body: smallPlan,
          headers: headers as unknown as Record<string, string>,
        }),
      ).toBe('403 foreign-origin')
    },
  )

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', undefined])(
    'our own pages and scripts can: %s',
    async (origin) => {
      expect(
        (
          await els.ask('PATCH', '/api/me', {
            body: { name: 'Els' },
            headers: origin === undefined ? {} : { origin },
          })
        ).status,
      ).toBe(200)
    },
  )

  it('only the public address counts when there is one', async () => {
    const live = await TestInstallation.open({ PUBLIC_URL: 'https://plan.voorbeeld.nl' })
    const body = { email: 'a@b.nl' }
    expect(
      await live.visitor().refusal('POST', '/api/sign-in-link', {
        body,
        headers: { origin: 'http://localhost:3000' },
      }),
    ).toBe('403 foreign-origin')
    expect(
      (
        await live.visitor().ask('POST', '/api/sign-in-link', {
          body,
          headers: { origin: 'https://plan.voorbeeld.nl' },
        })
      ).status,
    ).toBe(202)
    await live.close()
  })

  it('reading from elsewhere is the browser’s to refuse: no header lets another site see an answer', async () => {
    const answer = await els.ask('GET', '/api/plans', {
      headers: { origin: 'https://kwaad.voorbeeld' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('a body has a limit, a larger one for a whole plan (limit jsonBytes, newPlanBytes)', async () => {
    const large = { ...smallPlan, fields: { leden: 'Een alinea.\n\n'.repeat(8_000) } }
    expect((await els.ask('POST', '/api/plans', { body: large })).status).toBe(201)
    expect(
      await els.refusal('POST', '/api/plans', {
        body: { ...smallPlan, fields: { leden: 'a'.repeat(2 * 1024 * 1024) } },
      }),
    ).toBe('413 too-large')
    expect(await els.refusal('PATCH', '/api/me', { body: { name: 'a'.repeat(70_000) } })).toBe(
      '413 too-large',
    )
    expect(
      await els.refusal('PATCH', '/api/me', {
        rawBody: 'a'.repeat(70_000),
        headers: { 'content-length': '10' },
      }),
    ).toBe('413 too-large')
  })

  it('a text that is longer than can be edited is refused by its name, and what is as long is taken (limit blockLength)', async () => {
    const lines = (count: number) => ({
      ...smallPlan,
      fields: { leden: 'Overleg met de wijk.\n'.repeat(count) },
    })
    expect(await els.refusal('POST', '/api/plans', { body: lines(80_000) })).toBe(
      '422 invalid-values',
    )
    expect((await els.ask('POST', '/api/plans', { body: lines(10_000) })).status).toBe(201)
  })

  it('a plan of very many wrong cells is refused at the first of them', async () => {
    const tables = { budget: Array.from({ length: 100_000 }, () => ({ a: [] })) }
    expect(await els.refusal('POST', '/api/plans', { body: { ...smallPlan, tables } })).toBe(
      '422 invalid-values',
    )
  })

  it.each(['{"name":', 'geen json', '\u0000'])(
    'a body that is not JSON is a bad request: %j',
    async (rawBody) => {
      expect(await els.refusal('PATCH', '/api/me', { rawBody })).toBe('400 bad-request')
    },
  )

  it.each([
    null,
    [],
    'tekst',
    7,
    { name: 7 },
    { name: { toString: 'x' } },
    { __proto__: { name: 'Els' } },
  ])('what has another shape is refused with the place: %j', async (body) => {
    const answer = await els.ask<{ code: string; fields: unknown[] }>('PATCH', '/api/me', { body })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-values' } })
    expect(answer.body.fields.length).toBeGreaterThan(0)
  })

  it('an unknown address of the interface is a problem, not a page', async () => {
    expect(
      await els.refusal('GET', '/api/bestaat-niet', { headers: { accept: 'text/html' } }),
    ).toBe('404 not-found')
    expect(await els.refusal('PUT', '/api/plans')).toBe('404 not-found')
    expect(await test.visitor().refusal('GET', '/api/auth/get-session')).toBe('404 not-found')
    expect(
      await test
        .visitor()
        .refusal('POST', '/api/auth/sign-in/magic-link', { body: { email: 'els@voorbeeld.nl' } }),
    ).toBe('404 not-found')
  })

  it('answers carry no script, no frame and no copy', async () => {
    const { headers } = await els.ask('GET', '/api/me')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("worker-src 'self'; manifest-src 'self'")
    expect(policy).toContain('ws://localhost:3000')
    expect(policy).not.toMatch(/script-src|unsafe-eval/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-type')).toContain('application/json')
  })

  it('problems say what to do next', async () => {
    const { body, headers } = await test.visitor().ask('GET', '/api/me')
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(body).toEqual({
      type: 'about:blank',
      title: 'U bent niet (meer) ingelogd. Vraag een nieuwe inloglink aan.',
      status: 401,
      code: 'not-signed-in',
    })
  })

  it('a websocket address without a websocket says so', async () => {
    expect((await els.ask('GET', '/sync/iets')).status).toBe(426)
  })
})

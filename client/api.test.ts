import { afterEach, describe, expect, it, vi } from 'vitest'
import { getMe, updateMe } from '#shared/api/me.ts'
import { getPlan, listFormats } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { addressOf, call, isOffline, isPassing, onSignedOut } from './api.ts'

const me = {
  id: 'u1',
  name: 'Noor',
  email: 'noor@example.nl',
  isAdmin: false,
  needsName: false,
  startedBy: { method: 'mail' },
  reach: 'full',
  awaitsProof: null,
  isMailConfigured: false,
}

function answer(status: number, body: unknown) {
  const stub = vi.fn(
    async (_address: string, _init: RequestInit) =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  )
  vi.stubGlobal('fetch', stub)
  return stub
}

afterEach(() => {
  vi.unstubAllGlobals()
  onSignedOut(() => {})
})

describe('addressOf', () => {
  it('escapes what goes into the path', () =>
    expect(addressOf('/api/plans/:planId', { planId: 'a/b?c' })).toBe('/api/plans/a%2Fb%3Fc'))
  it('leaves out what is not asked', () =>
    expect(addressOf('/api/formats/:formatId', { formatId: 'x' }, { version: undefined })).toBe(
      '/api/formats/x',
    ))
  it('refuses an empty part, which would address another resource', () =>
    expect(() => addressOf('/api/plans/:planId', { planId: '' })).toThrow('planId'))
})

describe('call', () => {
  it('sends JSON and returns the answer', async () => {
    const stub = answer(200, me)
    expect(await call(updateMe, { body: { name: 'Noor' } })).toEqual(me)
    expect(stub.mock.calls[0]?.[1]).toMatchObject({ method: 'PATCH', body: '{"name":"Noor"}' })
  })

  it('keeps what looks like a BSN on the device, whatever its spelling', async () => {
    const stub = answer(200, me)
    for (const name of ['Noor 123456782', 'Noor 123\u200b456\u200b782', 'Noor 123.456-782'])
      await expect(call(updateMe, { body: { name } })).rejects.toMatchObject({
        code: 'bsn-found',
        fields: [{ path: 'name', message: 'Dit lijkt op een BSN.' }],
      })
    expect(stub).not.toHaveBeenCalled()
  })

  it('turns a problem into an AppError with its fields', async () => {
    answer(422, {
      type: 'about:blank',
      title: 'x',
      status: 422,
      code: 'invalid-values',
      fields: [{ path: 'values.wijk', message: 'Vul in.' }, 'stray'],
    })
    const error = await call(listFormats).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({
      code: 'invalid-values',
      fields: [{ path: 'values.wijk', message: 'Vul in.' }],
    })
  })

  it('tells of a session that ended, once per refusal', async () => {
    const left = vi.fn()
    onSignedOut(left)
    answer(401, { code: 'not-signed-in' })
    await expect(call(getMe)).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(left).toHaveBeenCalledOnce()
  })

  it('knows no network from a refusal', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(isOffline(await call(getMe).catch((reason: unknown) => reason))).toBe(true)
  })

  it('takes the error page of a proxy for no connection', async () => {
    answer(502, '<html>Bad gateway</html>')
    expect(isOffline(await call(getMe).catch((reason: unknown) => reason))).toBe(true)
  })

  it('does not take our own 503 for no connection', async () => {
    answer(503, { code: 'unavailable' })
    expect(isOffline(await call(getMe).catch((reason: unknown) => reason))).toBe(false)
  })

  it('refuses an answer outside its contract while developing', async () => {
    answer(200, { id: 'p1' })
    await expect(call(getPlan, { params: { planId: 'p1' } })).rejects.toThrow(
      'outside its contract',
    )
  })
})

describe('isPassing', () => {
  it.each([
    [503, { code: 'unavailable' }, true],
    [429, { code: 'too-many' }, true],
    [502, '<html>', true],
    [404, { code: 'thread-not-found' }, false],
    [422, { code: 'invalid-values' }, false],
    [500, { code: 'internal' }, false],
  ])('an answer with %i %j: %s', async (status, body, expected) => {
    answer(status, body)
    expect(isPassing(await call(listFormats).catch((reason: unknown) => reason))).toBe(expected)
  })
})

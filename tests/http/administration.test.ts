import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { noteUpkeep, readUpkeep } from '#server/upkeep.ts'
import type { Account, AccountDetails, getInstallation } from '#shared/api/administration.ts'
import type { HandedLink } from '#shared/api/handed-links.ts'
import type { Me } from '#shared/api/me.ts'
import { errorTable } from '#shared/errors.ts'
import { limitNames, limits } from '#shared/limits.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

type People = { people: Account[]; total: number; next?: string }

describe('an administrator', () => {
  let test: TestInstallation
  let bas: Person
  let els: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    bas = await test.person('Bas', { isAdmin: true })
    els = await test.person('Els')
  })
  afterEach(() => test.close())

  const people = (query = '') => bas.get<People>(`/api/admin/people?${query}`)
  const account = async (who: Person) =>
    bas.get<AccountDetails>(`/api/admin/people/${await who.userId()}`)

  it('finds people by name or address, also without the accents', async () => {
    await test.person('Élise de Waterhof', { email: 'praktijk@voorbeeld.nl' })
    expect((await people()).people.map(({ name }) => name)).toEqual([
      'Bas',
      'Élise de Waterhof',
      'Els',
    ])
    for (const q of ['elise', 'waterhof%20el', 'PRAKTIJK@'])
      expect(await people(`q=${q}`)).toMatchObject({
        people: [{ name: 'Élise de Waterhof', isAdmin: false, isEmailProven: true, sessions: 1 }],
        total: 1,
      })
    expect((await people('q=niemand')).people).toEqual([])
  })

  it('finds a person who claims an address like those of forgotten people', async () => {
    const mal = test.visitor()
    await mal.accept(await els.invite(await els.createPlan(), 'editor'), {
      name: 'Mal',
      email: 'onzichtbaar@vergeten.invalid',
    })
    expect((await people('q=mal')).total).toBe(1)
    expect(await account(mal)).toMatchObject({ name: 'Mal', isEmailProven: false })
    expect(await bas.get('/api/admin/installation')).toMatchObject({ people: 3 })
  })

  it('reads them a page at a time (limit accountsPerPage)', async () => {
    const { max } = limits.accountsPerPage
    const now = new Date(test.clock.now()).toISOString()
    for (let n = 0; n < max; n++)
      await test.db
        .insertInto('user')
        .values({
          id: `p${n}`,
          name: `Persoon ${n}`,
          email: `p${n}@voorbeeld.nl`,
          emailVerified: 0,
          image: null,
          createdAt: now,
          updatedAt: now,
          isAdmin: 0,
        })
        .execute()
    const first = await people()
    expect(first).toMatchObject({ total: max + 2 })
    expect(first.people).toHaveLength(max)
    const second = await people(`cursor=${first.next}`)
    expect(second.people).toHaveLength(2)
    expect(second.next).toBeUndefined()
    const ids = [...first.people, ...second.people].map(({ id }) => id)
    expect(new Set(ids).size).toBe(max + 2)
  })

  it('sees the sessions, ways in and plans of a person, and no text', async () => {
    const planId = await els.createPlan()
    expect(await account(els)).toMatchObject({
      name: 'Els',
      plans: 1,
      openSessions: [{ startedBy: { method: 'handed' }, reach: 'full' }],
      passkeys: [],
      organisationAccounts: [],
      memberOf: [{ id: planId, role: 'coordinator' }],
    })
    expect(await bas.refusal('GET', '/api/admin/people/niemand')).toBe('404 person-not-found')
    expect(await bas.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
  })

  it('makes a link by which a person comes in, and ends their sessions', async () => {
    const { url } = await bas.post<HandedLink>('/api/admin/sign-in-links', {
      email: 'els@voorbeeld.nl',
    })
    const back = test.visitor()
    await back.signIn(url)
    expect(await back.get<Me>('/api/me')).toMatchObject({ reach: 'own-plans' })
    const path = `/api/admin/people/${await els.userId()}/end-sessions`
    expect(await bas.post(path)).toEqual({ ended: 2 })
    for (const who of [els, back]) expect((await who.ask('GET', '/api/me')).status).toBe(401)
    const own = `/api/admin/people/${await bas.userId()}/end-sessions`
    expect(await bas.post(own)).toEqual({ ended: 0 })
    expect((await bas.ask('GET', '/api/me')).status).toBe(200)
  })

  it('forgets a person whose name they typed, and not themself', async () => {
    const planId = await bas.createPlan()
    await els.accept(await bas.invite(planId, 'editor'))
    const path = `/api/admin/people/${await els.userId()}/forget`
    const wrong = { body: { name: 'Elsje' } }
    expect(await bas.refusal('POST', path, wrong)).toBe('422 invalid-values')
    expect((await els.ask('GET', '/api/me')).status).toBe(200)
    expect((await people('q=els')).total).toBe(1)
    expect(await bas.post(path, { name: 'Els' })).toMatchObject({
      pseudonym: expect.any(String),
      plans: [{ id: planId }],
    })
    expect((await els.ask('GET', '/api/me')).status).toBe(401)
    // At once, and not at the next search.
    const words = await test.db.selectFrom('account_words').select('word').execute()
    expect(words.map(({ word }) => word)).not.toContain('els')
    expect((await people()).people.map(({ name }) => name)).toEqual(['Bas'])
    expect(await bas.refusal('POST', path, { body: { name: 'Els' } })).toBe('404 person-not-found')
    const own = `/api/admin/people/${await bas.userId()}/forget`
    expect(await bas.refusal('POST', own, { body: { name: 'Bas' } })).toBe('422 invalid-values')
  })

  it('of two administrators who forget each other at one moment one stays', async () => {
    const eva = await test.person('Eva', { isAdmin: true })
    const forget = async (who: Person, whom: Person, name: string) =>
      who.ask('POST', `/api/admin/people/${await whom.userId()}/forget`, { body: { name } })
    const statuses = await Promise.all([forget(bas, eva, 'Eva'), forget(eva, bas, 'Bas')])
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const left = await test.db.selectFrom('user').select('id').where('isAdmin', '=', 1).execute()
    expect(left).toHaveLength(1)
  })

  it('does not leave a plan without a coordinator by forgetting one', async () => {
    await els.createPlan()
    const path = `/api/admin/people/${await els.userId()}/forget`
    expect(await bas.refusal('POST', path, { body: { name: 'Els' } })).toBe('409 last-coordinator')
    // Refused, it changes nothing: she is still signed in.
    expect((await els.ask('GET', '/api/me')).status).toBe(200)
  })

  it('sees the version, what waits, which limits were reached and which backups were made', async () => {
    const at = '2026-01-13T02:15:00.000Z'
    await noteUpkeep(test.folder, { kind: 'backup', at, file: '/backup/a.sqlite', isGood: true })
    await noteUpkeep(test.folder, { kind: 'verify', at, file: null, isGood: false })
    for (let n = 0; n <= limits.failedTokens.burst; n++)
      await test.visitor().ask('GET', '/api/sign-in/verzonnen')
    const state = await bas.get<z.infer<typeof getInstallation.response>>('/api/admin/installation')
    expect(state).toMatchObject({
      version: 'proef',
      database: isOnPostgres ? 'postgres' : 'sqlite',
      people: 2,
      plans: 0,
      mail: { isConfigured: false, waiting: 0, failed: 0 },
      upkeep: [
        { kind: 'verify', file: null, isGood: false },
        { kind: 'backup', file: '/backup/a.sqlite', isGood: true },
      ],
    })
    expect(state.limits).toContainEqual({
      name: 'failedTokens',
      unit: limits.failedTokens.unit,
      value: {
        kind: 'rate',
        burst: limits.failedTokens.burst,
        refillMs: limits.failedTokens.refillMs,
      },
      refusal: errorTable['too-many'].text,
      times: 1,
    })
    // The whole table, the reached ones first.
    expect(state.limits.map(({ name }) => name).sort()).toEqual([...limitNames].sort())
    expect(state.limits[0]?.times).toBe(1)
  })
})

describe('the notes about backups', () => {
  it('are read from the end, and a damaged line is left out (limit upkeepBytes)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wijktafel-upkeep-'))
    expect(await readUpkeep(folder)).toEqual([])
    await writeFile(join(folder, 'upkeep.jsonl'), `${'x'.repeat(limits.upkeepBytes.max)}\n{"kind"`)
    await writeFile(join(folder, 'upkeep.jsonl'), '\n', { flag: 'a' })
    const note = {
      kind: 'backup',
      at: '2026-01-13T02:15:00.000Z',
      file: 'a',
      isGood: true,
    } as const
    await noteUpkeep(folder, note)
    expect(await readUpkeep(folder)).toEqual([note])
    // A folder that is not there fails no backup.
    await noteUpkeep(join(folder, 'elders'), note)
    expect(await readFile(join(folder, 'upkeep.jsonl'), 'utf8')).toContain('"backup"')
    await rm(folder, { recursive: true })
  })
})

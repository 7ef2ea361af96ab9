import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenLine } from '#server/storage/audit-chain.ts'
import { dropGuard } from '../support/drop-guard.ts'
import { type Person, TestInstallation } from './installation.ts'

type Line = {
  number: number
  at: string
  actor: { id: string; name: string } | null
  onBehalfOf: string | null
  action: string
  object: string
  result: string
  channel: string
  address: string | null
  hash: string
  text: string
  kind: string
}
type Lines = {
  lines: Line[]
  total: number
  matching: number
  people: { id: string; name: string }[]
}

describe('the audit trail of a plan', () => {
  let test: TestInstallation
  let els: Person
  let reader: Person
  let outsider: Person
  let admin: Person
  let planId: string
  const lines = async (query = '') => els.get<Lines>(`/api/plans/${planId}/audit${query}`)

  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    reader = await test.person('Wim')
    outsider = await test.person('Otto')
    admin = await test.person('Bas', { isAdmin: true })
    planId = await els.createPlan()
    await reader.accept(await els.invite(planId, 'reader'))
    await els.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Vertrouwelijke woorden',
    })
  })
  afterAll(() => test.close())

  it('has a line for all that was done, with who, what, when, from where and the result, and no word of it', async () => {
    const { lines: found } = await lines()
    expect(found.map((line) => line.action).toReversed()).toEqual([
      'plan.created',
      'invite.changed',
      'member.added',
      'thread.added',
    ])
    expect(found[0]).toMatchObject({
      actor: { name: 'Els' },
      result: 'ok',
      channel: 'screen',
      object: expect.stringMatching(/^threadId=/),
    })
    expect(JSON.stringify(found)).not.toContain('Vertrouwelijke')
  })

  it('has a line for what was refused and for files that left', async () => {
    await outsider.ask('GET', `/api/plans/${planId}`)
    await reader.ask('DELETE', `/api/plans/${planId}`)
    await reader.ask('GET', `/api/plans/${planId}/export.docx`)
    const { lines: found } = await lines('?limit=3')
    expect(found.map((line) => [line.actor?.name, line.action, line.result])).toEqual([
      ['Wim', 'GET /api/plans/:planId/export.docx', 'ok'],
      ['Wim', 'DELETE /api/plans/:planId', 'no-access'],
      ['Otto', 'GET /api/plans/:planId', 'no-access'],
    ])
  })

  it('tells each line in words, and is searched by who, what and when', async () => {
    const wim = (await lines()).people.find((person) => person.name === 'Wim')
    const his = await lines(`?who=${wim?.id}&kind=files`)
    expect(his.lines.map((line) => line.text)).toEqual(['downloadde het plan (docx)'])
    expect([his.matching, his.total > his.matching]).toEqual([1, true])
    expect((await lines('?kind=people')).lines.map((line) => line.text)).toEqual([
      'werd lid van het plan',
      'maakte een uitnodiging',
    ])
    expect(
      (await lines('?kind=refused')).lines.every((line) =>
        line.text.includes('maar dat lukte niet'),
      ),
    ).toBe(true)
    expect((await lines('?who=server')).lines).toEqual([])
    const today = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Amsterdam',
      dateStyle: 'short',
    }).format(test.clock.now())
    expect((await lines(`?from=${today}&to=${today}`)).matching).toBe((await lines()).total)
    expect((await lines('?to=2000-01-01')).matching).toBe(0)
    expect(await els.refusal('GET', `/api/plans/${planId}/audit?kind=alles`)).toBe(
      '422 invalid-values',
    )
    const [first, second] = [await lines('?limit=2'), await lines('?limit=2&kind=people')]
    expect((await lines(`?limit=1&before=${first.lines[1]?.number}`)).lines[0]?.number).toBe(
      (first.lines[1]?.number ?? 0) - 1,
    )
    expect(second.lines).toHaveLength(2)
    const csv = (await els.ask<string>('GET', `/api/plans/${planId}/audit.csv?kind=people`)).body
    expect(csv.trim().split('\n')).toHaveLength(3)
    expect(csv).toContain('werd lid van het plan')
  })

  it('is not filled up by someone who is refused on and on (limit refusedLines)', async () => {
    const before = (await lines()).total
    for (let time = 0; time < 80; time++) await outsider.ask('GET', `/api/plans/${planId}`)
    expect((await lines()).total - before).toBeLessThanOrEqual(60)
  })

  it('is for coordinators, and for administrators who can not read the plan', async () => {
    expect(await reader.refusal('GET', `/api/plans/${planId}/audit`)).toBe('403 no-access')
    expect(await outsider.refusal('GET', `/api/plans/${planId}/audit.csv`)).toBe('403 no-access')
    expect((await admin.get<Lines>(`/api/plans/${planId}/audit`)).total).toBeGreaterThan(4)
    expect(await admin.refusal('GET', `/api/plans/${planId}/content`)).toBe('403 no-access')
  })

  it('leaves as a table and as data from which anyone can compute the chain', async () => {
    const csv = (await els.ask<string>('GET', `/api/plans/${planId}/audit.csv`)).body
    expect(csv).toContain('Nummer;Tijdstip;')
    const { body } = await els.ask<{ lines: Line[] }>('GET', `/api/plans/${planId}/audit.json`)
    let previous = ''
    for (const line of body.lines) {
      const { number, at, actor, onBehalfOf, action, object, result, channel, address } = line
      const text = JSON.stringify([
        previous,
        planId,
        number,
        Date.parse(at),
        actor?.id ?? null,
        onBehalfOf,
        action,
        object,
        result,
        channel,
        address,
      ])
      expect(line.hash).toBe(createHash('sha256').update(text).digest('hex'))
      previous = line.hash
    }
  })

  it('can not be changed by a statement, and one that was is found', async () => {
    await expect(sql`update audit set actor = 'iemand'`.execute(test.db)).rejects.toThrow(
      'only ever added',
    )
    await expect(sql`delete from audit`.execute(test.db)).rejects.toThrow('only ever added')
    const rows = await test.db
      .selectFrom('audit')
      .selectAll()
      .where('plan_id', '=', planId)
      .orderBy('number')
      .execute()
    expect(findBrokenLine(rows)).toBeNull()
    for (const field of [
      'actor',
      'action',
      'object',
      'result',
      'address',
      'on_behalf_of',
    ] as const) {
      expect(
        findBrokenLine(rows.map((row) => (row.number === 3 ? { ...row, [field]: 'anders' } : row))),
      ).toBe('regel 3 van het logboek is gewijzigd')
    }
    const chain = () =>
      els.get<{ total: number; fault: string | null; signedUpTo: number | null }>(
        `/api/plans/${planId}/audit/chain`,
      )
    expect(await chain()).toMatchObject({ total: rows.length, fault: null, signedUpTo: null })
    await dropGuard(test.db, 'audit', 'audit_never_change')
    await sql`update audit set actor = 'iemand' where number = 3`.execute(test.db)
    expect((await chain()).fault).toBe('regel 3 van het logboek is gewijzigd')
    expect(findBrokenLine(rows.filter((row) => row.number !== 2))).toBe(
      'in het logboek ontbreekt regel 2',
    )
  })
})

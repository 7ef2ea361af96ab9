import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPlanWords } from '#server/plans/search/plan-words.ts'
import { silentLogger } from '#server/runtime.ts'
import { loadFormats } from '#server/storage/formats.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import type { SearchHit } from '#shared/api/search.ts'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import { setCell } from '#shared/plan/rows.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

type Answer = { hits: SearchHit[]; isCut: boolean }

const plan = {
  ...smallPlan,
  values: { ...smallPlan.values, wijk: 'Broekerveld', team: 'Wijkteam Søren' },
  fields: {
    netwerk: 'De wijkcoördinator belt elke week.\n\nDaarna volgt overleg met de apotheek.',
    leden: 'Geheim lid Zwanikken',
  },
  tables: {
    people: [{ id: 'p1', name: 'Janneke Zwanikken', position: 'huisarts' }],
    themes: [
      { id: 't1', title: 'Valpreventie', goal: 'Minder valpartijen bij 100% van de ouderen' },
    ],
    activities: [{ id: 'a1', theme: 't1', title: 'Beweegles', lead: 'p1' }],
  },
}

describe.each([
  { name: 'SQLite', skipped: null },
  { name: 'PostgreSQL', skipped: noPostgres },
])('searching in all plans on $name', ({ name, skipped }) => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async (context) => {
    if (skipped !== null) return context.skip()
    test = await TestInstallation.open(
      name === 'SQLite' ? {} : { DATABASE_URL: await freshDatabase() },
    )
    els = await test.person('Els')
    planId = await els.createPlan(plan)
  })
  afterEach(() => test?.close())

  const search = (query: string, who = els) =>
    who.get<Answer>(`/api/search?q=${encodeURIComponent(query)}`)
  const places = async (query: string, who = els) =>
    (await search(query, who)).hits.map(({ section }) => section)
  const stored = () =>
    test.db.selectFrom('plan_words').select(['plan_id', 'section', 'body']).execute()

  it('finds folded words from their start, with the words around them', async () => {
    const { hits, isCut } = await search('WIJKCOORDINATOR')
    expect(isCut).toBe(false)
    expect(hits).toEqual([
      {
        planId,
        title: expect.stringContaining('Broekerveld'),
        section: 'netwerkvorming',
        place: expect.any(String),
        before: 'De ',
        match: 'wijkcoördinator',
        after: ' belt elke week.',
      },
    ])
    expect(await places('wijkco apoth')).toEqual(['netwerkvorming'])
    expect(await places('soren')).toEqual(['plangegevens'])
    expect(await places('valpreventie')).toEqual(['themas'])
    // From their start, and every word.
    expect(await places('coordinator')).toEqual([])
    expect(await places('wijkcoordinator valpreventie')).toEqual([])
  })

  it('finds what is written now, some time after it was, and nothing of before', async () => {
    expect(await places('apotheek')).toEqual(['netwerkvorming'])
    const unchanged = (await stored()).find(({ section }) => section === 'netwerkvorming')
    await editPlan(test, { planId, who: els }, (doc) => {
      setCell(doc, 'themes', 't1', 'title', 'Eenzaamheid')
      planValues(doc).set('team', 'Team West')
    })
    await test.pass(20_000)
    await vi.waitFor(async () => {
      const texts = (await stored()).map(({ body }) => body).join('\n')
      expect(texts).toContain('Eenzaamheid')
    })
    expect(await places('eenzaamheid')).toEqual(['themas'])
    expect(await places('valpreventie')).toEqual([])
    expect(await places('soren')).toEqual([])
    expect((await stored()).find(({ section }) => section === 'netwerkvorming')).toEqual(unchanged)
  })

  it('shows a member of parts nothing of the others, whatever they search', async () => {
    const partner = await test.person('Wim')
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      discipline: 'gemeente',
      sections: ['themas'],
    })
    await partner.accept(url)
    const outsider = await test.person('Olga')
    expect(await places('valpreventie', partner)).toEqual(['themas'])
    for (const query of ['wijkcoordinator', 'zwanikken', 'janneke', 'soren', 'de'])
      expect(JSON.stringify(await search(query, partner))).not.toMatch(/zwanikken|ördinator|søren/i)
    for (const query of ['valpreventie', 'zwanikken', 'broekerveld'])
      expect(await search(query, outsider)).toEqual({ hits: [], isCut: false })
    // Nothing that another section says stands in the text of a section.
    for (const { section, body } of await stored())
      if (section !== 'betrokkenPartijen') expect(body).not.toContain('Zwanikken')
  })

  it('forgets a plan that is removed, and a member who left', async () => {
    const reader = await test.person('Rens')
    await reader.accept(await els.invite(planId, 'reader'))
    expect(await places('valpreventie', reader)).toEqual(['themas'])
    await reader.post(`/api/plans/${planId}/leave`, {})
    expect(await places('valpreventie', reader)).toEqual([])
    await els.ask('DELETE', `/api/plans/${planId}`)
    expect(await places('valpreventie')).toEqual([])
    expect(await stored()).toEqual([])
  })

  it('a session of a handed link finds only plans of its giver', async () => {
    const noor = await test.person('Noor')
    const theirs = await noor.createPlan(plan)
    await els.accept(await noor.invite(theirs, 'editor'))
    const handed = test.visitor()
    await handed.signIn(await noor.signInLinkFor(theirs, await els.userId()))
    expect((await search('valpreventie')).hits.map((hit) => hit.planId).sort()).toEqual(
      [planId, theirs].sort(),
    )
    expect((await search('valpreventie', handed)).hits.map((hit) => hit.planId)).toEqual([theirs])
  })

  it('takes nothing in a query for an operator', async () => {
    for (const query of [
      '"',
      "'",
      '*',
      '%',
      '_',
      'valpreventie*',
      'words:valpreventie',
      'valpreventie OR wijkcoordinator',
      'NOT x',
      'NEAR(a b)',
      "' ; drop table plan_words; --",
      'a & b | !c <-> d:*',
      '\\',
      'val\0preventie',
      '\ud800',
      '((((',
      '{words} : ^val',
      '-val +prev',
    ])
      expect(
        (await els.ask('GET', `/api/search?q=${encodeURIComponent(query.replace('\ud800', '%'))}`))
          .status,
        query,
      ).toBe(200)
    // A sign is no wildcard.
    expect(await places('v%l')).toEqual([])
    expect(await places('val_reventie')).toEqual([])
    expect(await places('*')).toEqual([])
    expect(await places('%')).toEqual([])
    expect(await places('valpreventie')).toEqual(['themas'])
  })

  it('refuses a query that is no query (limit searchLength, searchWords)', async () => {
    expect(await els.refusal('GET', `/api/search?q=${'a'.repeat(10_000)}`)).toBe(
      '422 invalid-values',
    )
    expect(
      await els.refusal('GET', `/api/search?q=${'a'.repeat(limits.searchLength.max + 1)}`),
    ).toBe('422 invalid-values')
    expect(await places('a'.repeat(limits.searchLength.max))).toEqual([])
    const many = ['valpreventie', 'minder', ...Array(limits.searchWords.max).fill('ouderen')]
    expect(await places(many.join(' '))).toEqual(['themas'])
    const others = Array.from(
      { length: limits.searchWords.max },
      (_, index) => `val${'preventie'.slice(0, index % 9)}`,
    )
    expect(await places([...new Set(others), 'staatnietin'].join(' '))).toEqual([])
  })

  it('lists no more than fits a screen (limit searchHits)', async () => {
    const row = await test.db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    await search('valpreventie')
    for (let i = 0; i < limits.searchHits.max; i += 1) {
      await test.db
        .insertInto('plans')
        .values({ ...row, id: `p${i}`, words_seq: row.document_seq })
        .execute()
      await test.db
        .insertInto('members')
        .values({
          plan_id: `p${i}`,
          user_id: await els.userId(),
          role: 'reader',
          discipline: null,
          added_at: 1,
        })
        .execute()
      await test.db
        .insertInto('plan_words')
        .values({
          plan_id: `p${i}`,
          section: 'themas',
          number: i + 1,
          body: 'Valpreventie',
          words: 'valpreventie',
        })
        .execute()
    }
    const { hits, isCut } = await search('valpreventie')
    expect([hits.length, isCut]).toEqual([limits.searchHits.max, true])
  })

  it('has a pace for each person (limit searches)', async () => {
    for (let i = 0; i < limits.searches.burst; i += 1) await search('x')
    expect(await els.refusal('GET', '/api/search?q=valpreventie')).toBe('429 too-many')
    test.clock.advance(limits.searches.refillMs)
    expect(await places('valpreventie')).toEqual(['themas'])
  })

  it('reads a plan again whose words a crash or an upgrade left behind', async () => {
    await test.db.deleteFrom('plan_words').execute()
    await test.db.updateTable('plans').set({ words_seq: 0 }).execute()
    expect(await places('valpreventie')).toEqual(['themas'])
    await sql`update plan_words set words = 'iets anders'`.execute(test.db)
    // The index follows its table, whoever writes it.
    expect(await places('valpreventie')).toEqual([])
    expect(await places('iets')).toEqual([])
  })

  it('an older reading does not replace a newer one', async () => {
    await search('valpreventie')
    const { document_seq } = await test.db
      .selectFrom('plans')
      .select('document_seq')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    await test.db
      .updateTable('plans')
      .set({ words_seq: document_seq + 5 })
      .execute()
    const words = createPlanWords({
      db: test.db,
      log: test.installation.log,
      formats: await loadFormats({ folders: ['shared/formats'], db: test.db }),
      clock: test.clock,
      logger: silentLogger,
      readOpen: async () => null,
      turns: createPlanTurns(new Turns()),
    })
    await test.db.deleteFrom('plan_words').execute()
    await words.refresh([planId])
    expect(await stored()).toEqual([])
  })
})

describe('the text of a section', () => {
  it('is found up to its limit (limit searchedSection)', async () => {
    const test = await TestInstallation.open()
    const els = await test.person('Els')
    await els.createPlan({
      ...smallPlan,
      fields: {
        netwerk: [
          'eerst',
          ...Array(limits.searchedSection.max / 500).fill('zorg '.repeat(100)),
          'laatst',
        ].join('\n\n'),
      },
    })
    const hits = async (query: string) =>
      (await els.get<Answer>(`/api/search?q=${query}`)).hits.length
    expect([await hits('eerst'), await hits('laatst')]).toEqual([1, 0])
    await test.close()
  })
})

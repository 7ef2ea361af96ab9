import { type SelectQueryBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountsAfter, findAccounts } from '#server/resources/admin-people-queries.ts'
import { nextStale, wordsOfAccount } from '#server/storage/account-words.ts'
import type { Storage } from '#server/storage/tables.ts'
import { limits } from '#shared/limits.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'

const row = (id: string, name: string, email = `${id}@voorbeeld.nl`) => ({
  id,
  name,
  email,
  emailVerified: 0,
  image: null,
  createdAt: '',
  updatedAt: '',
  isAdmin: 0,
})

const firstNames = [
  'Jan',
  'Els',
  'Søren',
  'Łukasz',
  'Zoë',
  'Fatma',
  'Bram',
  'Ümit',
  'Noor',
  'IJsbrand',
]

/** 20,000 accounts with ten first names; each has a last name of its own. */
async function fill(db: Storage): Promise<void> {
  const rows = Array.from({ length: 20_000 }, (_, n) =>
    row(`p${n}`, `${firstNames[n % 10]} van der Berg${n}`),
  )
  rows.push(row('elise', 'Élise ter Bráák-de Waterhof', 'e.waterhof@praktijk-zuid.nl'))
  for (let start = 0; start < rows.length; start += 1_000)
    await db
      .insertInto('user')
      .values(rows.slice(start, start + 1_000))
      .execute()
}

describe.each(databases)('20,000 accounts on $name', ({ open, skipped, name }) => {
  let under: DatabaseUnderTest
  let db: Storage
  const stepsOf = async (query: {
    explain: SelectQueryBuilder<object, never, object>['explain']
  }) => {
    const steps =
      name === 'SQLite'
        ? await query.explain<Record<string, unknown>>(undefined, sql`query plan`)
        : await query.explain<Record<string, unknown>>()
    return steps.map((step) => String(step['detail'] ?? step['QUERY PLAN'])).join('\n')
  }
  beforeAll(async () => {
    if (skipped !== null) return
    under = await open()
    db = under.db
    await fill(db)
    await findAccounts(db, { q: '' })
    await sql`analyze`.execute(db)
  }, 120_000)
  afterAll(() => under?.close())

  const found = async (q: string) => {
    const { rows, total } = await findAccounts(db, { q })
    expect(rows).toHaveLength(Math.min(total, limits.accountsPerPage.max))
    return { names: rows.map((account) => account.name), total }
  }

  /** The steps of the database for the page of a search, one a line. */
  const planOf = (q: string, after: { sortName: string; id: string } | null = null) =>
    stepsOf(accountsAfter(db, { q, after }))

  test.skipIf(skipped !== null)(
    'are found by the beginnings of words, without marks or capitals',
    async () => {
      for (const q of [
        'elise',
        'BRAAK',
        'waterhof él',
        'braak-de',
        '(Élise)',
        'zuid',
        '@praktijk-z',
        'e.waterhof@',
      ])
        expect([q, await found(q)]).toEqual([
          q,
          { names: ['Élise ter Bráák-de Waterhof'], total: 1 },
        ])
      expect((await found('soren')).total).toBe(2_000)
      expect((await found('lukasz berg13')).total).toBe(112)
      expect(await found('laise')).toEqual({ names: [], total: 0 })
      expect(await found('e% _')).toMatchObject({ total: (await found('e')).total })
    },
  )

  test.skipIf(skipped !== null)(
    'are read by an index, for a search and for each page',
    async () => {
      const search = await planOf('waterhof ter')
      expect(search).toMatch(/account_words/)
      const page = await planOf('', { sortName: 'jan van der berg10', id: 'p10' })
      expect(page).toMatch(/user_sort_name_idx/)
      // Neither reads a whole table, and a page is not sorted.
      expect(search).not.toMatch(/SCAN user\b(?!.*INDEX)|SCAN account_words|Seq Scan/)
      expect(page).not.toMatch(/SCAN|Seq Scan|TEMP B-TREE|Sort/)
    },
  )

  test.skipIf(skipped !== null)(
    'are listed page after page, each account once and in order',
    async () => {
      const names: string[] = []
      let cursor: string | undefined
      do {
        const page = await findAccounts(db, { q: 'soren', cursor })
        names.push(...page.rows.map((account) => account.name))
        cursor = page.next
      } while (cursor !== undefined)
      expect(new Set(names).size).toBe(2_000)
      expect(names).toEqual(names.toSorted())
      const first = await findAccounts(db, { q: '' })
      expect(first).toMatchObject({ total: 20_001 })
      expect(first.rows[0]?.name).toBe('Bram van der Berg10006')
      await expect(findAccounts(db, { q: '', cursor: 'onzin' })).rejects.toMatchObject({
        code: 'invalid-values',
      })
    },
  )

  test.skipIf(skipped !== null)(
    'are found by a name that any server gave them, and by their former one no more',
    async () => {
      // As a server of the release before does, which knows of no words.
      await db.updateTable('user').set({ name: 'Ilse Brink' }).where('id', '=', 'p5').execute()
      expect(await found('brink')).toEqual({ names: ['Ilse Brink'], total: 1 })
      expect((await found('berg5')).names).not.toContain('Fatma van der Berg5')
      await db.updateTable('user').set({ mergedInto: 'p6' }).where('id', '=', 'p5').execute()
      expect(await found('brink')).toEqual({ names: [], total: 0 })
      expect(await nextStale(db).execute()).toEqual([])
    },
  )

  test.skipIf(skipped !== null)('are looked up for new words by an index', async () => {
    expect(await stepsOf(nextStale(db))).toContain('user_stale_words_idx')
  })
})

test('words of an account are its whole words, their parts, its address and the domain of that', () => {
  expect(wordsOfAccount({ name: "Jan d'Œuvre (huisarts)", email: 'j.d@kern-zuid.nl' })).toEqual([
    'jan',
    "d'oeuvre",
    'huisarts',
    'j.d@kern-zuid.nl',
    'd',
    'oeuvre',
    'j',
    'kern',
    'zuid',
    'nl',
    '@kern-zuid.nl',
  ])
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableOf } from '../format/lookup.ts'
import { FormatSchema } from '../format/schema.ts'
import type { Row } from './content.ts'
import { type NotCounted, uncountedRows } from './counted-rows.ts'
import { totalsOf } from './totals.ts'

const income = tableOf(
  FormatSchema.parse(
    JSON.parse(readFileSync(new URL('../formats/rijnmond-wijkplan.json', import.meta.url), 'utf8')),
  ),
  'income',
)
if (income === undefined) throw new Error('The form has no income.')

const parties = [
  { id: 'joined', connected: 'ja' },
  { id: 'apart', connected: 'nee' },
  { id: 'unsaid', connected: null },
]
const fee = { ionPatients: 100, rateCents: 224, amountCents: 22_400 }
const amount = { ionPatients: null, rateCents: null, amountCents: 5_000 }

type Case = [is: string, rows: Record<string, unknown>[], left: (NotCounted | null)[]]
const cases: Case[] = [
  ['patients of a connected practice', [{ party: 'joined', ...fee }], [null]],
  ['patients of a practice that is not connected', [{ party: 'apart', ...fee }], ['not-connected']],
  ['patients of a practice that may be connected', [{ party: 'unsaid', ...fee }], ['unknown']],
  ['patients of nobody', [{ party: null, ...fee }], ['nobody']],
  ['patients of a practice that was removed', [{ party: 'gone', ...fee }], ['nobody']],
  ['patients of a row of another table', [{ party: 'person', ...fee }], ['nobody']],
  ['0 patients of nobody', [{ party: null, ...fee, ionPatients: 0 }], ['nobody']],
  [
    'a practice listed twice',
    [
      { party: 'joined', ...fee },
      { party: 'joined', ...fee },
    ],
    [null, 'twice'],
  ],
  ['an amount of nobody, which is other income', [{ party: null, ...amount }], [null]],
  ['an amount at a row of another table', [{ party: 'person', ...amount }], [null]],
  ['an amount at its own row', [{ party: 'income-0', ...amount }], [null]],
]

describe('R1 R2 which income counts', () => {
  test.each(cases)('%s', (_, cells, left) => {
    const rows = cells.map((row, at) => ({ id: `income-${at}`, ...row }) as Row)
    const tables = { parties, people: [{ id: 'person', connected: 'ja' }], income: rows }
    const found = uncountedRows(income, rows, tables as Record<string, readonly Row[]>)
    expect(rows.map(({ id }) => found.get(id) ?? null)).toEqual(left)
    const counted = rows.filter((_row, at) => left[at] === null)
    expect(totalsOf(income, rows, [], tables as Record<string, readonly Row[]>)?.totalCents).toBe(
      counted.reduce((sum, row) => sum + Number(row['amountCents']), 0),
    )
  })
})

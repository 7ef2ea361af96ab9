import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableOf } from '../format/lookup.ts'
import { FormatSchema } from '../format/schema.ts'
import type { DateStyle } from '../text/moment.ts'
import type { PlanContent, Row } from './content.ts'
import { factsOf } from './row-summary.ts'

const medrie = FormatSchema.parse(
  JSON.parse(readFileSync(new URL('../formats/medrie-wijkplan.json', import.meta.url), 'utf8')),
)
const activities = tableOf(medrie, 'activities')
const content = { tables: {}, totals: {} } as unknown as PlanContent

describe('what a folded row says', () => {
  test.each<[DateStyle, string]>([
    ['words', '4 feb – 16 dec 2026'],
    ['figures', '2026-02-04 – 2026-12-16'],
  ])('has its days in %s, as its reader chose', (dates, expected) => {
    if (activities === undefined) throw new Error('no activities')
    const row = { id: 'a1', dateFrom: '2026-02-04', dateTo: '2026-12-16' } as Row
    const facts = factsOf(activities, row, { content, format: medrie, dates })
    expect(facts.find(({ kind }) => kind === 'days')?.text).toBe(expected)
  })

  test('has a day beside other words in the same way', () => {
    if (activities === undefined) throw new Error('no activities')
    const table = { ...activities, summary: [{ columns: ['title', 'dateTo'] }] }
    const row = { id: 'a1', title: 'Tien', dateTo: '2026-12-16' } as Row
    const text = (dates: DateStyle) =>
      factsOf(table, row, { content, format: medrie, dates })[0]?.text
    expect([text('words'), text('figures')]).toEqual([
      expect.stringContaining('16 december 2026'),
      expect.stringContaining('2026-12-16'),
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { formOf } from '#shared/format/form-and-year.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import { formatEuro } from '#shared/money.ts'
import { isUntouchedPreset } from '#shared/plan/filled.ts'
import {
  exampleNames,
  examplePlan,
  options,
  planContent,
  readFormat,
} from '#tests/support/sample-plans.ts'
import { buildDocument } from './document/document.ts'
import { blockText } from './document/document-text.ts'
import { publicPlan } from './public-plan.ts'
import { buildWorkbook } from './sheet/sheets.ts'

/** Everything that any file is made of. */
const everythingOf = ({ content, format }: ReturnType<typeof publicPlan>): string =>
  JSON.stringify([
    content,
    buildDocument(content, format, options).nodes.map(blockText),
    buildWorkbook(content, format, options).sheets,
  ])

describe.each(exampleNames)('the open version of %s', (name) => {
  const plan = examplePlan(name)
  const open = publicPlan(plan.content, plan.format)
  const text = everythingOf(open)

  test('names nobody', () => {
    const people = plan.content.tables['people'] ?? []
    expect(people.length).toBeGreaterThan(2)
    for (const person of people) expect(text).not.toContain(String(person['name']))
    for (const person of people) expect(text).not.toContain(`"${person.id}"`)
  })

  test('has no rate, and nothing to compute one from', () => {
    for (const table of tablesOf(open.format))
      for (const column of table.columns)
        expect(column.kind === 'money' && (column.isRate || column.product !== undefined)).toBe(
          false,
        )
    const rates = new Set(
      (plan.content.tables['budget'] ?? [])
        .map((row) => row['rateCents'])
        .filter((rate) => typeof rate === 'number' && rate > 0),
    )
    expect(rates.size).toBeGreaterThan(0)
    const budget = JSON.stringify(open.content.tables['budget'])
    expect(budget).not.toContain('rateCents')
    expect(budget).not.toContain('quantityHundredths')
  })

  test('leaves out the preset rows that nobody edited, which without their rate look like lines', () => {
    for (const table of tablesOf(formOf(plan.format))) {
      const untouched = (plan.content.tables[table.id] ?? []).filter((row) =>
        isUntouchedPreset(table, row),
      )
      const left = new Set(open.content.tables[table.id]?.map((row) => row.id))
      expect(untouched.filter((row) => left.has(row.id))).toEqual([])
    }
  })

  test('keeps the plan: every open field, amount and total', () => {
    const nodes = buildDocument(open.content, open.format, options).nodes.map(blockText).join('\n')
    const totals = plan.content.totals['budget']
    for (const cents of [totals?.totalCents ?? 0, ...Object.values(totals?.groups ?? {})])
      expect(nodes).toContain(formatEuro(cents))
    for (const section of plan.format.sections.filter(
      (candidate) => candidate.part === 'plan' && !candidate.isHead,
    ))
      expect(nodes).toContain(section.title)
  })

  test('has nothing of what is kept beside the form', () => {
    for (const section of plan.format.sections.filter(
      (candidate) => candidate.part === 'execution',
    ))
      for (const block of section.blocks) expect(open.content.tables[block.id]).toBeUndefined()
    expect(open.content.problems).toEqual([])
  })
})

test('the open version of a new plan has no lines that nobody filled in', () => {
  const format = readFormat('hecht-wijkverband')
  const content = planContent(format, { values: {} })
  expect(content.tables['budget']).toHaveLength(12)
  expect(publicPlan(content, format).content.tables['budget']).toEqual([])
})

describe('texts', () => {
  const format = readFormat('medrie-wijkplan')
  const content = planContent(format, {
    values: { wijk: 'Oost' },
    fields: {
      leden: 'Jan Jansen',
      netwerk:
        'Bel JAN  JANSEN (06-12345678 of +31 38 123 45 67), mail jan@praktijk.nl. Janssen blijft. Van 2026 tot 2027, € 0.612.345.678.',
      uitgangspunten: 'Jan Jansens plan',
    },
    tables: {
      people: [
        { id: 'person1', name: 'Jan Jansen' },
        { id: 'person2', name: 'Al' },
      ],
      parties: [{ id: 'party01', name: 'Praktijk Oost' }],
      themes: [
        { id: 'theme01', title: 'Alles over Jan Jansen', lead: 'person1' },
        { id: 'theme02', title: 'Tweede', lead: 'party01' },
      ],
    },
  })
  const open = publicPlan(content, format)

  test('lose the names that the plan knows, addresses and numbers; nothing else', () => {
    const text = JSON.stringify(open.content.fields)
    expect(text).toContain(
      'Bel [naam] ([telefoonnummer] of [telefoonnummer]), mail [e-mailadres]. Janssen blijft. Van 2026 tot 2027, € 0.612.345.678.',
    )
    expect(text).toContain('Jan Jansens plan')
    expect(open.content.fields['leden']).toBeUndefined()
    expect(open.content.tables['themes']).toMatchObject([
      { title: 'Alles over [naam]', lead: null },
      { title: 'Tweede', lead: 'party01' },
    ])
  })

  test('lose links that are contact data', () => {
    const doc = {
      type: 'doc' as const,
      content: [
        {
          type: 'paragraph',
          content: [
            {
              type: 'text',
              text: 'schrijf',
              marks: [{ type: 'link', attrs: { href: 'mailto:jan@praktijk.nl' } }],
            },
          ],
        },
      ],
    }
    expect(
      JSON.stringify(publicPlan({ ...content, fields: { netwerk: doc } }, format).content.fields),
    ).not.toContain('mailto')
  })
})

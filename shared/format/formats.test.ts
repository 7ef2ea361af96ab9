import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFormat } from '#tests/support/sample-plans.ts'
import { type Format, FormatFileSchema, FormatSchema } from './schema.ts'

const folder = new URL('../formats/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

test.each(files)('%s is a valid format with its own name as id', (file) => {
  const result = FormatFileSchema.safeParse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  expect(result.error?.issues ?? []).toEqual([])
  expect(`${result.data?.id}.json`).toBe(file)
})

type Sourced = { source?: string; columns?: { source?: string }[] }

test('a block that does not say its source is a fault of a file, and none of a stored form', () => {
  const { sections, ...format } = JSON.parse(
    readFileSync(new URL('medrie-wijkplan.json', folder), 'utf8'),
  ) as { sections: { blocks: Sourced[] }[] }
  const before = {
    ...format,
    sections: sections.map((section) => ({
      ...section,
      blocks: section.blocks.map(({ source: _, columns, ...block }) => ({
        ...block,
        ...(columns === undefined
          ? {}
          : { columns: columns.map(({ source: __, ...column }) => column) }),
      })),
    })),
  }
  expect(FormatFileSchema.safeParse(before).error?.issues[0]?.message).toBe(
    'blok team: source ontbreekt: form (van de uitgever) of ours (toegevoegd)',
  )
  // A stored form keeps its hash: reading it adds nothing.
  const stored = FormatSchema.parse(before)
  expect(JSON.stringify(FormatSchema.parse(stored))).toBe(JSON.stringify(stored))
  expect(
    stored.sections.flatMap(({ blocks }) => blocks).flatMap(({ source }) => source ?? []),
  ).toEqual([])
})

const guidanceOf = (format: Format) => [format, ...format.sections].flatMap((part) => part.guidance)

/** In a source a fragment stands under a title that names its subject. */
const withoutSubject =
  /^· (Ontvangen|Werken|Is|Neemt|Brengt|Maakt|Ondersteunt|Informeert|Heeft(?! u)|Werkt|Organiseert|Krijgen|Kunnen|Worden|Zijn|Hebben) /

test.each(files.map((file) => file.replace('.json', '')))(
  'the guidance of %s is words, and each fragment has its subject above it',
  (id) => {
    const entries = guidanceOf(readFormat(id))
    const raw = entries.flatMap(({ title = '', paragraphs }) =>
      [title, ...paragraphs].filter((text) => /\]\(|\*\*|^#|^- /.test(text)),
    )
    expect(raw).toEqual([])
    const alone = entries.filter(
      ({ title, paragraphs }) =>
        title === undefined && paragraphs.some((text) => withoutSubject.test(text)),
    )
    expect(alone).toEqual([])
    // Without a mark of a list the same fragment would be a sentence without a subject.
    expect(
      entries.flatMap(({ paragraphs }) =>
        paragraphs.filter((text) => withoutSubject.test(`· ${text}`)),
      ),
    ).toEqual([])
  },
)

test.each([
  ['medrie-wijkplan', ['M1', 'M2', 'M3', 'M11', 'M13', 'M16']],
  ['hecht-wijkverband', ['Z2', 'Z4', 'Z6', 'Z8', 'Z10', 'Z11', 'Z12', 'Z13', 'Z14', 'Z16', 'Z17']],
  ['rijnmond-wijkplan', ['R1', 'R2', 'R3', 'R10', 'R11']],
])('%s holds the rules of its source', (id, expected) => {
  const format = readFormat(id)
  const found = new Set(format.rules.map((rule) => rule.id))
  for (const block of format.sections.flatMap((section) => section.blocks)) {
    if (block.rule !== undefined) found.add(block.rule)
    if (block.kind === 'table')
      for (const column of block.columns) if (column.rule !== undefined) found.add(column.rule)
  }
  expect(expected.filter((rule) => !found.has(rule))).toEqual([])
})

describe('hecht-wijkverband', () => {
  test('Z11 Z12 Z13: four groups of three preset rows, hours first and amounts after', () => {
    const budget = readFormat('hecht-wijkverband')
      .sections.flatMap((section) => section.blocks)
      .find((block) => block.id === 'budget')
    if (budget?.kind !== 'table') throw new Error('no budget')
    const rate = { quantityHundredths: 0, rateCents: 7500 }
    const amount = { quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 0 }
    expect(budget.presetRows.map(({ description: _, ...row }) => row)).toEqual([
      ...['aanjagen', 'vacatie'].flatMap((group) => Array(3).fill({ group, ...rate })),
      ...['bijeenkomsten', 'overig'].flatMap((group) => Array(3).fill({ group, ...amount })),
    ])
    expect(budget.groups?.map((group) => group.entry)).toEqual(['rate', 'rate', 'amount', 'amount'])
    expect(budget.totals).toEqual([{ column: 'amountCents', label: 'Totale kosten' }])
  })
})

import { describe, expect, it } from 'vitest'
import hecht from '../formats/hecht-wijkverband.json' with { type: 'json' }
import medrie from '../formats/medrie-wijkplan.json' with { type: 'json' }
import rijnmond from '../formats/rijnmond-wijkplan.json' with { type: 'json' }
import { contentOfBlock } from './blocks.ts'
import { formOf, yearOf } from './form-and-year.ts'
import { blocksOf, tableOf, tablesOf } from './lookup.ts'
import { type Format, FormatSchema } from './schema.ts'

const formats = { hecht, medrie, rijnmond }
const parsed = (json: unknown): Format => FormatSchema.parse(json)
const columnsOf = (format: Format, table: string) =>
  tableOf(format, table)?.columns.map(({ id }) => id)
const totalsOf = (format: Format, table: string) =>
  tableOf(format, table)?.totals.map(({ column }) => column)

/** Everything that a plan of this format can hold, by name. */
function placesOf(format: Format): string[] {
  return [...blocksOf(format)].flatMap(({ section, block }) => {
    const {
      fields = [],
      values = [],
      tables = [],
    } = contentOfBlock(block, block.label ?? section.title)
    return [
      ...fields.map((id) => `field ${id}`),
      ...values.map(({ id }) => `value ${id}`),
      ...tables.flatMap((table) => table.columns.map((column) => `${table.id}.${column.id}`)),
    ]
  })
}

describe.each(Object.entries(formats))('the form and the year of %s', (_, json) => {
  const format = parsed(json)

  it('together hold the whole plan, and nothing twice but what names a row of the year', () => {
    const [form, year] = [placesOf(formOf(format)), placesOf(yearOf(format))]
    expect(new Set([...form, ...year])).toEqual(new Set(placesOf(format)))
    const twice = form.filter((place) => year.includes(place))
    for (const place of twice) {
      const [table = '', id = ''] = place.split('.')
      const column = tableOf(format, table)?.columns.find((candidate) => candidate.id === id)
      expect([place, column?.isTitle === true || id === 'group' || id === 'amountCents']).toEqual([
        place,
        true,
      ])
    }
  })

  it('the form keeps no table of the year, no reference to one and no rule about one', () => {
    const form = formOf(format)
    expect(form.sections.every((section) => section.part === 'plan')).toBe(true)
    const known = new Set(tablesOf(form).map(({ id }) => id))
    for (const { columns } of tablesOf(form))
      for (const column of columns)
        if (column.kind === 'reference')
          expect(column.tables.every((table) => known.has(table))).toBe(true)
    for (const rule of form.rules) if ('table' in rule) expect(known.has(rule.table)).toBe(true)
  })

  it('is the same object each time, also for the form of the form', () => {
    expect(formOf(format)).toBe(formOf(format))
    expect(formOf(formOf(format))).toBe(formOf(format))
    expect(yearOf(yearOf(format))).toBe(yearOf(format))
  })
})

describe('the budget', () => {
  it('is of the form, and its actual costs with everything computed from them of the year', () => {
    const [form, year] = [formOf(parsed(rijnmond)), yearOf(parsed(rijnmond))]
    expect(columnsOf(form, 'budget')).toEqual([
      'group',
      'description',
      'quantityHundredths',
      'rateCents',
      'amountCents',
      'profession',
    ])
    expect(totalsOf(form, 'budget')).toEqual(['amountCents'])
    expect(columnsOf(year, 'budget')).toEqual([
      'group',
      'description',
      'amountCents',
      'actualK1Cents',
      'actualK2Cents',
      'actualK3Cents',
      'actualK4Cents',
      'actualCents',
      'differenceCents',
    ])
    expect(totalsOf(year, 'budget')).toHaveLength(7)
  })

  it('of a form without actual costs is in the form alone', () => {
    expect(tableOf(yearOf(parsed(hecht)), 'budget')).toBeUndefined()
  })
})

describe('progress', () => {
  it('of themes and activities is of the year', () => {
    for (const table of ['themes', 'activities']) {
      expect(columnsOf(formOf(parsed(rijnmond)), table)).not.toContain('status')
      expect(columnsOf(yearOf(parsed(rijnmond)), table)).toEqual(['title', 'status'])
    }
  })

  it('as the second measurement of a questionnaire is of the year, with its date', () => {
    const places = placesOf(formOf(parsed(hecht)))
    expect(places).toContain('vragenlijst.start')
    expect(places).not.toContain('vragenlijst.end')
    expect(places).not.toContain('value endDate')
    expect(placesOf(yearOf(parsed(hecht)))).toContain('value endDate')
  })
})

it('a rule about the year is no rule of the form, and the other way round', () => {
  const format = parsed(rijnmond)
  const ids = (of: Format) => of.rules.map((rule) => rule.id)
  expect(ids(formOf(format))).not.toContain('R6')
  expect(ids(yearOf(format))).toContain('R6')
})

describe('a form from before the year was marked', () => {
  /** Without the marks that are new: those of columns, and of a moment. */
  function unmarked(json: typeof medrie | typeof hecht | typeof rijnmond): Format {
    const copy = structuredClone(json) as { version: number; sections: Marked[] }
    for (const section of copy.sections)
      for (const block of section.blocks)
        for (const one of [...(block.columns ?? []), ...(block.moments ?? [])]) delete one.part
    return parsed({ ...copy, version: 2 })
  }
  type Marked = { blocks: { columns?: { part?: string }[]; moments?: { part?: string }[] }[] }

  it.each(Object.entries(formats))('%s has the same parts', (_, json) => {
    expect(placesOf(formOf(unmarked(json)))).toEqual(placesOf(formOf(parsed(json))))
    expect(placesOf(yearOf(unmarked(json)))).toEqual(placesOf(yearOf(parsed(json))))
  })

  it('of somebody else is a form as a whole, until it marks the year', () => {
    const own = { ...unmarked(medrie), id: 'eigen-formulier' }
    expect(columnsOf(formOf(own), 'budget')).toContain('actualCents')
  })
})

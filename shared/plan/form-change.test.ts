import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Format, FormatSchema, type Section } from '../format/schema.ts'
import { atOnce } from '../steps.ts'
import type { PlanInput } from './content.ts'
import { type FormChange, formChangeInSteps } from './form-change.ts'
import { readPlan } from './read.ts'
import { seedPlan } from './seed.ts'

const medrie = FormatSchema.parse(
  JSON.parse(readFileSync(new URL('../formats/medrie-wijkplan.json', import.meta.url), 'utf8')),
)

type Block = Section['blocks'][number]
const eachBlock = (
  format: Format,
  change: (block: Block, section: Section) => Block[],
): Format => ({
  ...format,
  version: format.version + 1,
  sections: format.sections.map((section) => ({
    ...section,
    blocks: section.blocks.flatMap((block) => change(block, section)),
  })),
})

const themes = (change: (table: Extract<Block, { kind: 'table' }>) => Block) =>
  eachBlock(medrie, (block) => [
    block.kind === 'table' && block.id === 'themes' ? change(block) : block,
  ])

function changeTo(after: Format, input: PlanInput): FormChange {
  const doc = new Y.Doc()
  let ids = 0
  Y.applyUpdate(
    doc,
    seedPlan(medrie, input, () => {
      ids += 1
      return `rij${ids}`
    }),
  )
  const at = { epoch: 'e', seq: 1 }
  const reading = (format: Format) => ({ format, content: readPlan(doc, format, at) })
  return atOnce(formChangeInSteps(reading(medrie), reading(after)))
}

const filled: PlanInput = {
  values: { wijk: 'Oost', wijkscanDate: '2026-01-10' },
  fields: { uitgangspunten: 'Samen.' },
  tables: { themes: [{ id: 't1', title: 'Eenzaamheid', goal: 'Minder.' }] },
}
const withoutBlock = (id: string) => eachBlock(medrie, (block) => (block.id === id ? [] : [block]))

describe('another version of the form of a plan', () => {
  test('the same form asks nothing, moves nothing and has a place for everything', () => {
    expect(changeTo({ ...medrie, version: 4 }, filled)).toEqual({
      asks: [],
      moves: [],
      rewords: [],
      obstacles: [],
    })
  })

  test('names a new question once, and a new column with its table', () => {
    const extra = eachBlock(medrie, (block, section) =>
      section.id === 'samenwerking'
        ? [block, { kind: 'line', id: 'spelregels', label: 'Spelregels:' } as Block]
        : [block],
    )
    expect(changeTo(extra, filled).asks).toEqual([
      {
        section: 'Wat vind je belangrijk in de samenwerking?',
        table: null,
        label: 'Spelregels',
      },
    ])
    const column = themes((table) => ({
      ...table,
      columns: [
        ...table.columns,
        {
          kind: 'date',
          id: 'klaar',
          label: 'Klaar op',
          width: 1,
          isTitle: false,
          isInternal: false,
        },
      ],
    }))
    expect(changeTo(column, filled)).toMatchObject({
      asks: [{ table: 'Thema’s', label: 'Klaar op' }],
      obstacles: [],
    })
  })

  test('names what moves to another section, a table as a whole', () => {
    const moved = eachBlock(medrie, (block, section) => {
      if (block.id === 'themes') return []
      const table = medrie.sections
        .flatMap(({ blocks }) => blocks)
        .filter(({ id }) => id === 'themes')
      return section.id === 'samenwerking' ? [block, ...table] : [block]
    })
    expect(changeTo(moved, filled).moves).toEqual([
      {
        label: 'Thema’s',
        from: 'Bepaal de problemen/thema’s van de wijk',
        to: 'Wat vind je belangrijk in de samenwerking?',
      },
    ])
  })

  test.each([
    ['an answer', 'wijkscanDate', { reason: 'no-place', label: 'Datum wijkscan', count: 1 }],
    ['a table with rows', 'themes', { reason: 'no-place', label: 'Thema’s', count: 1 }],
  ])('has no place for %s', (_, id, obstacle) => {
    expect(changeTo(withoutBlock(id), filled).obstacles).toContainEqual(obstacle)
    expect(changeTo(withoutBlock(id), { values: {} }).obstacles).toEqual([])
  })

  test('has no place for a text, and its section is gone too', () => {
    const gone = withoutBlock('uitgangspunten')
    const after = { ...gone, sections: gone.sections.filter(({ blocks }) => blocks.length > 0) }
    expect(changeTo(after, filled).obstacles).toEqual([
      { reason: 'section-gone', label: 'Wat vind je belangrijk in de samenwerking?', count: 1 },
      { reason: 'no-place', label: expect.any(String), count: 1 },
    ])
  })

  test('has no place for the cells of a column that it lacks, or that holds something else', () => {
    const lacks = themes((table) => ({
      ...table,
      columns: table.columns.filter(({ id }) => id !== 'goal'),
    }))
    expect(changeTo(lacks, filled).obstacles).toMatchObject([{ reason: 'no-place', count: 1 }])
    const other = eachBlock(medrie, (block) =>
      block.id === 'wijkscanDate'
        ? [{ kind: 'number', id: 'wijkscanDate', label: 'Aantal wijkscans' } as Block]
        : [block],
    )
    expect(changeTo(other, filled).obstacles).toMatchObject([{ reason: 'no-place', count: 1 }])
  })

  test('a new column of rich text has no text in rows that exist', () => {
    const after = themes((table) => ({
      ...table,
      columns: [
        ...table.columns,
        {
          kind: 'richText',
          id: 'verhaal',
          label: 'Verhaal',
          width: 1,
          isTitle: false,
          isInternal: false,
        },
      ],
    }))
    expect(changeTo(after, filled).obstacles).toEqual([
      { reason: 'text-column', label: 'Verhaal', count: 1 },
    ])
    expect(changeTo(after, { values: {} }).obstacles).toEqual([])
  })

  test('a budget line keeps its group, or there is no place for it', () => {
    const after = eachBlock(medrie, (block) =>
      block.kind === 'table' && block.id === 'budget'
        ? [
            {
              ...block,
              groups: (block.groups ?? []).filter(
                (group) => group.kind !== 'fixed' || group.id !== 'netwerk',
              ),
            },
          ]
        : [block],
    )
    const lines = {
      budget: [{ id: 'r1', group: 'netwerk', description: 'Zaal', amountCents: 100 }],
    }
    expect(changeTo(after, { values: {}, tables: lines }).obstacles).toMatchObject([
      { reason: 'no-place', count: 1 },
    ])
  })
})

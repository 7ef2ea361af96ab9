import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '../errors.ts'
import { tablesOf } from '../format/lookup.ts'
import { type Format, FormatSchema } from '../format/schema.ts'
import { lineCents } from '../money.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import type { Steps } from '../steps.ts'
import type { PlanContent, PlanInput } from './content.ts'
import { groupsOf } from './groups.ts'
import { fieldFragment, planValues, tableRows } from './layout.ts'
import { findProblems } from './problems.ts'
import { readPlan, readPlanInSteps } from './read.ts'
import { addRow, moveRow, removeRow, restoreRow, setCell, setLineEntry } from './rows.ts'
import { seedInSteps, seedPlan } from './seed.ts'

const folder = new URL('../formats/', import.meta.url)
const formats = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map(
    (name): Format => FormatSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
  )
const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const at = { epoch: 'e1', seq: 1 }

let counter = 0
const newId = () => `row${counter++}`

function open(format: Format, input: PlanInput = { values }): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedPlan(format, input, newId))
  return doc
}
const format = (id: string): Format => {
  const found = formats.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`no format ${id}`)
  return found
}
const budgetOf = (of: Format) => {
  const table = tablesOf(of).find((candidate) => candidate.id === 'budget')
  if (table === undefined) throw new Error('no budget')
  return table
}

describe.each(formats.map((each) => [each.id, each] as const))('%s', (_id, each) => {
  test('seeds and reads', () => {
    const content = readPlan(open(each), each, at)
    expect(content.values['wijk']).toBe('Kraaienveen')
    expect(content.problems).toEqual([])
    for (const table of tablesOf(each))
      expect(content.tables[table.id]).toHaveLength(table.presetRows.length)
    expect(content.totals['budget']?.totalCents).toBe(0)
  })

  test('the content that is read from a plan makes an equal plan', () => {
    const doc = open(each)
    for (const table of tablesOf(each)) {
      addRow(doc, table, {
        id: `x-${table.id}`,
        index: 0,
        cells: Object.fromEntries(
          table.columns
            .filter((column) => column.kind === 'line' || column.kind === 'richText')
            .map((column) => [column.id, `Tekst ${column.id}`]),
        ),
      })
    }
    const first = readPlan(doc, each, at)
    const again = readPlan(
      open(each, { values: first.values, fields: first.fields, tables: first.tables }),
      each,
      at,
    )
    expect(again).toEqual(first)
  })

  test('any bytes a client can put in never make it throw', () => {
    const anything = fc.oneof(
      fc.anything({ maxDepth: 1 }),
      fc.constantFrom('nvt', '2026-02-30', 1e12, -5, 0.5, Number.NaN, '', true),
    )
    const names = [...tablesOf(each).map((table) => table.id), 'unknown']
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...names),
            fc.constantFrom(
              'order',
              'removed',
              'group',
              'title',
              'goal',
              'quantityHundredths',
              'rateCents',
              'amountCents',
              'dateTo',
            ),
            anything,
          ),
          {
            maxLength: 20,
          },
        ),
        (writes) => {
          const doc = open(each)
          for (const [table, cell, value] of writes) {
            const rows = tableRows(doc, table)
            const row = new Y.Map<unknown>()
            rows.set(newId(), row)
            try {
              row.set(cell, value)
            } catch {
              // Yjs itself rejects a value that it can't encode.
            }
            rows.set('../evil', 'not a row')
            planValues(doc).set('wijk', 5)
          }
          const content = readPlan(doc, each, at)
          expect(() => JSON.stringify(content)).not.toThrow()
          findProblems(content, each)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('reading what clients wrote', () => {
  test('a rich text with unknown nodes, nesting and embeds is read without them and reported', () => {
    const hecht = format('hecht-wijkverband')
    const doc = open(hecht)
    const fragment = fieldFragment(doc, 'ondersteuning')
    const script = new Y.XmlElement('script')
    const paragraph = new Y.XmlElement('paragraph')
    const text = new Y.XmlText()
    text.insert(0, 'goed', { bold: {}, 'link--abcd1234': { href: 'javascript:alert(1)' } })
    text.insertEmbed(4, { image: 'x' })
    paragraph.insert(0, [text])
    let deep = new Y.XmlElement('blockquote')
    fragment.insert(0, [script, paragraph, deep])
    for (let i = 0; i < 200; i++) {
      const inner = new Y.XmlElement('blockquote')
      deep.insert(0, [inner])
      deep = inner
    }
    const content = readPlan(doc, hecht, at)
    expect(content.fields['ondersteuning']?.content?.[0]).toEqual({
      type: 'paragraph',
      content: [{ type: 'text', text: 'goed', marks: [{ type: 'bold' }] }],
    })
    expect(content.problems).toContainEqual(
      expect.objectContaining({
        rule: 'leesbaar',
        target: { kind: 'field', field: 'ondersteuning' },
      }),
    )
  })

  test('a removed row is gone from content and totals, and comes back whole', () => {
    const hecht = format('hecht-wijkverband')
    const doc = open(hecht)
    const table = budgetOf(hecht)
    addRow(doc, table, {
      id: 'a',
      cells: { group: 'aanjagen', description: 'Uren', quantityHundredths: 125, rateCents: 9620 },
    })
    expect(readPlan(doc, hecht, at).totals['budget']).toMatchObject({
      totalCents: 12025,
      quantityHundredths: 125,
      groups: { aanjagen: 12025 },
    })
    removeRow(doc, 'budget', 'a')
    expect(readPlan(doc, hecht, at).totals['budget']?.totalCents).toBe(0)
    setCell(doc, 'budget', 'a', 'quantityHundredths', 250)
    restoreRow(doc, 'budget', 'a')
    expect(readPlan(doc, hecht, at).totals['budget']?.totalCents).toBe(24050)
  })

  test('Z13 empty, zero and nvt are three things', () => {
    const hecht = format('hecht-wijkverband')
    const doc = open(hecht, {
      values,
      tables: {
        budget: [
          { id: 'e', group: 'aanjagen', quantityHundredths: null, rateCents: null },
          { id: 'z', group: 'aanjagen', quantityHundredths: 0 },
          { id: 'n', group: 'overig', amountCents: 500 },
        ],
      },
    })
    const [empty, zero, notApplicable] = readPlan(doc, hecht, at).tables['budget'] ?? []
    expect(empty).toMatchObject({ quantityHundredths: null, rateCents: null, amountCents: null })
    expect(zero).toMatchObject({ quantityHundredths: 0, rateCents: 7500, amountCents: 0 })
    expect(notApplicable).toMatchObject({
      quantityHundredths: 'nvt',
      rateCents: 'nvt',
      amountCents: 500,
    })
  })

  test('in a group that takes either, a line can be turned into an amount and back', () => {
    const medrie = format('medrie-wijkplan')
    const doc = open(medrie)
    const table = budgetOf(medrie)
    addRow(doc, table, {
      id: 'a',
      cells: { group: 'netwerk', quantityHundredths: 100, rateCents: 5000 },
    })
    const row = () =>
      readPlan(doc, medrie, at).tables['budget']?.find((candidate) => candidate.id === 'a') ?? {
        id: '',
      }
    expect(row()['amountCents']).toBe(5000)
    setLineEntry(doc, { table, row: row(), group: 'either' }, 'amount')
    setCell(doc, 'budget', 'a', 'amountCents', 777)
    expect(row()).toMatchObject({ quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 777 })
    setLineEntry(doc, { table, row: row(), group: 'either' }, 'rate')
    expect(row()).toMatchObject({ quantityHundredths: null, amountCents: null })
  })

  test('a budget group per theme; money of a removed theme does not fall out of the sum', () => {
    const medrie = format('medrie-wijkplan')
    const doc = open(medrie, {
      values,
      tables: {
        themes: [
          { id: 't1', title: 'Ouderen' },
          { id: 't2', title: 'Jeugd' },
        ],
        budget: [{ id: 'a', group: 't2', amountCents: 500 }],
      },
    })
    const groups = () => {
      const content = readPlan(doc, medrie, at)
      return groupsOf(budgetOf(medrie), content.tables).map((group) => group.label)
    }
    expect(groups()).toEqual([
      'Vormgeven en onderhouden van het netwerk',
      'Thema 1: Ouderen',
      'Thema 2: Jeugd',
      'Onvoorzien',
    ])
    moveRow(doc, 'themes', 't2', 0)
    expect(groups()).toContain('Thema 1: Jeugd')
    removeRow(doc, 'themes', 't2')
    expect(groups()).toContain('Zonder onderdeel')
    expect(readPlan(doc, medrie, at).totals['budget']?.totalCents).toBe(500)
  })
})

describe('PL1 totals under concurrent edits', () => {
  type Edit = { kind: 'set' | 'rate' | 'add' | 'remove' | 'restore'; row: number; value: number }
  const edit: fc.Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom(
      'set' as const,
      'rate' as const,
      'add' as const,
      'remove' as const,
      'restore' as const,
    ),
    row: fc.nat(5),
    value: fc.nat(99_999),
  })

  test('totals equal the sum of rounded rows on every side, and the sides are equal', () => {
    const hecht = format('hecht-wijkverband')
    const table = budgetOf(hecht)
    const seed = seedPlan(hecht, { values }, newId)
    const apply = (doc: Y.Doc, edits: readonly Edit[], side: string) => {
      for (const { kind, row, value } of edits) {
        if (kind === 'add')
          addRow(doc, table, {
            id: `${side}${row}`,
            index: row,
            cells: { group: 'aanjagen', quantityHundredths: value },
          })
        if (kind === 'set') setCell(doc, 'budget', `a${row}`, 'quantityHundredths', value)
        if (kind === 'rate') setCell(doc, 'budget', `a${row}`, 'rateCents', value)
        if (kind === 'remove') removeRow(doc, 'budget', `a${row}`)
        if (kind === 'restore') restoreRow(doc, 'budget', `a${row}`)
      }
    }
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 15 }),
        fc.array(edit, { maxLength: 15 }),
        (left, right) => {
          const [a, b] = [new Y.Doc(), new Y.Doc()]
          for (const doc of [a, b]) Y.applyUpdate(doc, seed)
          apply(
            a,
            [...Array(6).keys()].map((row): Edit => ({ kind: 'add', row, value: 150 })),
            'a',
          )
          Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
          apply(a, left, 'a')
          apply(b, right, 'b')
          const [stateA, stateB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)]
          Y.applyUpdate(a, stateB)
          Y.applyUpdate(b, stateA)
          const [one, two] = [readPlan(a, hecht, at), readPlan(b, hecht, at)]
          expect(two).toEqual(one)
          expectSums(one)
        },
      ),
      { numRuns: 60 },
    )
  })

  function expectSums(content: PlanContent): void {
    const rows = content.tables['budget'] ?? []
    let sum = 0
    for (const row of rows) {
      const [quantity, rate] = [row['quantityHundredths'], row['rateCents']]
      if (typeof quantity === 'number' && typeof rate === 'number') {
        expect(row['amountCents']).toBe(lineCents(quantity, rate))
        sum += lineCents(quantity, rate)
      }
    }
    expect(content.totals['budget']?.totalCents).toBe(sum)
    expect(Object.values(content.totals['budget']?.groups ?? {}).reduce((a, b) => a + b, 0)).toBe(
      sum,
    )
  }
})

describe('seeding', () => {
  test('LI9 a large plan is written and read in small steps, whatever fills it', () => {
    const input: PlanInput = {
      values: {},
      fields: {
        gewensteSituatie: 'Samen.\n\n'.repeat(3_000),
        huidigeSituatie: 'Regel.\n'.repeat(3_000),
      },
      tables: { budget: Array.from({ length: 3_000 }, () => ({ description: 'Overleg' })) },
    }
    const doc = new Y.Doc()
    const of = format('hecht-wijkverband')
    let made = 0
    const steps = (work: Steps<unknown>) => {
      const units = [...work]
      return { all: units.reduce((sum, unit) => sum + unit, 0), largest: Math.max(...units) }
    }
    const seed = { format: of, input, newRowId: () => `rij-${made++}` }
    const written = steps(seedInSteps(doc, seed))
    const read = steps(readPlanInSteps(doc, of, at))
    for (const { all, largest } of [written, read]) {
      expect(all).toBeGreaterThan(100_000)
      expect(largest).toBeLessThan(2_000)
    }
    expect(readPlan(doc, of, at).tables['budget']).toHaveLength(3_000)
  })

  test('names every input that is wrong', () => {
    const input: PlanInput = {
      values: { ...values, periodTo: '2026-02-30', onbekend: 'x' },
      fields: { nergens: 'x' },
      tables: { budget: [{ id: 'a', bogus: 1 }, { id: 'a' }, { id: 'b', rateCents: -1 }] },
    }
    let caught: unknown
    try {
      seedPlan(format('hecht-wijkverband'), input, newId)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(AppError)
    expect((caught as AppError).fields.map((field) => field.path).sort()).toEqual([
      'fields.nergens',
      'tables.budget.0.bogus',
      'tables.budget.1.id',
      'tables.budget.2.rateCents',
      'values.onbekend',
      'values.periodTo',
    ])
  })

  test('a plain string becomes paragraphs parted by blank lines', () => {
    const content = readPlan(
      open(format('hecht-wijkverband'), {
        values,
        fields: { ondersteuning: 'Een\nregel\n\nTwee' },
      }),
      format('hecht-wijkverband'),
      at,
    )
    expect(content.fields['ondersteuning']).toEqual(plainDoc('Een\nregel\n\nTwee'))
    expect(content.fields['ondersteuning']?.content).toHaveLength(2)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '../errors.ts'
import { tableOf } from '../format/lookup.ts'
import { type Format, FormatSchema, type Table } from '../format/schema.ts'
import type { PlanContent, Row } from './content.ts'
import { findProblems } from './problems.ts'
import { readPlan } from './read.ts'
import { addRow, setCell, typeCell } from './rows.ts'
import { seedPlan } from './seed.ts'

const load = (id: string): Format =>
  FormatSchema.parse(
    JSON.parse(readFileSync(new URL(`../formats/${id}.json`, import.meta.url), 'utf8')),
  )
const medrie = load('medrie-wijkplan')
const rijnmond = load('rijnmond-wijkplan')
const budgetOf = (format: Format): Table => {
  const table = tableOf(format, 'budget')
  if (table === undefined) throw new Error('no budget')
  return table
}
const read = (doc: Y.Doc, format: Format): PlanContent =>
  readPlan(doc, format, { epoch: 'e', seq: 1 })
const lineOf = (doc: Y.Doc, format: Format): Row =>
  read(doc, format).tables['budget']?.[0] ?? { id: '' }

/** A budget with one line, and its row as it is read. */
function withLine(format: Format, cells: Record<string, string | number>): Y.Doc {
  const doc = new Y.Doc()
  addRow(doc, budgetOf(format), { id: 'r1', cells })
  return doc
}

describe('an amount line', () => {
  it.each([
    ['typed on a screen', {}],
    ['stored without nvt, as older documents have it', { amountCents: 500 }],
  ])('stays one when its amount is cleared (%s)', (_, cells) => {
    const doc = withLine(medrie, { group: 'netwerk', description: 'Zaal', ...cells })
    const type = (value: number | null) =>
      typeCell(doc, budgetOf(medrie), { row: 'r1', column: 'amountCents', value })
    type(12_500)
    type(null)
    expect(lineOf(doc, medrie)).toMatchObject({
      quantityHundredths: 'nvt',
      rateCents: 'nvt',
      amountCents: null,
    })
  })

  it('is not made by typing in another cell', () => {
    const doc = withLine(medrie, { group: 'netwerk', quantityHundredths: 100, rateCents: 7500 })
    typeCell(doc, budgetOf(medrie), { row: 'r1', column: 'actualCents', value: 1 })
    expect(lineOf(doc, medrie)).toMatchObject({ quantityHundredths: 100, amountCents: 7500 })
  })
})

describe('actual costs', () => {
  it('an empty actual is no difference, and zero is one of the whole budget', () => {
    const doc = withLine(medrie, { group: 'netwerk', amountCents: 50_000 })
    expect(lineOf(doc, medrie)['differenceCents']).toBeNull()
    expect(read(doc, medrie).totals['budget']?.columns['differenceCents']?.total).toBe(0)
    setCell(doc, 'budget', 'r1', 'actualCents', 0)
    expect(lineOf(doc, medrie)['differenceCents']).toBe(50_000)
  })

  it('four empty quarters are no actual; one filled quarter is', () => {
    const doc = withLine(rijnmond, { group: 'overig', amountCents: 50_000 })
    expect(lineOf(doc, rijnmond)).toMatchObject({ actualCents: null, differenceCents: null })
    setCell(doc, 'budget', 'r1', 'actualK3Cents', 10_000)
    expect(lineOf(doc, rijnmond)).toMatchObject({ actualCents: 10_000, differenceCents: 40_000 })
  })
})

describe('limits of amounts (domain.md 1.4)', () => {
  /** The fields that a new plan with this line is refused for. */
  const refused = (line: Record<string, string | number>): string[] => {
    try {
      seedPlan(
        medrie,
        { values: {}, tables: { budget: [{ group: 'netwerk', ...line }] } },
        () => 'r1',
      )
      return []
    } catch (error) {
      return error instanceof AppError ? error.fields.map(({ path }) => path) : ['no AppError']
    }
  }
  const amount = ['tables.budget.0.amountCents']

  it.each([
    ['the largest amount', { amountCents: 999_999_999 }, []],
    ['a cent more', { amountCents: 1_000_000_000 }, amount],
    ['hours times rate above it', { quantityHundredths: 9_999_999, rateCents: 999_999 }, amount],
    ['hours times rate at it', { quantityHundredths: 9_999_900, rateCents: 10_000 }, []],
    ['below zero', { description: 'Zaal', amountCents: -1 }, amount],
    ['below zero in a correction', { description: 'Correctie op K1', amountCents: -1 }, []],
    [
      'below zero in a line that corrects something',
      { description: 'Correcties', amountCents: -1 },
      amount,
    ],
    [
      'an actual below zero',
      { description: 'Zaal', actualCents: -1 },
      ['tables.budget.0.actualCents'],
    ],
    [
      'negative hours',
      { description: 'Correctie', quantityHundredths: -1, rateCents: 1 },
      ['tables.budget.0.quantityHundredths'],
    ],
  ])('a new plan with %s', (_, line, fields) => {
    expect(refused(line)).toEqual(fields)
  })

  it('a document that got one all the same cannot be handed in', () => {
    // Two users each change one factor at the same moment.
    const doc = withLine(medrie, {
      group: 'netwerk',
      description: 'Uren',
      quantityHundredths: 9_999_999,
      rateCents: 999_999,
    })
    addRow(doc, budgetOf(medrie), {
      id: 'r2',
      cells: { group: 'netwerk', description: 'Zaal', amountCents: -5 },
    })
    expect(
      findProblems(read(doc, medrie), medrie).filter(
        ({ rule, severity }) => rule === 'C1' && severity === 'block',
      ),
    ).toMatchObject([
      { target: { row: 'r1', column: 'amountCents' } },
      { target: { row: 'r2', column: 'amountCents' } },
    ])
  })
})

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { comparePlans } from '../compare/compare-plans.ts'
import { restoreFrom } from '../compare/restore-from.ts'
import { AppError, type FieldError } from '../errors.ts'
import { FormatSchema } from '../format/schema.ts'
import { lineCents } from '../money.ts'
import type { PlanContent } from './content.ts'
import { assembleTables, readPlan } from './read.ts'
import { addRow, setCell } from './rows.ts'
import { seedPlan } from './seed.ts'

const format = FormatSchema.parse(
  JSON.parse(readFileSync(new URL('../formats/hecht-wijkverband.json', import.meta.url), 'utf8')),
)
const budget = format.sections
  .flatMap((section) => section.blocks)
  .flatMap((block) => (block.kind === 'table' && block.id === 'budget' ? [block] : []))[0]
if (budget === undefined) throw new Error('The form has no budget.')

type Line = {
  group: string
  quantityHundredths?: number | 'nvt' | null
  rateCents?: number | 'nvt' | null
  amountCents?: number | null
}

function made(lines: readonly Line[]): { content: PlanContent; doc: Y.Doc } {
  let ids = 0
  const doc = new Y.Doc()
  const rows = lines.map((line, at) => ({ ...line, id: `regel${at}`, description: `Regel ${at}` }))
  Y.applyUpdate(
    doc,
    seedPlan(format, { values: {}, tables: { budget: rows } }, () => {
      ids += 1
      return `nieuw${ids}`
    }),
  )
  return { doc, content: read(doc) }
}
const read = (doc: Y.Doc) => readPlan(doc, format, { epoch: 'e', seq: 1 })

function refusals(line: Line): readonly FieldError[] {
  try {
    made([line])
    return []
  } catch (error) {
    if (error instanceof AppError) return error.fields
    throw error
  }
}

const group = fc.constantFrom('aanjagen', 'vacatie', 'bijeenkomsten', 'overig', 'weg')
const cell = (max: number) =>
  fc.option(fc.oneof(fc.integer({ min: 0, max }), fc.constant('nvt' as const)))
const line: fc.Arbitrary<Line> = fc.record(
  {
    group,
    quantityHundredths: cell(9_999_999),
    rateCents: cell(999_999),
    amountCents: fc.option(fc.integer({ min: -10_000, max: 99_999_999 })),
  },
  { requiredKeys: ['group'] },
)

/** The given cells of the three of a line that are not in the plan. */
function unkeptCells(given: Line, row: Record<string, unknown>): string[] {
  return (['quantityHundredths', 'rateCents', 'amountCents'] as const).filter(
    (column) => typeof given[column] === 'number' && row[column] !== given[column],
  )
}

describe('a line of a budget that is given', () => {
  it.each([
    ['an amount where hours are asked', { group: 'aanjagen', amountCents: 250_000 }, 250_000],
    [
      'hours where an amount is asked',
      { group: 'overig', quantityHundredths: 400, rateCents: 5000 },
      20_000,
    ],
    ['hours at the rate of the form', { group: 'aanjagen', quantityHundredths: 400 }, 30_000],
    [
      'all three that agree',
      { group: 'overig', quantityHundredths: 400, rateCents: 5000, amountCents: 20_000 },
      20_000,
    ],
  ] as const)('%s is kept', (_, given, total) => {
    expect(made([given]).content.totals['budget']?.totalCents).toBe(total)
  })

  it.each([
    [
      'amountCents',
      { group: 'aanjagen', quantityHundredths: 400, rateCents: 5000, amountCents: 1 },
    ],
    ['quantityHundredths', { group: 'aanjagen', quantityHundredths: 400, amountCents: 250_000 }],
    ['rateCents', { group: 'overig', rateCents: 400, amountCents: 250_000 }],
    ['amountCents', { group: 'aanjagen', quantityHundredths: 9_999_999, rateCents: 999_999 }],
  ] as const)('is refused at %s when that would not be kept', (column, given) => {
    expect(refusals(given).map(({ path }) => path)).toEqual([`tables.budget.0.${column}`])
  })

  it('is kept to the cent, or refused by the name of each cell that would not be', () => {
    fc.assert(
      fc.property(line, (given) => {
        const refused = refusals(given)
        if (refused.length > 0) {
          for (const { path } of refused)
            expect(path).toMatch(/^tables\.budget\.0\.\w+Cents|Hundredths$/)
          return
        }
        const { content, doc } = made([given])
        const row = content.tables['budget']?.[0] ?? { id: '' }
        expect(unkeptCells(given, row)).toEqual([])
        const { totals } = made([row as unknown as Line]).content
        expect(totals).toEqual(content.totals)
        doc.destroy()
      }),
      { numRuns: 500 },
    )
  })
})

describe('a line of a budget that is read', () => {
  it('never leaves a typed amount out of the sum, unless quantity and rate were typed as well', () => {
    fc.assert(
      fc.property(line, (cells) => {
        const doc = new Y.Doc()
        addRow(doc, budget, { id: 'regel0', cells: { ...cells } })
        for (const [column, value] of Object.entries(cells))
          setCell(doc, 'budget', 'regel0', column, value)
        const sum = read(doc).totals['budget']?.totalCents ?? 0
        const a = cells.quantityHundredths === undefined ? 0 : cells.quantityHundredths
        const b = cells.rateCents === undefined ? 7500 : cells.rateCents
        const amount = cells.amountCents
        const product = typeof a === 'number' && typeof b === 'number' ? lineCents(a, b) : null
        expect([product, amount ?? 0]).toContain(sum)
        // A reading equals its second reading, as every preview does.
        const { tables } = read(doc)
        expect(assembleTables(format, tables).tables).toEqual(tables)
        if (product === null || a === 0) expect(sum).toBe(amount ?? 0)
        doc.destroy()
      }),
      { numRuns: 500 },
    )
  })

  it('stays what it is worth in whatever group it is put', () => {
    fc.assert(
      fc.property(line, group, (given, other) => {
        fc.pre(refusals(given).length === 0)
        const { doc, content } = made([given])
        setCell(doc, 'budget', 'regel0', 'group', other)
        expect(read(doc).totals['budget']?.totalCents).toBe(content.totals['budget']?.totalCents)
        doc.destroy()
      }),
      { numRuns: 300 },
    )
  })
})

describe('a line of a version that is put back', () => {
  it('is worth what it was, as a whole and by any one cell that made it another kind of line', () => {
    fc.assert(
      fc.property(
        line,
        line,
        fc.constantFrom('quantityHundredths', 'rateCents', 'amountCents'),
        (old, now, column) => {
          fc.pre(refusals(old).length === 0 && refusals(now).length === 0)
          const version = made([old]).content
          const restored = (chosen: Parameters<typeof restoreFrom>[2]['chosen']) => {
            const { doc } = made([now])
            doc.transact(() => restoreFrom(doc, format, { version, chosen }))
            const result = read(doc)
            doc.destroy()
            return result
          }
          expect(restored({ kind: 'all' }).totals).toEqual(version.totals)
          const present = made([now]).content
          const isAmount = (content: PlanContent) =>
            content.tables['budget']?.[0]?.['quantityHundredths'] === 'nvt'
          const differs = comparePlans(version, present, format)
            .sections.flatMap((section) => section.differences)
            .some(
              (difference) =>
                difference.kind === 'row' &&
                difference.cells.some((found) => found.column === column),
            )
          if (isAmount(version) !== isAmount(present) && differs)
            expect(
              restored({ kind: 'cell', id: 'row/budget/regel0', column }).totals['budget']
                ?.totalCents,
            ).toBe(version.totals['budget']?.totalCents)
        },
      ),
      { numRuns: 300 },
    )
  })
})

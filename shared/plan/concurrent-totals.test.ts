import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readFormat } from '#tests/support/sample-plans.ts'
import { at, budgetOf, newId, values } from '#tests/support/seeded-plan.ts'
import { lineCents } from '../money.ts'
import type { PlanContent } from './content.ts'
import { readPlan } from './read.ts'
import { addRow, removeRow, restoreRow, setCell } from './rows.ts'
import { seedPlan } from './seed.ts'

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
    const hecht = readFormat('hecht-wijkverband')
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

import { expect, test } from 'vitest'
import { tableOf } from '#shared/format/lookup.ts'
import { readFormat } from '#tests/support/sample-plans.ts'
import { settleLine } from './settle-line.ts'

const table = tableOf(readFormat('hecht-wijkverband'), 'budget')

test('an amount over hours and a rate is the amount, and half a product beside it is named', () => {
  if (table === undefined) throw new Error('no budget')
  const old = { id: 'r', quantityHundredths: 1000, rateCents: 7500, amountCents: null }
  const outcomeOf = (cells: Record<string, number>) => {
    const row = { ...old, ...cells }
    const found = { id: 'r', cells, names: {}, group: null, where: '' }
    return { row, named: settleLine(table, row, { found, old }) }
  }
  const taken = { quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 90_000 }
  expect(outcomeOf({ amountCents: 90_000 })).toMatchObject({ row: taken, named: [] })
  expect(outcomeOf({ amountCents: 90_000, rateCents: 6000 })).toMatchObject({
    row: taken,
    named: ['rateCents'],
  })
})

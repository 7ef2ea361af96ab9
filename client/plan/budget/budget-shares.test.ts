import { expect, it } from 'vitest'
import { wholePercents } from './budget-shares.ts'

it('adds up to a hundred', () => {
  expect(wholePercents([937500, 333750])).toEqual([74, 26])
  expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33])
  expect(wholePercents([])).toEqual([])
  expect(wholePercents([0, 0])).toEqual([0, 0])
})

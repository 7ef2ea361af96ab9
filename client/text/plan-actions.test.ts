import { expect, it } from 'vitest'
import { firstTen } from './plan-actions.ts'

it.each(Object.entries(firstTen))('the help of a %s is ten different things', (_, steps) => {
  expect(new Set(steps.map(({ title }) => title)).size).toBe(10)
  expect(steps).toHaveLength(10)
})

import { describe, expect, it } from 'vitest'
import { notMoved } from './support/texts/not-moved.ts'
import { readUserTexts } from './support/texts/user-texts.ts'

// Texts stand in the modules of their area, so that another language is another set of modules: ADR 0026.

const outside = readUserTexts().filter(({ isHome, isForOperators }) => !isHome && !isForOperators)
const isIn = (path: string) => notMoved.find((area) => path.startsWith(area))

describe('a text for users', () => {
  it('stands in a module of texts, but in the areas that are not moved yet', () => {
    expect(
      outside
        .filter(({ path }) => isIn(path) === undefined)
        .map(({ path, line, text }) => `${path}:${line} “${text}”`),
    ).toEqual([])
  })

  it('is still left in each area that is listed as not moved', () => {
    const left = new Set(outside.map(({ path }) => isIn(path)))
    expect(notMoved.filter((area) => !left.has(area))).toEqual([])
  })
})

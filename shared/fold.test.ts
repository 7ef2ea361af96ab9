import { describe, expect, it } from 'vitest'
import { matches } from './fold.ts'

describe('matches', () => {
  it('folds diacritics and apostrophes', () => {
    expect(matches('coordinator', ['Wijkcoördinator'])).toBe(true)
    expect(matches("'t veld", ['’t Veld'])).toBe(true)
  })
  it('wants every word, in any order and field', () => {
    expect(matches('oost wijkplan', ['Wijkplan', 'Lindewijk-Oost'])).toBe(true)
    expect(matches('oost west', ['Wijkplan', 'Lindewijk-Oost'])).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { matches } from './fold.ts'

describe('matches', () => {
  it('folds diacritics and apostrophes', () => {
    expect(matches('coordinator', ['Wijkcoördinator'])).toBe(true)
    expect(matches("'t veld", ['’t Veld'])).toBe(true)
  })
  it.each([
    ['soren', 'Søren'],
    ['SØREN', 'Soren'],
    ['lukasz', 'Łukasz'],
    ['dordevic', 'Đorđević'],
    ['laerke', 'Lærke'],
    ['strasse', 'Straße'],
    ['ijsbrand', 'Ĳsbrand'],
    ['coeur', 'Cœur'],
    ['istanbul', 'İstanbul'],
  ])('%s finds %s', (query, name) => {
    expect(matches(query, [name])).toBe(true)
    expect(matches(query, [name.normalize('NFD')])).toBe(true)
  })
  it('wants every word, in any order and field', () => {
    expect(matches('oost wijkplan', ['Wijkplan', 'Lindewijk-Oost'])).toBe(true)
    expect(matches('oost west', ['Wijkplan', 'Lindewijk-Oost'])).toBe(false)
  })
})

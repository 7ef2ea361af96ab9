import { describe, expect, it } from 'vitest'
import { foldedQuery, occurrences } from './occurrences.ts'

const found = (text: string, query: string) => {
  const folded = foldedQuery(query)
  return folded === null
    ? []
    : occurrences(text, folded).map(({ from, to }) => text.slice(from, to))
}

describe('occurrences', () => {
  it.each([
    ['coordinator', 'De wijkcoördinator', 'coördinator'],
    ['COÖRDINATOR', 'de coordinator', 'coordinator'],
    ['soren', 'Søren Ottenkamp', 'Søren'],
    ['lukasz', 'Łukasz', 'Łukasz'],
    ['dordevic', 'Đorđević', 'Đorđević'],
    ['laerke', 'Lærke', 'Lærke'],
    ['strasse', 'Straße 4', 'Straße'],
    ['Straße', 'strasse 4', 'strasse'],
    ['ijsbrand', 'Ĳsbrand', 'Ĳsbrand'],
    ["'t veld", '’t Veld', '’t Veld'],
    ['€ 1.000', 'Budget € 1.000,00', '€ 1.000'],
    ['zorg  thuis', 'zorg thuis', 'zorg thuis'],
  ])('%s finds its words in %s', (query, text, words) => {
    expect(found(text, query)).toEqual([words])
  })

  it('finds a letter with the marks that are written apart, also at the end', () => {
    const apart = 'coördinatie'.normalize('NFD')
    expect(found(`de ${apart} nu`, 'coo')).toEqual(['coö'.normalize('NFD')])
    expect(found('café'.normalize('NFD'), 'cafe')).toEqual(['café'.normalize('NFD')])
  })

  it('finds a letter of two once', () => {
    expect(found('Straße', 's')).toEqual(['S', 'ß'])
    expect(found('aaaa', 'aa')).toEqual(['aa', 'aa'])
  })

  it('takes every character for itself', () => {
    expect(found('a.c en (abc) 100%', '.')).toEqual(['.'])
    expect(found('a.c en (abc) 100%', '(abc)')).toEqual(['(abc)'])
    expect(found('100% en \\d', '\\d')).toEqual(['\\d'])
    expect(found('👩‍⚕️ zorg', 'zorg')).toEqual(['zorg'])
  })

  it('finds nothing over a line break, and nothing for no query', () => {
    expect(found('zorg\nthuis', 'zorg thuis')).toEqual([])
    expect(foldedQuery('  ')).toBeNull()
    expect(foldedQuery('')).toBeNull()
    expect(foldedQuery('\u0301')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { nameInLetter, quotedName } from './name-in-letter.ts'

describe('a name or title in a letter', () => {
  it.each([
    ['Els de Wit', 'Els de Wit'],
    ['J.W. van der Berg', 'J.W. van der Berg'],
    ['Ontwikkelplan 2026-2027, v1.2', 'Ontwikkelplan 2026-2027, v1.2'],
    ['Klik op https://kwaad.voorbeeld/gratis', 'Klik op kwaad. voorbeeld/gratis'],
    ['www.kwaad.nl', 'www. kwaad. nl'],
    ['mailto:ik@kwaad.nl', 'ik@kwaad. nl'],
    ['HTTP://kwaad', 'kwaad'],
    ['Els\r\nBcc: ik@kwaad.nl', 'Els Bcc: ik@kwaad. nl'],
    ['Els\u2028\u202eNoor', 'Els Noor'],
  ])('%j is %j', (given, expected) => {
    expect(nameInLetter(given)).toBe(expected)
  })

  it('is shortened, by letters and not halfway one (limit nameInLetter)', () => {
    const { max } = limits.nameInLetter
    expect(nameInLetter('a'.repeat(max))).toBe('a'.repeat(max))
    expect(nameInLetter('😀'.repeat(max + 1))).toBe(`${'😀'.repeat(max - 1)}…`)
  })

  it('ends no quotation itself', () => {
    expect(quotedName('Plan” Wijktafel: “betaal')).toBe('“Plan’ Wijktafel: ’betaal”')
  })
})

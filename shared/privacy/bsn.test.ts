import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBsn, hasBsn } from './bsn.ts'

const warned = [
  ['123456782', '123456782'],
  ['111222333', '111222333'],
  ['999990019', '999990019'],
  ['123 456 782', '123 456 782'],
  ['123\u00a0456\u00a0782', '123\u00a0456\u00a0782'],
  ['1234.56.782', '1234.56.782'],
  ['123-456-782', '123-456-782'],
  ['BSN: 10000008', '10000008'],
  ['bsn 10000008', '10000008'],
  ['Burgerservicenummer is 10000008', '10000008'],
  ['10000008 (BSN)', '10000008'],
  ['bsn123456782', '123456782'],
  ['mevrouw (123456782), vrijdag', '123456782'],
  ['123456782.', '123456782'],
  ['123456782, en verder', '123456782'],
  ['1. 123456782', '123456782'],
  ['kamer 12 123 456 782', '123 456 782'],
  ['regel\n123456782\nregel', '123456782'],
  ['012345672', '012345672'],
] as const

const quiet = [
  '123456789',
  '987654321',
  '000000000',
  '0612345678',
  '06 12345678',
  '06-123 456 78',
  '038 123 45 67',
  '+31612345678',
  '+31 6 12345678',
  '0031 6 12345678',
  'NL91ABNA0417164300',
  'NL91 ABNA 0417 1643 00',
  'KvK 10000008',
  'AGB-code 10000008',
  '10000008',
  '12012026',
  '12-01-2026',
  '2026-01-12',
  '€ 123.456.782,00',
  '€ 123.456.782,-',
  '1234567820',
  '1922256.25',
  '12345678',
  'd9428888-122b-11e1-b85c-61cd3cbb3210',
  'BSN onbekend, KvK-nummer en verder een hele lange tekst voordat 10000008 komt',
  '',
] as const

describe('a number that looks like a BSN', () => {
  it.each(warned)('%j is caught', (text, digits) => {
    expect(findBsn(text).map(({ from, to }) => text.slice(from, to))).toEqual([digits])
  })

  it.each(quiet)('%j is left alone', (text) => {
    expect(findBsn(text)).toEqual([])
  })

  it('of all dates of 2026 written as ddmmjjjj none is caught', () => {
    for (let day = 0; day < 365; day++) {
      const [year, month, date] = new Date(Date.UTC(2026, 0, 1 + day))
        .toISOString()
        .slice(0, 10)
        .split('-')
      expect(hasBsn(`op ${date}${month}${year} en ${date}-${month}-${year}`)).toBe(false)
    }
  })

  it('finds each of several', () => {
    const text = '123456782; 111 222 333 en bsn 10000008'
    expect(findBsn(text).map(({ from, to }) => text.slice(from, to))).toEqual([
      '123456782',
      '111 222 333',
      '10000008',
    ])
    expect(findBsn('123456782,111222333')).toHaveLength(2)
    expect(findBsn('123456782 111222333')).toHaveLength(2)
  })

  it('any number that passes the test is caught in any usual spelling, and ranges are exact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.constantFrom('', ' ', '.', '-', '\u00a0'),
        (eight, separator) => {
          const digits = String(eight).padStart(8, '0')
          const rest =
            [...digits].reduce((sum, digit, index) => sum + Number(digit) * (9 - index), 0) % 11
          fc.pre(rest < 10 && eight > 0)
          const bsn = `${digits}${rest}`
          const written = [bsn.slice(0, 3), bsn.slice(3, 6), bsn.slice(6)].join(separator)
          expect(findBsn(`cliënt ${written} meldde`)).toEqual([{ from: 7, to: 7 + written.length }])
        },
      ),
    )
  })

  it('gets through hostile text: what looked at each part again for each other part would not end within the test', () => {
    for (const text of ['1 ', '12345678 ', 'bsn ', '1-'])
      expect(() => findBsn(text.repeat(100_000))).not.toThrow()
  })
})

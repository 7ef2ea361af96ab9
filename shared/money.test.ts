import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatEuro, formatHundredths, lineCents, parseDutchNumber } from './money.ts'

const accepted: [string, number][] = [
  ['12,5', 1250],
  ['12,50', 1250],
  ['1.234,56', 123456],
  ['€ 1.234,56', 123456],
  ['€1.234,56', 123456],
  ['€\u00a01.234,56', 123456],
  ['€ 5,-', 500],
  ['€ 5,–', 500],
  ['1234,56', 123456],
  ['  75 ', 7500],
  ['1.234', 123400],
  ['0', 0],
  ['-0', 0],
  ['€ -12,50', -1250],
  ['-12,50', -1250],
]
const refused: [string, string | undefined][] = [
  ['12.5', '12,5'],
  ['12.50', '12,50'],
  ['1,234.56', '1.234,56'],
  ['abc', undefined],
  // A Dutch number with three decimals, or an English thousand: nothing is suggested.
  ['1,255', undefined],
  ['12,345', undefined],
  ['1,234,567', '1.234.567'],
  ['1,234,567.89', '1.234.567,89'],
  ['1:30', undefined],
  ['0,123', undefined],
  ['1e3', undefined],
  ['12,5 uur', undefined],
  ['1.23.4', undefined],
]

describe('numbers as typed in the Netherlands (domain 1.4)', () => {
  test.each(accepted)('%s is %i hundredths', (text, hundredths) => {
    expect(parseDutchNumber(text)).toEqual({ kind: 'number', hundredths })
  })

  test.each(refused)('%s is refused', (text, suggestion) => {
    const parsed = parseDutchNumber(text)
    expect(parsed.kind).toBe('refused')
    if (parsed.kind === 'refused') expect(parsed.suggestion).toBe(suggestion)
  })

  test.each([
    ['1:30', '1,5'],
    ['0:20', '0,33'],
    ['1u30', '1,5'],
    ['90 min', '1,5'],
    ['1:60', undefined],
    ['12.5', '12,5'],
  ])('%s of hours is refused with a hint', (text, suggestion) => {
    expect(parseDutchNumber(text, { isHours: true })).toMatchObject({
      kind: 'refused',
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  })

  test('empty and nvt are neither zero nor refused', () => {
    expect(parseDutchNumber('  ')).toEqual({ kind: 'empty' })
    expect(parseDutchNumber('nvt')).toEqual({ kind: 'notApplicable' })
    expect(parseDutchNumber('nvt')).toEqual({ kind: 'notApplicable' })
  })

  test('a printed amount is read back as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (hundredths) => {
        expect(parseDutchNumber(formatEuro(hundredths))).toEqual({ kind: 'number', hundredths })
        expect(parseDutchNumber(formatHundredths(hundredths))).toEqual({
          kind: 'number',
          hundredths,
        })
      }),
    )
  })

  test('no text is read as a number a hundred times larger or smaller than its digits say', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9.,]{1,9}$/), (text) => {
        const parsed = parseDutchNumber(text)
        if (parsed.kind !== 'number') return
        const decimals = text.includes(',') ? text.slice(text.indexOf(',') + 1).length : 0
        const digits = Number(text.replace(/[.,]/g, ''))
        expect(parsed.hundredths).toBe(digits * 10 ** (2 - decimals))
      }),
    )
  })
})

describe('money', () => {
  test('Z11 a line is quantity times rate, rounded half away from zero', () => {
    expect(lineCents(1350, 11835)).toBe(159773)
    expect(lineCents(125, 9620)).toBe(12025)
    expect(lineCents(250, 11835)).toBe(29588)
    expect(lineCents(-250, 11835)).toBe(-29588)
    expect(lineCents(1, 49)).toBe(0)
    expect(lineCents(1, 50)).toBe(1)
  })

  test('a line is never more than half a cent away from the exact product', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.integer({ min: 0, max: 999_999 }),
        (quantity, rate) => {
          const exact = BigInt(quantity) * BigInt(rate)
          const difference = BigInt(lineCents(quantity, rate)) * 100n - exact
          expect(difference <= 50n && difference >= -50n).toBe(true)
        },
      ),
    )
  })

  test('prints euros with a no-break space, and never minus zero', () => {
    expect(formatEuro(1922260)).toBe('€\u00a019.222,60')
    expect(formatEuro(0)).toBe('€\u00a00,00')
    expect(formatEuro(-1250)).toBe('€\u00a0-12,50')
    expect(formatHundredths(1250)).toBe('12,5')
    expect(formatHundredths(100)).toBe('1')
  })
})

import { describe, expect, it } from 'vitest'
import {
  amountKind,
  countKind,
  quantityKind,
  rateKind,
  readNumber,
  showNumber,
} from './number-value.ts'

describe('numbers in a cell', () => {
  it.each([
    [quantityKind, '12,5', 1250],
    [quantityKind, '0', 0],
    [quantityKind, ' ', null],
    [rateKind, '€ 75,00', 7500],
    [amountKind, '1.234,56', 123456],
    [amountKind, '-12,50', -1250],
    [countKind, '10.000', 10_000],
  ])('takes what people type (%#)', (kind, text, value) => {
    expect(readNumber(kind, text)).toEqual({ kind: 'value', value })
  })

  it('refuses 12.5 and says what was probably meant', () => {
    expect(readNumber(quantityKind, '12.5')).toEqual({
      kind: 'refused',
      message: '12.5 is geen Nederlands getal.',
      suggestion: '12,5',
    })
  })

  it('does not suggest what it would refuse', () => {
    expect(readNumber(countKind, '12.5')).toEqual({
      kind: 'refused',
      message: '12.5 is geen Nederlands getal.',
    })
  })

  it.each([
    [quantityKind, '-1', 'Een aantal kan niet negatief zijn. Vul 0 of meer in.'],
    [quantityKind, '100000', 'Dit aantal is te hoog. Het mag hoogstens 99.999,99 zijn.'],
    [rateKind, '10.000', 'Dit tarief is te hoog. Het mag hoogstens €\u00a09.999,99 zijn.'],
    [countKind, '1,5', 'Vul een heel getal in, zonder cijfers achter de komma.'],
    [quantityKind, 'nvt', 'Hier past geen nvt. Vul een getal in of laat het leeg.'],
  ])('refuses with a sentence (%#)', (kind, text, message) => {
    expect(readNumber(kind, text)).toEqual({ kind: 'refused', message })
  })

  it('shows values as they are printed', () => {
    expect(showNumber(quantityKind, 1250)).toBe('12,5')
    expect(showNumber(rateKind, 7500)).toBe('€\u00a075,00')
    expect(showNumber(countKind, 10_000)).toBe('10.000')
  })
})

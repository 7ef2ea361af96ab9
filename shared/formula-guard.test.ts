import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardFormula, withoutGuard } from './formula-guard.ts'

test.each(['+31 6 12345678', '+31 6 12 34 56 78', '+32 2 123 45 67'])(
  'a telephone number is no formula and stays as it is: %s',
  (text) => {
    expect(guardFormula(text)).toBe(text)
  },
)

// Each of these runs, or is counted, when a spreadsheet reads it.
test.each([
  '=1+1',
  '@SUM(A1)',
  '-2+3',
  '+31-6-12345678',
  '+31612345678',
  '+31 6*2',
  "+31 6|'/c calc'!A0",
  "+cmd|' /C calc'!A0",
  '+31 6\n=1+1',
  '+31 6+1',
  '+31 A1',
  '+ 31 6',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '＋31 6',
])('text that a spreadsheet calculates with gets an apostrophe: %j', (text) => {
  expect(guardFormula(text)).toBe(`'${text}`)
})

test('only digits and single spaces behind a plus go without the apostrophe', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[=+\-@\t\r][ -~\t\r\n]{0,12}$/), (text) => {
      const guarded = guardFormula(text)
      expect(guarded === text).toBe(/^\+\d+( \d+)+$/.test(text) && /^\+\d{1,3} /.test(text))
      expect(withoutGuard(guarded)).toBe(text)
    }),
  )
})

import { expect, it } from 'vitest'
import { formatPeriod } from './period.ts'

it.each([
  ['2027-01-01', '2027-12-31', '2027'],
  ['2027-01-01', '2029-12-31', '2027–2029'],
  ['2026-03-01', '2027-08-31', '1 maart 2026 – 31 augustus 2027'],
  ['2026-03-01', null, 'vanaf 1 maart 2026'],
  [null, '2026-03-01', 'tot en met 1 maart 2026'],
  [null, null, ''],
])('%s to %s is “%s”', (from, to, text) => expect(formatPeriod(from, to)).toBe(text))

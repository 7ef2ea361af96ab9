import { describe, expect, it } from 'vitest'
import { writtenAtOf } from './written-at.ts'

describe('when a comment was written, by its device', () => {
  const between = { planMade: Date.UTC(2026, 0, 1), now: Date.UTC(2026, 3, 10) }

  it('is believed where that can be', () => {
    expect(writtenAtOf('2026-04-09T20:00:00.000Z', between)).toBe(Date.UTC(2026, 3, 9, 20))
    expect(writtenAtOf('2026-04-09T22:00:00.000+02:00', between)).toBe(Date.UTC(2026, 3, 9, 20))
  })

  it.each([
    ['nothing', undefined],
    ['nothing either', null],
    ['no moment', 'gisteren'],
    ['the future', '2026-04-10T00:00:01Z'],
    ['before there was a plan', '2025-12-31T00:00:00Z'],
    ['longer ago than anyone is without a network', '2026-02-01T00:00:00Z'],
  ])('%s counts as now', (_, claimed) => expect(writtenAtOf(claimed, between)).toBeNull())
})

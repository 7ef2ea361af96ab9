import { describe, expect, it } from 'vitest'
import type { Upkeep } from '#shared/api/administration.ts'
import { adviceOf } from './copies-advice.ts'

const now = Date.parse('2026-11-22T20:30:00Z')
const daysAgo = (kind: Upkeep['kind'], days: number, isGood = true): Upkeep => ({
  kind,
  at: new Date(now - days * 24 * 60 * 60 * 1000).toISOString(),
  file: '/kopie/wijktafel.sqlite',
  isGood,
})
const said = (...upkeep: Upkeep[]) =>
  adviceOf(upkeep, now).map(({ text, isWarning }) => `${isWarning ? '△' : '·'} ${text}`)

describe('the advice to an administrator about the copies', () => {
  it('warns while none is in order, also when one failed', () => {
    expect(said()[0]).toMatch(/^△ Er is hier nog geen reservekopie/)
    expect(said(daysAgo('backup', 0, false))[0]).toMatch(/^△ Er is hier nog geen reservekopie/)
  })

  it('warns of a copy of before the night before last, whatever failed since', () => {
    expect(said(daysAgo('backup', 0, false), daysAgo('backup', 3))[0]).toMatch(
      /^△ De laatste reservekopie die in orde is, is gemaakt donderdag/,
    )
    expect(said(daysAgo('backup', 1), daysAgo('verify', 2))).toEqual([
      expect.stringMatching(/^· Voor het laatst nagekeken vrijdag/),
    ])
  })

  it('warns when nothing was verified for a month', () => {
    expect(said(daysAgo('backup', 1))).toEqual([expect.stringMatching(/^△ Er is hier nog niets/)])
    expect(said(daysAgo('backup', 1), daysAgo('verify', 40))).toEqual([
      expect.stringMatching(/^△ Voor het laatst nagekeken op 13 oktober/),
    ])
  })
})

import { beforeEach, expect, it } from 'vitest'
import { begunTexts, keepBegun, readBegun } from './begun-texts.ts'
import { dropBegunTexts } from './drop-begun-texts.ts'

const day = 24 * 60 * 60 * 1000
const anna = (name: string) => ({ userId: 'anna', name })

beforeEach(() => localStorage.clear())

it('keeps a begun text for its writer alone, and for two weeks', () => {
  keepBegun(anna('plan/reply/t'), { text: 'Ik denk', at: 0 })
  expect(readBegun(anna('plan/reply/t'), 13 * day)?.text).toBe('Ik denk')
  expect(readBegun({ userId: 'joke', name: 'plan/reply/t' }, 0)).toBeNull()
  expect(readBegun(anna('plan/reply/t'), 14 * day)).toBeNull()
  expect(Object.keys(localStorage)).toEqual([])
})

it('forgets a text that was emptied, and all texts at sign-out', () => {
  keepBegun(anna('a'), { text: 'Ik denk', at: 0 })
  keepBegun(anna('a'), { text: ' ', at: 1 })
  expect(readBegun(anna('a'), 1)).toBeNull()
  keepBegun(anna('b'), { text: 'Ik denk', at: 0 })
  keepBegun({ userId: 'joke', name: 'b' }, { text: 'Ik ook', at: 0 })
  dropBegunTexts('anna')
  expect(readBegun(anna('b'), 0)).toBeNull()
  expect(readBegun({ userId: 'joke', name: 'b' }, 0)?.text).toBe('Ik ook')
})

it('keeps fifty texts, the newest ones, and lists them newest first', () => {
  for (let at = 1; at <= 60; at += 1) keepBegun(anna(`plan/${at}`), { text: 'Ik denk', at })
  const names = begunTexts(anna('plan/'), 60).map(({ name }) => name)
  expect(names).toEqual(Array.from({ length: 50 }, (_, index) => String(60 - index)))
})

it('reads nothing of another shape', () => {
  localStorage.setItem('wijktafel:begun:anna:a', '{"text":1}')
  expect(readBegun(anna('a'), 0)).toBeNull()
})

import { expect, it } from 'vitest'
import { isoDayOf } from '#shared/amsterdam.ts'
import type { Version } from '#shared/api/versions.ts'
import { timelineOf } from './timeline.ts'

const version = (number: number, createdAt: string): Version => ({
  id: `v${number}`,
  number,
  name: `Versie ${number}`,
  format: { id: 'f', version: 1 },
  hash: '',
  seal: '',
  seq: number,
  totalCents: null,
  createdAt,
  createdBy: { id: 'u', name: 'Els' },
})

it('puts versions and work under their day in the Netherlands, newest first', () => {
  const days = [
    {
      day: '2026-01-14',
      isKept: true,
      people: [{ by: { id: 'u', name: 'Els' }, places: ['Het netwerk'] }],
      year: [],
    },
    { day: '2026-01-12', isKept: true, people: [], year: [] },
  ]
  // 23:30 in UTC is the next day in the Netherlands.
  const timeline = timelineOf(
    [
      version(2, '2026-01-13T23:30:00Z'),
      version(3, '2026-01-14T09:00:00Z'),
      version(1, '2026-01-13T10:00:00Z'),
    ],
    days,
    isoDayOf,
  )
  expect(
    timeline.map(({ day, versions, people }) => [
      day,
      versions.map(({ number }) => number),
      people.length,
    ]),
  ).toEqual([
    ['2026-01-14', [3, 2], 1],
    ['2026-01-13', [1], 0],
    ['2026-01-12', [], 0],
  ])
})

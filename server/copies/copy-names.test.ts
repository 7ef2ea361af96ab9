import { describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { copiesToRemove, copyName, readCopies } from './copy-names.ts'

const minuteMs = 60_000
const start = Date.parse('2026-03-01T12:00:00Z')
const everyQuarter = (count: number) =>
  Array.from({ length: count }, (_, n) => copyName(start - n * 15 * minuteMs, 'sound'))

describe('the copies in BACKUP_DIR', () => {
  it('are read from their names, and other files are none', () => {
    expect(copyName(start, 'sound')).toBe('wijktafel-2026-03-01T120000Z.sqlite')
    expect(
      readCopies([
        copyName(start - 1000, 'sound'),
        copyName(start, 'faulty'),
        copyName(start, 'unchecked'),
        'wijktafel-2026-03-01.sqlite',
        'wijktafel.sqlite',
        'wijktafel-2026-99-01T120000Z.sqlite',
      ]),
    ).toEqual([
      { name: 'wijktafel-2026-03-01T120000Z.faulty.sqlite', at: start, isSound: false },
      { name: 'wijktafel-2026-03-01T115959Z.sqlite', at: start - 1000, isSound: true },
    ])
  })

  it('stay as the newest ones and the last one of each day (limit recentCopies, dailyCopies)', () => {
    const names = everyQuarter(10 * 96)
    const removed = new Set(copiesToRemove(names))
    const kept = names.filter((name) => !removed.has(name))
    expect(kept.slice(0, limits.recentCopies.max)).toEqual(names.slice(0, limits.recentCopies.max))
    const days = kept.map((name) => name.slice(10, 20))
    expect(new Set(days).size).toBe(limits.dailyCopies.max)
    expect(kept).toHaveLength(limits.recentCopies.max + limits.dailyCopies.max - 1)
    expect(kept.at(-1)).toBe('wijktafel-2026-02-23T234500Z.sqlite')
    expect(copiesToRemove(kept)).toEqual([])
  })

  it('of a database with a fault never replace sound ones; of these the newest stays', () => {
    const sound = everyQuarter(5)
    const faulty = [1, 2, 3].map((n) => copyName(start + n * minuteMs, 'faulty'))
    expect(copiesToRemove([...sound, ...faulty, 'notes.txt']).sort()).toEqual(
      [faulty[0], faulty[1], sound[4]].sort(),
    )
  })

  it('copies that were not completed are removed, with the files of SQLite beside them', () => {
    const name = copyName(start, 'unchecked')
    expect(copiesToRemove([name, `${name}.tmp`, `${name}.tmp-journal`, 'x.sqlite.tmp'])).toEqual([
      name,
      `${name}.tmp`,
      `${name}.tmp-journal`,
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { LimitError, limits } from '#shared/limits.ts'
import { installation, type Meter, type Sliced, Turns } from './turns.ts'

/** Work of this many steps of ten units; notes each step. */
function* steps(name: string, count: number, done: string[], meter: Meter): Sliced<string> {
  for (let i = 1; i <= count; i++) {
    done.push(`${name}${i}`)
    if (meter.add(10)) yield
  }
  return name
}

function byHand(): { turns: Turns; nextTurn: () => void; isDue: () => boolean } {
  const deferred: (() => void)[] = []
  return {
    turns: new Turns((run) => void deferred.push(run), 10),
    nextTurn: () => deferred.shift()?.(),
    isDue: () => deferred.length > 0,
  }
}

describe('turns', () => {
  test('LI9 small work is done at once, larger work in slices', async () => {
    const { turns, nextTurn, isDue } = byHand()
    const done: string[] = []
    expect(turns.run('a', (meter) => steps('a', 0, done, meter))).toBe('a')
    const large = turns.run('a', (meter) => steps('b', 5, done, meter))
    expect(large).toBeInstanceOf(Promise)
    expect(done).toEqual(['b1'])
    let rounds = 0
    for (; isDue(); rounds++) nextTurn()
    expect(await large).toBe('b')
    expect(rounds).toBeGreaterThanOrEqual(2)
  })

  test('LI9 one who asks for much lets everyone else go between two slices', async () => {
    const { turns, nextTurn, isDue } = byHand()
    const done: string[] = []
    const large = [1, 2, 3].map((n) =>
      turns.run('mallory', (meter) => steps(`m${n}.`, 20, done, meter)),
    )
    const other = turns.run('noor', (meter) => steps('noor', 1, done, meter))
    while (isDue()) nextTurn()
    await Promise.all([...large, other])
    expect(done.indexOf('noor1')).toBeLessThan(5)
    // Work of one user runs in the order of the calls.
    const own = done.filter((step) => step.startsWith('m'))
    expect(own).toEqual(
      [1, 2, 3].flatMap((n) => Array.from({ length: 20 }, (_, i) => `m${n}.${i + 1}`)),
    )
  })

  test('work that fails half-way rejects, and the next work continues', async () => {
    const { turns, nextTurn, isDue } = byHand()
    const failing = turns.run('a', function* (meter) {
      if (meter.add(100)) yield
      throw new Error('half-way')
    })
    const next = turns.run('a', (meter) => steps('b', 1, [], meter))
    while (isDue()) nextTurn()
    await expect(failing).rejects.toThrow('half-way')
    expect(await next).toBe('b')
  })

  test.each([
    ['of one person (limit waitingWorkPerPerson)', 'mallory', limits.waitingWorkPerPerson.max],
    ['of the installation (limit waitingWork)', installation, limits.waitingWork.max],
  ])('so much work %s waits, and the next is refused before it begins', async (_, userId, max) => {
    const { turns, nextTurn, isDue } = byHand()
    const waiting = Array.from({ length: max }, () =>
      turns.run(userId, (meter) => steps('m', 2, [], meter)),
    )
    expect(turns.waiting).toBe(max)
    const done: string[] = []
    const refused = turns.run(userId, (meter) => steps('late', 1, done, meter))
    await expect(refused).rejects.toBeInstanceOf(LimitError)
    const other = turns.run('noor', (meter) => steps('noor', 1, done, meter))
    while (isDue()) nextTurn()
    await Promise.all([...waiting, other])
    expect([done, turns.waiting]).toEqual([['noor1'], 0])
    expect(turns.run(userId, (meter) => steps('again', 0, done, meter))).toBe('again')
  })

  test('IN1 work that counts no number of units fails alone, and slices stay slices', async () => {
    const { turns, nextTurn, isDue } = byHand()
    const count = (units: number) => (meter: Meter) => steps('b', units, [], meter)
    const broken = (meter: Meter) =>
      (function* (): Sliced<void> {
        if (meter.add(20)) yield
        meter.add(Number.NaN)
        yield
      })()
    const failing = turns.run('a', broken)
    const next = turns.run('a', count(5))
    while (isDue()) nextTurn()
    await expect(failing).rejects.toMatchObject({ invariant: 'units-counted' })
    expect(await next).toBe('b')
    expect(turns.isOver).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRows, initialOrder, isOrderKey, lastOrder, type Ordered, placeAt } from './order.ts'

function place(rows: readonly Ordered[], id: string, index: number): Ordered[] {
  const writes = new Map(placeAt(rows, id, index).map((write) => [write.id, write.order]))
  const all = rows.some((row) => row.id === id) ? rows : [...rows, { id, order: '' }]
  return all
    .map((row) => ({ id: row.id, order: writes.get(row.id) ?? row.order }))
    .sort(compareRows)
}

const list = (n: number): Ordered[] => initialOrder(n).map((order, i) => ({ id: `r${i}`, order }))

describe('PL2 order of rows', () => {
  test('a move is one write and lands where it was sent', () => {
    const rows = list(5)
    expect(placeAt(rows, 'r4', 1)).toHaveLength(1)
    expect(place(rows, 'r4', 1).map((row) => row.id)).toEqual(['r0', 'r4', 'r1', 'r2', 'r3'])
    expect(place(rows, 'r0', 4).map((row) => row.id)).toEqual(['r1', 'r2', 'r3', 'r4', 'r0'])
  })

  test('between rows with the same key (two insertions at once) there is still room', () => {
    const rows: Ordered[] = [
      { id: 'a', order: 'a0' },
      { id: 'b', order: 'a0' },
      { id: 'c', order: 'a1' },
    ]
    expect(place(rows, 'new', 1).map((row) => row.id)).toEqual(['a', 'new', 'b', 'c'])
  })

  test('after rows whose key is unreadable', () => {
    const rows: Ordered[] = [
      { id: 'a', order: 'a0' },
      { id: 'b', order: lastOrder },
      { id: 'c', order: lastOrder },
    ]
    expect(place(rows, 'new', 2).map((row) => row.id)).toEqual(['a', 'b', 'new', 'c'])
  })

  test('any sequence of placements gives exactly the wished order, with keys that stay valid', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 60 }), (moves) => {
        let rows: Ordered[] = []
        const model: string[] = []
        for (const [which, index] of moves) {
          const id = `r${which}`
          const others = model.filter((other) => other !== id)
          const at = Math.min(index, others.length)
          others.splice(at, 0, id)
          model.splice(0, model.length, ...others)
          rows = place(rows, id, index)
          expect(rows.map((row) => row.id)).toEqual(model)
          expect(rows.every((row) => isOrderKey(row.order))).toBe(true)
        }
      }),
    )
  })

  test('is total: any two rows compare the same from both sides, and only equal ids are equal', () => {
    const row = fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      order: fc.string({ maxLength: 4 }),
    })
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(Math.sign(compareRows(a, b))).toBe(-Math.sign(compareRows(b, a)) + 0)
        if (compareRows(a, b) === 0) expect(a).toEqual(b)
      }),
    )
  })

  test('hostile keys are not keys', () => {
    for (const key of [
      '',
      ' ',
      'zz',
      'a',
      '0',
      lastOrder,
      'a00',
      'x'.repeat(5000),
      3,
      null,
      undefined,
      {},
    ])
      expect(isOrderKey(key), String(key)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { insertIndex, moveStep, nearestLeft, neighbourOf, type PlacedRow } from './row-moves.ts'

const plain: PlacedRow[] = ['a', 'b', 'c'].map((id) => ({ id, group: '' }))
const grouped: PlacedRow[] = [
  { id: 'a', group: 'x' },
  { id: 'p', group: 'y' },
  { id: 'b', group: 'x' },
  { id: 'q', group: 'y' },
]

/** Applies `index` as the document does. */
function applied(rows: readonly PlacedRow[], id: string, index: number): string {
  const others = rows.filter((row) => row.id !== id).map((row) => row.id)
  others.splice(index, 0, id)
  return others.join('')
}

describe('moving a row', () => {
  it('changes places with its neighbour', () => {
    const down = moveStep(plain, [], 'a', 1)
    expect(down).toMatchObject({ place: 2, of: 3 })
    expect(applied(plain, 'a', down?.index ?? -1)).toBe('bac')
    expect(applied(plain, 'c', moveStep(plain, [], 'c', -1)?.index ?? -1)).toBe('acb')
  })

  it('stops at the ends', () => {
    expect(moveStep(plain, [], 'a', -1)).toBeNull()
    expect(moveStep(plain, [], 'c', 1)).toBeNull()
    expect(moveStep(plain, [], 'gone', 1)).toBeNull()
  })

  it('passes only rows of its own group', () => {
    const down = moveStep(grouped, ['x', 'y'], 'a', 1)
    expect(down?.group).toBeUndefined()
    expect(applied(grouped, 'a', down?.index ?? -1)).toBe('pbaq')
  })

  it('goes on into the next group, at its near end', () => {
    const down = moveStep(grouped, ['x', 'y'], 'b', 1)
    expect(down).toMatchObject({ group: 'y', place: 1, of: 3 })
    expect(applied(grouped, 'b', down?.index ?? -1)).toBe('abpq')
    expect(moveStep(grouped, ['x', 'y', 'z'], 'q', 1)).toMatchObject({
      group: 'z',
      place: 1,
      of: 1,
    })
    expect(moveStep(grouped, ['x', 'y'], 'p', -1)).toMatchObject({ group: 'x', place: 3, of: 3 })
    expect(moveStep(grouped, ['x', 'y'], 'q', 1)).toBeNull()
  })
})

it('puts a new row below the one it was asked from, or at the end of its group', () => {
  expect(insertIndex(grouped, 'x', 'a')).toBe(1)
  expect(insertIndex(grouped, 'x', null)).toBe(3)
  expect(insertIndex(grouped, 'z', null)).toBe(4)
})

it('knows who takes the focus after a removal', () => {
  expect(neighbourOf(plain, 'b')).toBe('c')
  expect(neighbourOf(plain, 'c')).toBe('b')
  expect(neighbourOf(grouped, 'a')).toBe('b')
  expect(neighbourOf([{ id: 'a', group: '' }], 'a')).toBeNull()
})

it('finds what is left beside a row that others took away', () => {
  expect(nearestLeft(['a', 'b', 'c', 'd'], 'b', ['a', 'd'])).toBe('d')
  expect(nearestLeft(['a', 'b', 'c'], 'c', ['a', 'b'])).toBe('b')
  expect(nearestLeft(['a'], 'a', [])).toBeNull()
})

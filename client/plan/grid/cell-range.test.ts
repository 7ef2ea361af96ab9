import { describe, expect, it } from 'vitest'
import { type CellRange, cellsOf, stretched } from './cell-range.ts'

const grid = { rows: ['a', 'b', 'c'], columns: ['x', 'y'] }
const at = (row: string, column: string) => ({ row, column })
const range = (anchor: CellRange['anchor'], head: CellRange['head']): CellRange => ({
  table: 't',
  anchor,
  head,
})

describe('a range of cells', () => {
  it('is the rectangle between its corners, whichever was first', () => {
    expect(cellsOf(range(at('c', 'y'), at('b', 'x')), grid)).toEqual({
      rows: ['b', 'c'],
      columns: ['x', 'y'],
    })
  })

  it('is empty when a row of its corners is removed', () => {
    expect(cellsOf(range(at('gone', 'x'), at('b', 'x')), grid).rows).toEqual([])
  })

  it('stretches by an arrow as far as the table goes', () => {
    const down = stretched(range(at('b', 'x'), at('b', 'x')), grid, 'ArrowDown')
    expect(down?.head).toEqual(at('c', 'x'))
    expect(down === null ? null : stretched(down, grid, 'ArrowDown')?.head).toEqual(at('c', 'x'))
    expect(stretched(range(at('b', 'x'), at('b', 'x')), grid, 'a')).toBeNull()
  })
})

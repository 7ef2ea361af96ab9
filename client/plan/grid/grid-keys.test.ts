import { describe, expect, it } from 'vitest'
import { type Caret, type KeyPress, nextCell } from './grid-keys.ts'

const rate = ['description', 'quantity', 'rate']
const rows = [
  { id: 'a', columns: rate },
  { id: 'b', columns: ['description', 'amount'] },
  { id: 'c', columns: rate },
]
const middle: Caret = { isAtStart: false, isAtEnd: false }
const all: Caret = { isAtStart: true, isAtEnd: true }
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  isShift: false,
  isAlt: false,
  isCtrl: false,
  ...more,
})

describe('keys in a grid of inputs', () => {
  it('goes up and down whatever the caret, past cells that do not apply', () => {
    expect(nextCell(rows, { row: 'a', column: 'quantity' }, press('ArrowDown'), middle)).toEqual({
      row: 'c',
      column: 'quantity',
    })
    expect(nextCell(rows, { row: 'c', column: 'description' }, press('ArrowUp'), middle)).toEqual({
      row: 'b',
      column: 'description',
    })
    expect(nextCell(rows, { row: 'a', column: 'quantity' }, press('ArrowUp'), middle)).toBeNull()
  })

  it('goes left and right only from the edge of the text', () => {
    expect(nextCell(rows, { row: 'a', column: 'quantity' }, press('ArrowRight'), middle)).toBeNull()
    expect(nextCell(rows, { row: 'a', column: 'quantity' }, press('ArrowRight'), all)).toEqual({
      row: 'a',
      column: 'rate',
    })
    expect(nextCell(rows, { row: 'a', column: 'quantity' }, press('ArrowLeft'), all)).toEqual({
      row: 'a',
      column: 'description',
    })
    expect(nextCell(rows, { row: 'a', column: 'description' }, press('ArrowLeft'), all)).toBeNull()
    expect(nextCell(rows, { row: 'a', column: 'rate' }, press('ArrowRight'), all)).toBeNull()
  })

  it('goes down with Enter and up with Shift+Enter', () => {
    expect(nextCell(rows, { row: 'a', column: 'description' }, press('Enter'), middle)).toEqual({
      row: 'b',
      column: 'description',
    })
    expect(
      nextCell(rows, { row: 'c', column: 'rate' }, press('Enter', { isShift: true }), middle),
    ).toEqual({ row: 'a', column: 'rate' })
  })

  it('leaves selecting, word steps and moving of rows alone', () => {
    expect(
      nextCell(rows, { row: 'a', column: 'rate' }, press('ArrowDown', { isAlt: true }), all),
    ).toBeNull()
    expect(
      nextCell(rows, { row: 'a', column: 'rate' }, press('ArrowLeft', { isShift: true }), all),
    ).toBeNull()
    expect(
      nextCell(rows, { row: 'a', column: 'rate' }, press('Enter', { isCtrl: true }), all),
    ).toBeNull()
  })
})

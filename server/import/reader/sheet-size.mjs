import { Refusal } from './refusal.mjs'

const maxRows = 3000
const maxColumns = 60
/** Of all sheets together. */
const maxCells = 60_000

/** What is taken of a workbook so far: one that has more is refused before it is made. */
export class SheetSize {
  #cells = 0

  /** `number`: of the row, from 1. */
  takeRow(number) {
    if (number > maxRows) throw new Refusal('import-too-heavy')
  }

  /** `column`: from 1; undefined for a cell without a place. */
  takeCell(column) {
    this.#cells += 1
    if (this.#cells > maxCells || (column ?? 0) > maxColumns) throw new Refusal('import-too-heavy')
  }
}

/** 0 is A. */
export function columnName(column) {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`
}

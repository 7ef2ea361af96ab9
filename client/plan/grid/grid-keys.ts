/** The cells that can take the focus, in the order of the screen, without computed and inapplicable cells. */
export type GridRows = readonly { id: string; columns: readonly string[] }[]
export type GridCell = { row: string; column: string }
export type KeyPress = { key: string; isShift: boolean; isAlt: boolean; isCtrl: boolean }
/** The caret position in the text; a fully selected text counts as both edges. */
export type Caret = { isAtStart: boolean; isAtEnd: boolean }

/**
 * The cell that a key moves the focus to: up and down always, left and right at the edges of the text, Enter down. Null when
 * the input itself handles the key.
 */
export function nextCell(
  rows: GridRows,
  from: GridCell,
  press: KeyPress,
  caret: Caret,
): GridCell | null {
  if (press.isAlt || press.isCtrl) return null
  switch (press.key) {
    case 'ArrowUp':
      return press.isShift ? null : vertical(rows, from, -1)
    case 'ArrowDown':
      return press.isShift ? null : vertical(rows, from, 1)
    case 'Enter':
      return vertical(rows, from, press.isShift ? -1 : 1)
    case 'ArrowLeft':
      return press.isShift || !caret.isAtStart ? null : horizontal(rows, from, -1)
    case 'ArrowRight':
      return press.isShift || !caret.isAtEnd ? null : horizontal(rows, from, 1)
    default:
      return null
  }
}

function vertical(rows: GridRows, from: GridCell, direction: 1 | -1): GridCell | null {
  const start = rows.findIndex((row) => row.id === from.row)
  if (start < 0) return null
  for (let index = start + direction; index >= 0 && index < rows.length; index += direction) {
    const row = rows[index]
    if (row?.columns.includes(from.column)) return { row: row.id, column: from.column }
  }
  return null
}

function horizontal(rows: GridRows, from: GridCell, direction: 1 | -1): GridCell | null {
  const row = rows.find((candidate) => candidate.id === from.row)
  const column = row?.columns[row.columns.indexOf(from.column) + direction]
  return row === undefined || column === undefined || !row.columns.includes(from.column)
    ? null
    : { row: row.id, column }
}

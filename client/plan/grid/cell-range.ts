import { createSignal } from '#client/sync/source.ts'

export type CellAt = { row: string; column: string }

/** A rectangle of cells in one table: where it was begun, and the cell that moves. */
export type CellRange = { table: string; anchor: CellAt; head: CellAt }

/** Ids in the order of the screen. */
export type CellGrid = { rows: readonly string[]; columns: readonly string[] }

/** One range on the screen at a time. */
export const cellRange = createSignal<CellRange | null>(null)

/** The rows and columns of a range; empty when one of its corners is gone. */
export function cellsOf({ anchor, head }: CellRange, grid: CellGrid): CellGrid {
  return {
    rows: between(grid.rows, anchor.row, head.row),
    columns: between(grid.columns, anchor.column, head.column),
  }
}

export function isSingle({ anchor, head }: CellRange): boolean {
  return anchor.row === head.row && anchor.column === head.column
}

const steps: Readonly<Record<string, { rows: number; columns: number }>> = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
}

/** The range after Shift with an arrow; the same at an edge of the table, null for another key. */
export function stretched(range: CellRange, grid: CellGrid, key: string): CellRange | null {
  const step = steps[key]
  if (step === undefined) return null
  const row = grid.rows[grid.rows.indexOf(range.head.row) + step.rows] ?? range.head.row
  const column =
    grid.columns[grid.columns.indexOf(range.head.column) + step.columns] ?? range.head.column
  return { ...range, head: { row, column } }
}

function between(ids: readonly string[], a: string, b: string): readonly string[] {
  const [from, to] = [ids.indexOf(a), ids.indexOf(b)].sort((x, y) => x - y)
  return from === undefined || to === undefined || from === -1 ? [] : ids.slice(from, to + 1)
}

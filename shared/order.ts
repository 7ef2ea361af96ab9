import { generateNKeysBetween } from 'fractional-indexing'

/**
 * Order of rows: each row has a fractional index in its cell `order`. A move is one write, so that
 * two people who move and edit the same row don't undo each other. Equal keys, which two
 * simultaneous insertions make, are ordered by row id.
 */
export type Ordered = { readonly id: string; readonly order: string }

export function compareRows(a: Ordered, b: Ordered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Whether an order key of a client allows insertion beside it; any other key sorts last. */
export function isOrderKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 200) return false
  try {
    generateNKeysBetween(value, null, 1)
    return true
  } catch {
    return false
  }
}

/** Sorts after every valid key: the place of rows with an unreadable order. */
export const lastOrder = '\uffff'

/** `n` ascending keys for an empty list. */
export function initialOrder(n: number): string[] {
  return generateNKeysBetween(null, null, n)
}

export type OrderWrite = { id: string; order: string }

/**
 * The writes that put row `id` (new or existing) at `index` among the other `rows` (sorted with
 * compareRows). Usually one; more only if neighbours share a key (equal or unreadable), which are
 * then spread apart.
 */
export function placeAt(rows: readonly Ordered[], id: string, index: number): OrderWrite[] {
  const others = rows.filter((row) => row.id !== id)
  const at = Math.max(0, Math.min(index, others.length))
  const before = at === 0 ? null : readKey(others[at - 1])
  if (before === undefined) return respread(others, id, at)
  // Rows after the gap whose key is not above `before` move up too.
  let end = at
  while (end < others.length && !isAbove(others[end], before)) end++
  const upper = end < others.length ? (others[end]?.order ?? null) : null
  const ids = [id, ...others.slice(at, end).map((row) => row.id)]
  const keys = generateNKeysBetween(before, upper, ids.length)
  return ids.map((rowId, i) => ({ id: rowId, order: keys[i] ?? '' }))
}

/** The key of a row; undefined if nothing can be inserted after it. */
function readKey(row: Ordered | undefined): string | undefined {
  return row !== undefined && isOrderKey(row.order) ? row.order : undefined
}

function isAbove(row: Ordered | undefined, key: string | null): boolean {
  return row !== undefined && isOrderKey(row.order) && (key === null || row.order > key)
}

function respread(others: readonly Ordered[], id: string, at: number): OrderWrite[] {
  const ids = [
    ...others.slice(0, at).map((row) => row.id),
    id,
    ...others.slice(at).map((row) => row.id),
  ]
  const keys = generateNKeysBetween(null, null, ids.length)
  return ids.map((rowId, i) => ({ id: rowId, order: keys[i] ?? '' }))
}

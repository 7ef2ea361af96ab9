/** The id and group of a row. `group` is the empty string in a table without groups. */
export type PlacedRow = { id: string; group: string }

/** `index` counts among the other rows, as `moveRow` takes it; `group` only when the row changes group. */
export type Move = { index: number; group?: string; place: number; of: number }

/**
 * The position of a row after one step up or down: within its group, and past the first or last row into the group beside
 * it, so that the keyboard reaches every position that a mouse reaches.
 */
export function moveStep(
  rows: readonly PlacedRow[],
  groups: readonly string[],
  rowId: string,
  direction: 1 | -1,
): Move | null {
  const row = rows.find((candidate) => candidate.id === rowId)
  if (row === undefined) return null
  const siblings = rows.filter((candidate) => candidate.group === row.group)
  const at = siblings.findIndex((candidate) => candidate.id === rowId)
  const others = rows.filter((candidate) => candidate.id !== rowId)
  const neighbour = siblings[at + direction]
  if (neighbour !== undefined) {
    const index =
      others.findIndex((candidate) => candidate.id === neighbour.id) + (direction === 1 ? 1 : 0)
    return { index, place: at + direction + 1, of: siblings.length }
  }
  const group = groups[groups.indexOf(row.group) + direction]
  return group === undefined || !groups.includes(row.group)
    ? null
    : intoGroup(others, group, direction === 1 ? 'first' : 'last')
}

/** The position at the start or end of another group. */
export function intoGroup(
  others: readonly PlacedRow[],
  group: string,
  end: 'first' | 'last',
): Move {
  const members = others.filter((candidate) => candidate.group === group)
  const beside = end === 'first' ? members[0] : members.at(-1)
  const index =
    beside === undefined ? others.length : others.indexOf(beside) + (end === 'first' ? 0 : 1)
  return { index, group, place: end === 'first' ? 1 : members.length + 1, of: members.length + 1 }
}

/** The index at which a new row comes directly below `afterId`, or at the end of its group. */
export function insertIndex(
  rows: readonly PlacedRow[],
  group: string,
  afterId: string | null,
): number {
  const after = rows.findIndex((row) => row.id === afterId)
  return after >= 0 ? after + 1 : intoGroup(rows, group, 'last').index
}

/** The row that takes the focus when this one is removed: the next one, otherwise the previous one. */
export function neighbourOf(rows: readonly PlacedRow[], rowId: string): string | null {
  const row = rows.find((candidate) => candidate.id === rowId)
  const siblings = rows.filter((candidate) => candidate.group === row?.group)
  const at = siblings.findIndex((candidate) => candidate.id === rowId)
  return at < 0 ? null : (siblings[at + 1]?.id ?? siblings[at - 1]?.id ?? null)
}

/** The first remaining row after the former position of a row, otherwise the last one before it. */
export function nearestLeft(
  order: readonly string[],
  rowId: string,
  left: readonly string[],
): string | null {
  const at = order.indexOf(rowId)
  const after = order.slice(at + 1).find((id) => left.includes(id))
  return after ?? order.slice(0, Math.max(0, at)).findLast((id) => left.includes(id)) ?? null
}

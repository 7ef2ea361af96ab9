import type { Row } from '../plan/content.ts'

type Rules = {
  /** Whether a row that the file does not have remains. */
  stays: (row: Row) => boolean
  groupOf: (row: Row) => string
}

/**
 * The plan's rows with those of the file in file order. Only the order within a group has a
 * meaning: a form prints per group what a plan may store mixed.
 */
export function placeRows(
  rows: readonly Row[],
  merged: readonly { row: Row; isNew: boolean }[],
  { stays, groupOf }: Rules,
): Row[] {
  const queues = new Map<string, { row: Row; isNew: boolean }[]>()
  for (const entry of merged) {
    const group = groupOf(entry.row)
    queues.set(group, [...(queues.get(group) ?? []), entry])
  }
  const inFile = new Map(merged.map(({ row }) => [row.id, row]))
  const result: Row[] = []
  /** A new row is placed after the row that it follows in the file. */
  const takeNew = (group: string) => {
    const queue = queues.get(group) ?? []
    while (queue[0]?.isNew === true) result.push((queue.shift() as { row: Row }).row)
  }
  for (const old of rows) {
    const now = inFile.get(old.id)
    if (now === undefined) {
      if (stays(old)) result.push(old)
      continue
    }
    const group = groupOf(now)
    takeNew(group)
    const next = queues.get(group)?.shift()
    if (next !== undefined) result.push(next.row)
    takeNew(group)
  }
  for (const queue of queues.values()) for (const { row } of queue) result.push(row)
  return result
}

import type { Row } from '../plan/content.ts'

type Rules = {
  /** Whether a row that the file does not have remains. */ stays: (row: Row) => boolean
  groupOf: (row: Row) => string
}

/**
 * The rows of the plan with those of the file in their order. Only the order within a group says something: a form prints
 * group by group what a plan may hold mixed.
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
  /** New rows stand behind the one that they stood behind in the file. */
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

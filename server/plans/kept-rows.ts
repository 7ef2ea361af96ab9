import { slicesOf } from '#server/runtime.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { PlanMeeting } from '#shared/plan/meetings.ts'
import type { PlanTask } from '#shared/plan/tasks.ts'

/**
 * Stores the open actions of a plan as its document has them now; an action that stays keeps its
 * time of arrival. Resolves with whether they are others than before.
 */
export async function keepTasks(
  tx: StorageTransaction,
  planId: string,
  { tasks, now }: { tasks: readonly PlanTask[]; now: number },
): Promise<boolean> {
  const before = await tx
    .selectFrom('plan_tasks')
    .selectAll()
    .where('plan_id', '=', planId)
    .execute()
  const old = new Map(before.map((row) => [row.row_id, row]))
  const rows = tasks.map(({ rowId, personRow, title, due }) => {
    const known = old.get(rowId)
    return {
      plan_id: planId,
      row_id: rowId,
      person_row: personRow,
      title,
      due,
      // An action that is reassigned is new for its person.
      at: known?.person_row === personRow ? known.at : now,
    }
  })
  if (isSame(before, rows)) return false
  await tx.deleteFrom('plan_tasks').where('plan_id', '=', planId).execute()
  for (const some of slicesOf(rows, rowsAtOnce))
    await tx.insertInto('plan_tasks').values(some).execute()
  return true
}

/** Stores the meetings of a plan as its document has them now, for the calendars of its members. */
export async function keepMeetings(
  tx: StorageTransaction,
  planId: string,
  meetings: readonly PlanMeeting[],
): Promise<void> {
  const before = await tx
    .selectFrom('plan_meetings')
    .selectAll()
    .where('plan_id', '=', planId)
    .execute()
  const rows = meetings.map(({ rowId, title, date }) => ({
    plan_id: planId,
    row_id: rowId,
    title,
    date,
  }))
  if (isSame(before, rows)) return
  await tx.deleteFrom('plan_meetings').where('plan_id', '=', planId).execute()
  for (const some of slicesOf(rows, rowsAtOnce))
    await tx.insertInto('plan_meetings').values(some).execute()
}

const rowsAtOnce = 250

type KeptRow = { row_id: string }

/** Whether these are the same rows, in any order. */
function isSame<Row extends KeptRow>(before: readonly Row[], now: readonly Row[]): boolean {
  const known = new Map(before.map((row) => [row.row_id, row]))
  return (
    before.length === now.length &&
    now.every((row) => {
      const old = known.get(row.row_id)
      return old !== undefined && keysOf(row).every((key) => old[key] === row[key])
    })
  )
}

const keysOf = <Row extends object>(row: Row) => Object.keys(row) as (keyof Row)[]

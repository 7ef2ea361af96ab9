import { slicesOf } from '#server/runtime.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
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
  const old = new Map(
    (await tx.selectFrom('plan_tasks').selectAll().where('plan_id', '=', planId).execute()).map(
      (row) => [row.row_id, row],
    ),
  )
  const rows = tasks.map(({ rowId, personRow, title, due }) => {
    const before = old.get(rowId)
    return {
      plan_id: planId,
      row_id: rowId,
      person_row: personRow,
      title,
      due,
      // An action that is reassigned is new for its person.
      at: before?.person_row === personRow ? before.at : now,
    }
  })
  const isSame =
    rows.length === old.size &&
    rows.every((row) => {
      const before = old.get(row.row_id)
      return (
        before?.person_row === row.person_row &&
        before.title === row.title &&
        before.due === row.due
      )
    })
  if (isSame) return false
  await tx.deleteFrom('plan_tasks').where('plan_id', '=', planId).execute()
  for (const some of slicesOf(rows, rowsAtOnce))
    await tx.insertInto('plan_tasks').values(some).execute()
  return true
}

const rowsAtOnce = 250

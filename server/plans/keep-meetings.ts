import { slicesOf } from '#server/runtime.ts'
import type { PlanMeetingRow } from '#server/storage/tables/inbox.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { PlanMeeting } from '#shared/plan/meetings.ts'

/** Stores the meetings of a plan as its document has them now, for the calendars of its members. */
export async function keepMeetings(
  tx: StorageTransaction,
  planId: string,
  meetings: readonly PlanMeeting[],
): Promise<void> {
  const rows = meetings.map(({ rowId, title, date }) => ({
    plan_id: planId,
    row_id: rowId,
    title,
    date,
  }))
  const before = await tx
    .selectFrom('plan_meetings')
    .selectAll()
    .where('plan_id', '=', planId)
    .execute()
  if (isSame(before, rows)) return
  await tx.deleteFrom('plan_meetings').where('plan_id', '=', planId).execute()
  for (const some of slicesOf(rows, rowsAtOnce))
    await tx.insertInto('plan_meetings').values(some).execute()
}

const rowsAtOnce = 250

function isSame(before: readonly PlanMeetingRow[], now: readonly PlanMeetingRow[]): boolean {
  const known = new Map(before.map((row) => [row.row_id, row]))
  return (
    before.length === now.length &&
    now.every(({ row_id, title, date }) => {
      const row = known.get(row_id)
      return row?.title === title && row.date === date
    })
  )
}

import type { Storage } from '#server/storage/tables.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { CalendarDay } from '#shared/calendar.ts'
import { limits } from '#shared/limits.ts'

/** A calendar program removes what is no longer in the file; those of the last two months stay. */
const shownForMs = 60 * 24 * 60 * 60 * 1000

/** The meetings of the plans of a member. Anyone invited to parts may not be shown them. */
export async function readMeetings(
  db: Storage,
  { userId, now, publicUrl }: { userId: string; now: number; publicUrl: string },
): Promise<CalendarDay[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('plan_meetings', 'plan_meetings.plan_id', 'members.plan_id')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('members.sections', 'is', null)
    .where('plans.deleted_at', 'is', null)
    .where('plans.status', 'not in', ['expired', 'superseded'])
    .where('plan_meetings.date', '>=', toAmsterdam(now - shownForMs).date)
    .select([
      'plan_meetings.plan_id',
      'plan_meetings.row_id',
      'plan_meetings.title',
      'plan_meetings.date',
      'plans.title as plan_title',
    ])
    .orderBy('plan_meetings.date')
    .limit(limits.inboxShown.max)
    .execute()
  return rows.map(({ plan_id, row_id, title, date, plan_title }) => ({
    id: `meeting/${plan_id}/${row_id}`,
    date,
    title: title === '' ? 'Bijeenkomst' : title,
    detail: plan_title,
    url: `${publicUrl}/plan/${plan_id}/jaar`,
  }))
}

import { type Actor, handerOf } from '#server/auth/guard.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import { findCalendar, saveCalendar } from '#server/plans/inbox/calendar-address.ts'
import { readMeetings } from '#server/plans/inbox/calendar-meetings.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import { getCalendar, makeCalendar, readCalendar, removeCalendar } from '#shared/api/calendar.ts'
import {
  getInbox,
  type Inbox,
  type InboxItem,
  type InboxKind,
  inboxKindLabels,
  markInboxSeen,
  updateInbox,
} from '#shared/api/inbox.ts'
import { type CalendarDay, calendarOf } from '#shared/calendar.ts'
import { lastDayOf } from '#shared/text/moment.ts'
import {
  type FoundItem,
  readAskItems,
  readSettings,
  readTaskItems,
  saveSettings,
} from './inbox-queries.ts'

export type InboxDependencies = {
  db: Storage
  clock: Clock
  ids: Ids
  failedTokens: FailedTokens
  publicUrl: string
}

/** The open questions to a user over all plans, and which of them the user has seen. */
export function mountInbox(
  router: Router,
  { db, clock, ids, failedTokens, publicUrl }: InboxDependencies,
): void {
  async function inboxOf(actor: Actor): Promise<Inbox> {
    const { muted, seenAt } = await readSettings(db, actor.userId)
    const reader = { userId: actor.userId, ofCoordinator: handerOf(actor) }
    const isShown = ({ kind }: { kind: InboxKind }) => !muted.includes(kind)
    const found = [
      ...(await readAskItems(db, reader)),
      ...(muted.includes('action') ? [] : await readTaskItems(db, reader)),
    ].filter(isShown)
    const now = clock.now()
    const items = found
      .map(
        ({ at, ...item }): InboxItem => ({
          ...item,
          at: new Date(at).toISOString(),
          isLate: isLate(item.due, now),
          isUnread: at > seenAt,
        }),
      )
      .sort(byUrgency)
    return { items, unread: items.filter(({ isUnread }) => isUnread).length, muted }
  }

  router.signedIn(getInbox, ({ actor }) => inboxOf(actor))

  router.signedIn(markInboxSeen, async ({ actor, body }) => {
    // This session is shown the plans of one coordinator only, and the mark is about all of them.
    if (handerOf(actor) !== null) return {}
    const { muted, seenAt } = await readSettings(db, actor.userId)
    const until = Math.min(Date.parse(body.until), clock.now())
    // A tab that shows an older list takes no mark back.
    if (until > seenAt) await saveSettings(db, { userId: actor.userId, muted, seenAt: until })
    return {}
  })

  router.signedIn(updateInbox, async ({ actor, body }) => {
    const { seenAt } = await readSettings(db, actor.userId)
    await saveSettings(db, { userId: actor.userId, muted: [...new Set(body.muted)], seenAt })
    return inboxOf(actor)
  })

  router.signedIn(getCalendar, async ({ actor }) => {
    const found = await findCalendar(db, { userId: actor.userId })
    return { madeAt: found === undefined ? null : new Date(found.created_at).toISOString() }
  })

  router.signedIn(makeCalendar, async ({ actor }) => {
    const token = ids.secret()
    await saveCalendar(db, { userId: actor.userId, token, now: clock.now() })
    return { url: `${publicUrl}/calendar/${token}.ics` }
  })

  router.signedIn(removeCalendar, async ({ actor }) => {
    await db.deleteFrom('calendars').where('user_id', '=', actor.userId).execute()
    return {}
  })

  router.open(readCalendar, async ({ params }) => {
    const found = await findCalendar(db, { token: params.file.replace(/\.ics$/, '') })
    if (found === undefined) throw await failedTokens.refusal('calendar', 'calendar-invalid')
    const reader = { userId: found.user_id, ofCoordinator: null }
    const items = [...(await readAskItems(db, reader)), ...(await readTaskItems(db, reader))]
    const now = clock.now()
    const meetings = await readMeetings(db, { userId: found.user_id, now, publicUrl })
    const text = calendarOf([...daysOf(items, publicUrl), ...meetings], now)
    return { fileName: 'wijktafel.ics', bytes: new TextEncoder().encode(text) }
  })
}

/** Items without a date are in the list only. */
function daysOf(items: readonly FoundItem[], publicUrl: string): CalendarDay[] {
  return items.flatMap(({ id, kind, due, title, detail, url }) =>
    due === null
      ? []
      : [
          {
            id,
            date: lastDayOf(due),
            title: `${inboxKindLabels[kind]}: ${title}`,
            detail,
            url: `${publicUrl}${url}`,
          },
        ],
  )
}

/** A day is past at its end in the Netherlands; a moment as soon as it has passed. */
function isLate(due: string | null, now: number): boolean {
  if (due === null) return false
  return due.length === 10 ? due < toAmsterdam(now).date : Date.parse(due) < now
}

function byUrgency(a: InboxItem, b: InboxItem): number {
  if (a.isLate !== b.isLate) return a.isLate ? -1 : 1
  if (a.due !== b.due) {
    if (a.due === null) return 1
    if (b.due === null) return -1
    return a.due < b.due ? -1 : 1
  }
  return a.at < b.at ? 1 : -1
}

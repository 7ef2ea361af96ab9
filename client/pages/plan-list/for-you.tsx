import { useEffect } from 'react'
import {
  newestOf,
  useInbox,
  useLiveInbox,
  useMarkInboxSeen,
  useTakeInboxMarks,
} from '#client/hooks/use-inbox.ts'
import { InboxItems } from '#client/panels/inbox/inbox-items.tsx'
import { formatToday } from '#client/text/moment.ts'
import * as planListText from '#client/text/plan-list.ts'
import type { InboxItem } from '#shared/api/inbox.ts'
import { ComingWeeks } from './coming-weeks.tsx'
import './for-you.css'

/** What waits for this person in all their plans; nothing is shown where nothing waits. */
export function ForYou() {
  const inbox = useLiveInbox().data
  const { mutate: markSeen } = useMarkInboxSeen()
  const newest = inbox === undefined || inbox.unread === 0 ? null : newestOf(inbox)
  useEffect(() => {
    if (newest !== null) markSeen(newest)
  }, [newest, markSeen])
  const takeMarks = useTakeInboxMarks()
  useEffect(() => takeMarks, [takeMarks])
  if (inbox === undefined || inbox.items.length === 0) return null
  return (
    <div className="for-you">
      <section className="for-you__items" aria-label={planListText.waitingForYou}>
        <InboxItems items={inbox.items} now={new Date()} />
      </section>
      <ComingWeeks items={inbox.items} />
    </div>
  )
}

/** `Dinsdag 24 november. 5 dingen wachten op u, 1 te laat.` */
export function ForYouLead() {
  const items = useInbox().data?.items
  const today = formatToday(new Date())
  return items === undefined ? today : `${today} ${leadOf(items)}`
}

function leadOf(items: readonly InboxItem[]): string {
  const count = items.length
  const late = items.filter(({ isLate }) => isLate).length
  return count === 0 ? planListText.nothingWaits : planListText.waiting(count, late)
}

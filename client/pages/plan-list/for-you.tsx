import { useEffect } from 'react'
import { useInbox, useMarkInboxSeen } from '#client/hooks/use-inbox.ts'
import { InboxItems } from '#client/panels/inbox/inbox-items.tsx'
import type { InboxItem } from '#shared/api/inbox.ts'
import { formatToday } from '#shared/text/moment.ts'
import './for-you.css'

/** What waits for this person in all their plans; nothing is shown where nothing waits. */
export function ForYou() {
  const inbox = useInbox().data
  const { mutate: markSeen } = useMarkInboxSeen()
  const unread = inbox?.unread ?? 0
  useEffect(() => {
    if (unread > 0) markSeen()
  }, [unread, markSeen])
  if (inbox === undefined || inbox.items.length === 0) return null
  return (
    <section className="for-you" aria-label="Wat op u wacht">
      <InboxItems items={inbox.items} now={new Date()} />
    </section>
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
  if (count === 0) return 'Er wacht niets op u.'
  const late = items.filter(({ isLate }) => isLate).length
  const waiting = count === 1 ? '1 ding wacht op u' : `${count} dingen wachten op u`
  if (late === 0) return `${waiting}.`
  return `${waiting}, ${late === count && count > 1 ? 'alle' : late} te laat.`
}

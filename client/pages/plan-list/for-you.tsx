import { useEffect } from 'react'
import { useInbox, useMarkInboxSeen } from '#client/hooks/use-inbox.ts'
import { InboxItems } from '#client/panels/inbox/inbox-items.tsx'
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
  const late = inbox.items.filter(({ isLate }) => isLate).length
  return (
    <section className="for-you" aria-labelledby="for-you-title">
      <h2 className="card__title" id="for-you-title">
        Voor u
      </h2>
      <p className="for-you__lead">{leadOf(inbox.items.length, late)}</p>
      <div className="for-you__items">
        <InboxItems items={inbox.items} now={new Date()} />
      </div>
    </section>
  )
}

function leadOf(count: number, late: number): string {
  const waiting = count === 1 ? '1 ding wacht op u' : `${count} dingen wachten op u`
  if (late === 0) return `${waiting}.`
  return `${waiting}, ${late === count && count > 1 ? 'alle' : late} te laat.`
}

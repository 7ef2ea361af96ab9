import { Bell } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Link } from 'wouter'
import {
  newestOf,
  useLiveInbox,
  useMarkInboxSeen,
  useTakeInboxMarks,
} from '#client/hooks/use-inbox.ts'
import * as inboxText from '#client/text/inbox.ts'
import * as placeText from '#client/text/places.ts'
import { InboxItems } from './inbox-items.tsx'
import './inbox-bell.css'
import '#client/ui/popover.css'
import '#client/ui/button.css'

/** The same list as on the first page, from within a plan; its number says how much came since it was last looked at. */
export function InboxBell() {
  const inbox = useLiveInbox()
  const seen = useMarkInboxSeen()
  const takeMarks = useTakeInboxMarks()
  const { items = [], unread = 0 } = inbox.data ?? {}
  const newest = newestOf({ items })
  return (
    <DialogTrigger
      onOpenChange={(isOpen) => {
        if (!isOpen) takeMarks()
        else if (unread > 0 && newest !== null) seen.mutate(newest)
      }}
    >
      <AriaButton
        className="button button--quiet button--icon inbox-bell"
        aria-label={labelOf(items.length, unread)}
      >
        <Bell className="icon" aria-hidden="true" />
        {unread > 0 && (
          <span className="inbox-bell__count" aria-hidden="true">
            {Math.min(unread, 99)}
          </span>
        )}
      </AriaButton>
      <Popover className="popover inbox-popover" placement="bottom end">
        <Dialog className="inbox-popover__body" aria-label={placeText.forYou}>
          {({ close }) => (
            <>
              <h2 className="inbox-popover__title">{placeText.forYou}</h2>
              {inbox.isError && items.length === 0 ? (
                <p className="muted">{inboxText.failed}</p>
              ) : items.length === 0 ? (
                <p className="muted">{inboxText.none}</p>
              ) : (
                <InboxItems items={items} now={new Date()} isNarrow onGo={close} />
              )}
              <p className="muted">
                <Link className="link" href="/account" onClick={close}>
                  {inboxText.chooseKinds}
                </Link>
              </p>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function labelOf(count: number, unread: number): string {
  return count === 0 ? inboxText.bellNone : inboxText.bell(count, unread)
}

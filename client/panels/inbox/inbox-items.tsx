import { AtSign, Check, CircleHelp, MessagesSquare, PencilLine, UserCog } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import * as inboxText from '#client/text/inbox.ts'
import { formatDay, formatRecent, formatUntil } from '#client/text/moment.ts'
import { Chip } from '#client/ui/chip.tsx'
import { type InboxItem, type InboxKind, inboxKindLabels } from '#shared/api/inbox.ts'
import { lastDayOf } from '#shared/text/moment.ts'
import './inbox-items.css'
import '#client/ui/button.css'

const icon = { className: 'icon', 'aria-hidden': true } as const
const icons: Record<InboxKind, ReactNode> = {
  approval: <PencilLine {...icon} />,
  question: <CircleHelp {...icon} />,
  mention: <AtSign {...icon} />,
  consultation: <MessagesSquare {...icon} />,
  coordinator: <UserCog {...icon} />,
  action: <Check {...icon} />,
}
const todo: Record<InboxKind, string> = inboxText.actions

type InboxItemsProps = {
  items: readonly InboxItem[]
  now: Date
  /** In the popover of a plan: one below the other. */
  isNarrow?: boolean
  onGo?: () => void
}

/** What waits, the most urgent first; each with the one thing to do about it. */
export function InboxItems({ items, now, isNarrow = false, onGo }: InboxItemsProps) {
  // One filled button in a view: the most urgent akkoord.
  const firstApproval = items.findIndex(({ kind }) => kind === 'approval')
  return (
    <ul
      className={isNarrow ? 'inbox-list inbox-list--narrow' : 'inbox-list'}
      aria-label={inboxText.items}
    >
      {items.map((item, index) => (
        <li
          key={item.id}
          className={item.isUnread ? 'inbox-list__item inbox-list__item--new' : 'inbox-list__item'}
        >
          <span className="inbox-list__icon">{icons[item.kind]}</span>
          <div className="inbox-list__text">
            <p className="inbox-list__kind">
              {inboxKindLabels[item.kind]}
              {item.isUnread && <span className="inbox-list__new">{inboxText.isNew}</span>}
            </p>
            <p className="inbox-list__title">{item.title}</p>
            <p className="inbox-list__detail">{item.detail}</p>
          </div>
          <p className="inbox-list__when">{whenOf(item, now)}</p>
          <div className="inbox-list__do">
            <Link
              className={index === firstApproval ? 'button button--primary' : 'button'}
              href={item.url}
              aria-label={`${todo[item.kind]}: ${item.title}`}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              {todo[item.kind]}
            </Link>
          </div>
        </li>
      ))}
    </ul>
  )
}

function whenOf({ due, isLate, at }: InboxItem, now: Date): ReactNode {
  if (isLate) return <Chip tone="warn">{inboxText.isLate(formatDay(lastDayOf(due ?? '')))}</Chip>
  return due === null ? formatRecent(at, now) : formatUntil(due)
}

import { Link } from 'wouter'
import { formatUntil } from '#client/text/moment.ts'
import * as planListText from '#client/text/plan-list.ts'
import type { InboxItem } from '#shared/api/inbox.ts'
import { formatLeaf, lastDayOf } from '#shared/text/moment.ts'
import './coming-weeks.css'

/** As many as stand beside the list without making it longer. */
const shown = 4

/** What waits by its day, the first one first; nothing is shown where nothing has a deadline ahead. */
export function ComingWeeks({ items }: { items: readonly InboxItem[] }) {
  const ahead = items
    .flatMap((item) => (item.due === null || item.isLate ? [] : [{ item, due: item.due }]))
    .toSorted((a, b) => (lastDayOf(a.due) < lastDayOf(b.due) ? -1 : 1))
    .slice(0, shown)
  if (ahead.length === 0) return null
  return (
    <section className="coming-weeks" aria-labelledby="coming-weeks">
      <h2 className="coming-weeks__title" id="coming-weeks">
        {planListText.comingWeeks}
      </h2>
      <ul className="coming-weeks__list">
        {ahead.map(({ item, due }) => (
          <li key={item.id} className="coming-weeks__item">
            <Leaf date={lastDayOf(due)} />
            <p>
              <Link href={item.url} className="link coming-weeks__link">
                {item.title}
              </Link>
              <span className="coming-weeks__until">{formatUntil(due)}</span>
            </p>
          </li>
        ))}
      </ul>
      <Link href="/account" className="link">
        {planListText.inOwnCalendar}
      </Link>
    </section>
  )
}

/** The same day as the words beside it. */
function Leaf({ date }: { date: string }) {
  const { day, month } = formatLeaf(date)
  return (
    <span className="coming-weeks__day" aria-hidden="true">
      <span className="coming-weeks__number">{day}</span>
      {month}
    </span>
  )
}

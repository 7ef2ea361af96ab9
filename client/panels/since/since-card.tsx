import { askForThread } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useMarkVisit, useSince } from '#client/hooks/use-since.ts'
import { formatMoment } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { sinceText } from './since-text.ts'
import './since-card.css'
import { useEffect, useRef } from 'react'

/** Changes by others since the user's last visit, each with a link. Renders nothing if there are none. */
export function SinceCard() {
  const { goTo } = usePlanContext()
  const since = useSince().data
  const visit = useMarkVisit()
  if (since === undefined || since.visitedAt === null || since.lines.length === 0) {
    return since?.visitedAt === null ? <FirstVisit seq={since.seq} /> : null
  }
  return (
    <section className="since" aria-labelledby="sinds">
      <div className="since__head">
        <h2 className="since__title" id="sinds" tabIndex={-1}>
          Sinds uw laatste bezoek
        </h2>
        <span className="since__when">{formatMoment(since.visitedAt, new Date())}</span>
        <Button
          isPending={visit.isPending}
          onPress={() =>
            visit.mutate(since.seq, {
              onError: (error) => showToast({ text: error.message, tone: 'bad' }),
            })
          }
        >
          Gezien
        </Button>
      </div>
      <ul className="since__lines">
        {since.lines.map((line) => {
          const { threadId } = line
          return (
            <li key={`${line.kind} ${line.threadId ?? JSON.stringify(line.target)}`}>
              {line.kind === 'removed' ? (
                <strong>{line.place}</strong>
              ) : (
                <button
                  type="button"
                  className="since__link"
                  onClick={() =>
                    threadId === undefined ? goTo(line.target) : askForThread(threadId)
                  }
                >
                  {line.place}
                </button>
              )}
              <span> {sinceText(line)}</span>
            </li>
          )
        })}
      </ul>
      {since.more > 0 && (
        <p className="since__when">
          En nog {since.more} {since.more === 1 ? 'wijziging' : 'wijzigingen'}.
        </p>
      )}
    </section>
  )
}

/** Records the first visit, from which later news is counted. */
function FirstVisit({ seq }: { seq: number }) {
  const { mutate } = useMarkVisit()
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current) return
    isDone.current = true
    mutate(seq)
  }, [mutate, seq])
  return null
}

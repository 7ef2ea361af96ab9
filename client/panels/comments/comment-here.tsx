import { MessageSquare, MessageSquarePlus } from 'lucide-react'
import { selectedWords } from '#client/editor/comment-highlights.ts'
import { askForThread, beginThread, commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { placesOf } from '#client/sync/place.ts'
import * as commentsText from '#client/text/comments.ts'
import { can } from '#shared/access.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import type { Target } from '#shared/plan/content.ts'
import './comment-here.css'

/** The number of comments at a place of the plan, with buttons to them and to a new one. */
export function CommentHere({ target, label: printed }: { target: Target; label: string }) {
  const { format, role, parts } = usePlanContext()
  const [place = ''] = placesOf(target, format)
  const label = printed.replace(/:(?=,|$)/g, '')
  const count = useSource(commentUiStore.counts, (counts) => counts.get(place) ?? 0)
  return (
    <span className="comment-here">
      {count > 0 && <GoToThreads place={place} count={count} label={label} />}
      {can(role, 'comment') && seesTarget(target, format, parts) && (
        <button
          type="button"
          className="comment-here__button"
          // Keyboard users have Ctrl+Alt+M in the field itself; fifty extra tab stops would be in their way.
          tabIndex={-1}
          aria-label={commentsText.replyTo(label)}
          title={commentsText.replyKeys}
          // The comment is attached to the selected words.
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            const words = selectedWords(event.currentTarget)
            beginThread(words === null ? { target } : { target, range: words.range })
          }}
        >
          <MessageSquarePlus size={16} aria-hidden="true" />
        </button>
      )}
    </span>
  )
}

function GoToThreads({ place, count, label }: { place: string; count: number; label: string }) {
  const { format } = usePlanContext()
  const threads = useThreads().data?.threads ?? []
  const [first] = threads.filter(
    (thread) => !thread.resolved && placesOf(thread.target, format).includes(place),
  )
  return (
    <button
      type="button"
      className="comment-here__button comment-here__button--count"
      aria-label={commentsText.countOn(count, label)}
      onClick={() => first !== undefined && askForThread(first.id)}
    >
      <MessageSquare size={14} aria-hidden="true" /> {count}
    </button>
  )
}

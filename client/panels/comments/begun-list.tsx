import { useEffect, useState } from 'react'
import {
  askForThread,
  beginThread,
  commentUiStore,
  type NewThread,
} from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useWriterId } from '#client/hooks/use-begun-text.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { browserClock } from '#client/sync/clock.ts'
import { type BegunThread, begunTexts, dropBegun } from '#client/sync/device/begun-texts.ts'
import * as commentsText from '#client/text/comments.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { begunName } from './begun-name.ts'
import './comment-view.css'
import './comments-panel.css'
import './thread-card.css'

/** New threads that this person began and did not place, with their words. */
export function BegunList() {
  const { planId, session, format } = usePlanContext()
  const userId = useWriterId()
  const draft = useSource(commentUiStore.draft)
  const [, redraw] = useState(0)
  // The one in the box is not in the list.
  const open = draft === null ? null : begunName.thread(draft)
  const name = begunName.inPlan(planId)
  const items = begunTexts({ userId, name }, browserClock.now()).filter(
    (item) => item.thread !== undefined && item.name !== open,
  )
  if (items.length === 0) return null
  return (
    <section aria-label={commentsText.begunList}>
      <h3 className="comments__group">{commentsText.begunCount(items.length)}</h3>
      <ul className="comments__list">
        {items.map(({ name: rest, text, thread }) => (
          <li key={rest} className="thread thread--unsent">
            <span className="thread__place">
              {thread !== undefined && placeOf(thread.target, format, session.content.get())}
            </span>
            <p className="comment__body">{text}</p>
            <div className="button-row">
              <Button onPress={() => thread !== undefined && beginThread(withoutEmpty(thread))}>
                {commentsText.goOn}
              </Button>
              <Button
                onPress={() => {
                  dropBegun({ userId, name: `${name}${rest}` })
                  redraw((count) => count + 1)
                }}
              >
                {commentsText.discard}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function withoutEmpty({ target, range }: BegunThread): NewThread {
  return range === undefined ? { target } : { target, range }
}

/** Says once, when the plan opens, that something was begun here. The newest is opened on request. */
export function useBegunNotice(): void {
  const { planId } = usePlanContext()
  const userId = useWriterId()
  useEffect(() => {
    const items = begunTexts({ userId, name: begunName.inPlan(planId) }, browserClock.now())
    const [newest] = items
    if (newest === undefined) return
    const { thread } = newest
    const threadId = begunName.threadOfReply(newest.name)
    return showToast({
      text: commentsText.begunNotice(items.length),
      ...(thread === undefined && threadId === null
        ? {}
        : {
            action: {
              label: commentsText.goOn,
              onPress: () => {
                if (thread !== undefined) beginThread(withoutEmpty(thread))
                else if (threadId !== null) askForThread(threadId)
              },
            },
          }),
    })
  }, [planId, userId])
}

import { type KeyboardEvent, memo, useId, useState } from 'react'
import { isOffline } from '#client/api.ts'
import { commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { type PlanContextValue, usePlanContext } from '#client/hooks/plan-context.ts'
import { useIsBegun } from '#client/hooks/use-begun-text.ts'
import { useSendComment, useThreadActions } from '#client/hooks/use-threads.ts'
import * as commentsText from '#client/text/comments.ts'
import { formatDay, formatRecent } from '#client/text/moment.ts'
import { Chip } from '#client/ui/chip.tsx'
import { can } from '#shared/access.ts'
import type { Thread } from '#shared/api/comments.ts'
import { type Discipline, disciplines } from '#shared/disciplines.ts'
import { begunName } from './begun-name.ts'
import { CommentView } from './comment-view.tsx'
import { Composer } from './composer.tsx'
import { focusThreadCard, keepFocusNear } from './keep-focus.ts'
import { threadElementId } from './thread-element-id.ts'
import { useKeepUnsent } from './use-unsent.ts'
import './thread-card.css'
import { focusWords } from '#client/editor/comment-highlights.ts'

type ThreadCardProps = {
  thread: Thread
  /** The current name of the place; null when the place is not in the plan any more. */
  place: string | null
  isOrphan: boolean
  isActive: boolean
  myId: string
  disciplineOf: (userId: string) => Discipline | null
}

const shownReplies = 3

export const ThreadCard = memo(function ThreadCard({
  thread,
  place,
  isOrphan,
  isActive,
  myId,
  disciplineOf,
}: ThreadCardProps) {
  const { planId, role, goTo, announce } = usePlanContext()
  const { update } = useThreadActions()
  const send = useSendComment()
  const keepUnsent = useKeepUnsent()
  const nameId = useId()
  const wasReplying = useIsBegun(`${begunName.inPlan(planId)}${begunName.reply(thread.id)}`)
  const [isReplying, setReplying] = useState(wasReplying && can(role, 'comment'))
  const [isWhole, setWhole] = useState(false)
  const [first, ...replies] = thread.comments
  if (first === undefined) return null
  const canComment = can(role, 'comment')
  const canWrite = can(role, 'write')
  const canResolve = canComment && (canWrite || first.author.id === myId)
  const hidden = isWhole ? 0 : Math.max(0, replies.length - shownReplies)
  const show = () => showThreadInPlan(thread, goTo)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || place === null) return
    event.preventDefault()
    show()
  }
  const resolve = () => {
    const keepFocus = keepFocusNear(thread.id)
    update
      .mutateAsync({ threadId: thread.id, resolved: !thread.resolved })
      .then(() => {
        announce(thread.resolved ? commentsText.isReopened : commentsText.isResolved)
        keepFocus()
      })
      // The mutation tells what is wrong.
      .catch(() => undefined)
  }
  const closeAnswer = () => {
    setReplying(false)
    focusThreadCard(thread.id)
  }

  return (
    <article
      className={isActive ? 'thread thread--active' : 'thread'}
      id={threadElementId(thread.id)}
      data-thread-card={thread.id}
      tabIndex={-1}
      aria-labelledby={nameId}
      onKeyDown={onKeyDown}
      onFocus={() => commentUiStore.active.set(thread.id)}
    >
      <div className="thread__top">
        {place === null ? (
          <span className="thread__place">{thread.place}</span>
        ) : (
          <button type="button" className="thread__link thread__place" onClick={show}>
            {place}
          </button>
        )}
        {thread.isUnread && <Chip tone="accent">{commentsText.isNew}</Chip>}
        {thread.resolved && <Chip tone="ok">{commentsText.resolved}</Chip>}
        {thread.toDiscuss && <Chip tone="warn">{commentsText.toDiscuss}</Chip>}
        {thread.comments.some((comment) => comment.isLate) && (
          <Chip tone="warn">{commentsText.late}</Chip>
        )}
      </div>
      {isOrphan && <p className="thread__orphan">{commentsText.textRemoved}</p>}
      {thread.askedDiscipline !== undefined && (
        <p className="thread__asked">
          {commentsText.askedOf(
            disciplines[thread.askedDiscipline].label,
            thread.dueDate === undefined ? null : formatDay(thread.dueDate),
          )}
        </p>
      )}
      <CommentView
        thread={thread}
        comment={first}
        discipline={disciplineOf(first.author.id)}
        myId={myId}
        canComment={canComment}
        nameId={nameId}
      />
      {replies.length > shownReplies && (
        <button
          type="button"
          className="thread__more"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? commentsText.showLess : commentsText.showEarlier(hidden)}
        </button>
      )}
      {replies.slice(hidden).map((comment) => (
        <CommentView
          key={comment.id}
          thread={thread}
          comment={comment}
          discipline={disciplineOf(comment.author.id)}
          myId={myId}
          canComment={canComment}
        />
      ))}
      {thread.resolved && thread.resolvedBy !== undefined && (
        <p className="thread__resolved">
          {commentsText.resolvedBy(
            thread.resolvedBy.name,
            thread.resolvedAt === undefined ? null : formatRecent(thread.resolvedAt, new Date()),
          )}
        </p>
      )}
      {isReplying ? (
        <Composer
          draftKey={begunName.reply(thread.id)}
          label={commentsText.yourAnswer}
          sendLabel={commentsText.send}
          onSend={async (written) => {
            const clientId = crypto.randomUUID()
            const body = { ...written, clientId }
            try {
              await send.reply(thread.id, body)
              announce(commentsText.answerIsPlaced)
            } catch (error) {
              const writtenAt = new Date().toISOString()
              if (
                !isOffline(error) ||
                !keepUnsent({
                  kind: 'reply',
                  threadId: thread.id,
                  clientId,
                  writtenAt,
                  place: place ?? thread.place,
                  body: { ...body, writtenAt },
                })
              )
                throw error
              announce(commentsText.answerIsPlacedLater)
            }
            closeAnswer()
          }}
          onCancel={closeAnswer}
        />
      ) : (
        <div className="thread__actions">
          {canComment && (
            <button type="button" className="thread__action" onClick={() => setReplying(true)}>
              {commentsText.answer}
            </button>
          )}
          {canResolve && (
            <button type="button" className="thread__action" onClick={resolve}>
              {thread.resolved ? commentsText.reopen : commentsText.resolve}
            </button>
          )}
          {canWrite && !thread.resolved && (
            <button
              type="button"
              className="thread__action"
              aria-pressed={thread.toDiscuss}
              onClick={() => update.mutate({ threadId: thread.id, toDiscuss: !thread.toDiscuss })}
            >
              {commentsText.discuss}
            </button>
          )}
        </div>
      )}
    </article>
  )
})

/** Goes from a thread to its words in the plan, or to its place if the words are gone. */
function showThreadInPlan({ id, target }: Thread, goTo: PlanContextValue['goTo']): void {
  commentUiStore.active.set(id)
  // On a small screen the plan is not in view yet; `goTo` keeps a focus that is already inside the place.
  goTo(target)
  requestAnimationFrame(() => focusWords(id))
}

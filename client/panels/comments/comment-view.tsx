import { ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import { useSendComment, useThreadActions } from '#client/hooks/use-threads.ts'
import * as actionText from '#client/text/actions.ts'
import * as commentsText from '#client/text/comments.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import type { Comment, Thread } from '#shared/api/comments.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { formatList } from '#shared/format-list.ts'
import { begunName } from './begun-name.ts'
import { bodyParts } from './body-parts.ts'
import { Composer } from './composer.tsx'
import { type Named, withoutName } from './mentions.ts'
import './comment-view.css'

type CommentViewProps = {
  thread: Thread
  comment: Comment
  discipline: Discipline | null
  myId: string
  canComment: boolean
  nameId?: string
}

export function CommentView({
  thread,
  comment,
  discipline,
  myId,
  canComment,
  nameId,
}: CommentViewProps) {
  const { edit } = useSendComment()
  const { like, remove } = useThreadActions()
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const isMine = comment.author.id === myId
  const isLiked = comment.likes.some((person) => person.id === myId)
  const { name } = comment.author
  if (comment.deletedAt !== undefined)
    return <p className="comment__deleted">{commentsText.removedBy(name)}</p>
  return (
    <div className="comment">
      <div className="comment__head">
        <Avatar name={name} discipline={discipline} size="small" isDecorative />
        <span className="comment__name" id={nameId}>
          {name}
        </span>
        <Moments comment={comment} />
      </div>
      {nameId !== undefined && thread.quote !== undefined && (
        <blockquote className="comment__quote">{thread.quote}</blockquote>
      )}
      {open === 'edit' ? (
        <Composer
          draftKey={begunName.edit(comment.id)}
          label={commentsText.editOwn}
          sendLabel={actionText.edit}
          initial={comment.body}
          mentioned={namedBy(comment)}
          onSend={async (written) => {
            await edit(thread.id, comment.id, written)
            setOpen(null)
          }}
          onCancel={() => setOpen(null)}
        />
      ) : (
        <Body comment={comment} />
      )}
      <div className="comment__actions">
        {canComment && (
          <button
            type="button"
            className="comment__like"
            aria-pressed={isLiked}
            aria-label={commentsText.agreeWith(name, comment.likes.length)}
            title={
              comment.likes.length > 0
                ? commentsText.agreedBy(formatList(comment.likes.map((person) => person.name)))
                : commentsText.agree
            }
            onClick={() =>
              like.mutate({ threadId: thread.id, commentId: comment.id, liked: !isLiked })
            }
          >
            <ThumbsUp size={14} aria-hidden="true" />{' '}
            {comment.likes.length > 0 && comment.likes.length}
          </button>
        )}
        {isMine && canComment && open !== 'edit' && (
          <>
            <button type="button" className="link comment__small" onClick={() => setOpen('edit')}>
              {actionText.edit}
            </button>
            <button type="button" className="link comment__small" onClick={() => setOpen('remove')}>
              {actionText.remove}
            </button>
          </>
        )}
      </div>
      <ConfirmDialog
        title={commentsText.removeAsk}
        isOpen={open === 'remove'}
        onClose={() => setOpen(null)}
        confirmLabel={commentsText.remove}
        onConfirm={() => remove.mutateAsync({ threadId: thread.id, commentId: comment.id })}
      >
        <p>{commentsText.removeText}</p>
      </ConfirmDialog>
    </div>
  )
}

function Moments({ comment }: { comment: Comment }) {
  const now = new Date()
  const at = comment.writtenAt ?? comment.createdAt
  return (
    <span className="comment__time">
      <time
        dateTime={at}
        title={
          comment.writtenAt === undefined
            ? undefined
            : commentsText.writtenOffline(formatRecent(comment.createdAt, now))
        }
      >
        {formatRecent(at, now)}
      </time>
      {comment.editedAt !== undefined && (
        <span title={commentsText.edited(formatRecent(comment.editedAt, now))}>
          {' '}
          {commentsText.editedMark}
        </span>
      )}
      {comment.isLate === true && (
        <span> {commentsText.receivedLate(formatRecent(comment.createdAt, now))}</span>
      )}
    </span>
  )
}

function Body({ comment }: { comment: Comment }) {
  const unnamed = withoutName(comment.body, namedBy(comment))
  const parts = bodyParts(
    comment.body,
    comment.mentions.map((person) => person.name),
  )
  let offset = 0
  return (
    <>
      <p className="comment__body">
        {parts.map((part) => {
          const key = offset
          offset += part.text.length
          if (part.kind !== 'link')
            return part.kind === 'text' ? part.text : <strong key={key}>{part.text}</strong>
          return (
            <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
              {part.text}
            </a>
          )
        })}
      </p>
      {unnamed.length > 0 && (
        <p className="comment__mentions">
          {commentsText.mentioned(formatList(unnamed.map(({ name }) => name)))}
        </p>
      )}
    </>
  )
}

function namedBy({ mentions }: Comment): Named[] {
  return mentions.map(({ id, name }) => ({ userId: id, name }))
}

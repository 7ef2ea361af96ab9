import { MessageSquare } from 'lucide-react'
import { useThreads } from '#client/hooks/use-threads.ts'
import * as commentsText from '#client/text/comments.ts'
import '#client/ui/button.css'

/** The number of open threads, as the text of a tab or a button. */
export function useOpenCount(): { open: number; unread: number } {
  const threads = useThreads().data?.threads ?? []
  return {
    open: threads.filter((thread) => !thread.resolved).length,
    unread: threads.filter((thread) => thread.isUnread).length,
  }
}

export function CommentsToggle({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const { open, unread } = useOpenCount()
  return (
    <button
      type="button"
      className="button button--quiet button--icon"
      aria-pressed={isOpen}
      title={commentsText.title}
      onClick={onToggle}
    >
      <MessageSquare className="icon" aria-hidden="true" />
      <span className="visually-hidden">{commentsText.title}</span> {open > 0 && open}
      {unread > 0 && <span className="visually-hidden">{commentsText.unread(unread)}</span>}
    </button>
  )
}

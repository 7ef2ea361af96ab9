import { useEffect } from 'react'
import { threadInText } from '#client/editor/comment-highlights.ts'
import { askForThread, beginThread, commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { placesOf } from '#client/sync/place.ts'
import * as commentsText from '#client/text/comments.ts'
import { can } from '#shared/access.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import { placeTarget, threadHere } from './selected-place.ts'

/** Ctrl+Alt+M starts a comment at the caret; Alt+R goes to the thread at the caret. */
export function useCommentKeys(): void {
  const { format, role, parts, announce } = usePlanContext()
  const threads = useThreads().data?.threads
  useEffect(
    () =>
      commentUiStore.active.subscribe(() => {
        const isInText = document.activeElement?.closest('.ProseMirror') != null
        if (isInText && commentUiStore.active.get() !== null) announce(commentsText.commentIsHere)
      }),
    [announce],
  )
  useEffect(() => {
    const threadAt = (element: Element | null): string | null => {
      const target = placeTarget(element)
      const name = target === null ? undefined : placesOf(target, format)[0]
      const there = threads?.find(
        (thread) => !thread.resolved && placesOf(thread.target, format)[0] === name,
      )
      return threadInText(element) ?? there?.id ?? null
    }
    const onKey = (event: KeyboardEvent) => {
      const element = event.target instanceof Element ? event.target : null
      if (!event.altKey || event.shiftKey || element?.closest('main') == null) return
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyM') {
        event.preventDefault()
        if (!can(role, 'comment')) return announce(commentsText.mayNotComment)
        const begun = threadHere(element)
        if (begun === null) return
        if (seesTarget(begun.target, format, parts)) beginThread(begun)
        else announce(commentsText.notHere)
      } else if (!event.ctrlKey && !event.metaKey && event.code === 'KeyR') {
        event.preventDefault()
        const threadId = threadAt(element)
        if (threadId === null) announce(commentsText.noneHere)
        else askForThread(threadId)
      }
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [format, role, parts, announce, threads])
}

import { useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { askForThread } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { showToast } from '#client/ui/toasts.ts'

/** Shows and focuses the thread that a link in a mail names, once, as soon as it is loaded. */
export function useLinkedThread(): void {
  const { planId } = usePlanContext()
  const search = new URLSearchParams(useSearch())
  const threadId = search.get('reactie')
  const [, navigate] = useLocation()
  const { data, isFetchedAfterMount } = useThreads()
  const done = useRef<string | null>(null)
  useEffect(() => {
    if (threadId === null || data === undefined || done.current === threadId) return
    const isThere = data.threads.some((thread) => thread.id === threadId)
    // The cached list may be older than the thread.
    if (!isThere && !isFetchedAfterMount) return
    done.current = threadId
    navigate(`/plan/${planId}`, { replace: true })
    if (isThere) askForThread(threadId)
    else showToast({ text: 'De reactie uit de mail is verwijderd.' })
  }, [threadId, data, isFetchedAfterMount, navigate, planId])
}

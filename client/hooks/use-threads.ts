import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type CreateComment,
  type CreateThread,
  createComment,
  createThread,
  deleteComment,
  likeComment,
  listThreads,
  markSeen,
  type Thread,
  updateComment,
  updateThread,
} from '#shared/api/comments.ts'
import { AppError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { call } from '../api.ts'
import { showToast } from '../ui/toasts.ts'
import { noThreads, type Threads, withChanges } from './changed-threads.ts'
import { usePlanContext } from './plan-context.ts'
import { queryKeys } from './query-keys.ts'

/** The threads beyond this number of pages are fetched with the next event. */
const mostPages = 100

export function useThreads() {
  const { planId, session, parts } = usePlanContext()
  const client = useQueryClient()
  const queryKey = queryKeys.threads(planId)
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Threads> => {
      // A member of parts gets all threads again: the text that names a place may have changed meanwhile.
      let known = (parts === null ? client.getQueryData<Threads>(queryKey) : undefined) ?? noThreads
      try {
        for (let page = 0; page < mostPages; page++) {
          const { seq, epoch } = known
          const answer = await call(listThreads, {
            params: { planId },
            query: {
              since: seq,
              limit: limits.threadsPerPage.max,
              ...(epoch === '' ? {} : { epoch }),
            },
            signal,
          })
          // Comments that this client sent meanwhile are in the list already.
          const shown = page === 0 && seq > 0 ? client.getQueryData<Threads>(queryKey) : undefined
          known = withChanges(shown ?? known, answer, session.located)
          if (answer.next === undefined) break
        }
        return known
      } catch (error) {
        // A refusal is a valid answer: the threads shown before are removed.
        if (error instanceof AppError && error.code === 'comments-hidden')
          return { ...noThreads, isHidden: true }
        throw error
      }
    },
  })
}

/** The response is the new state of the thread, which is shown at once without a request for all threads. */
function putThread(client: QueryClient, planId: string, thread: Thread): void {
  client.setQueryData<Threads>(queryKeys.threads(planId), (before) => {
    if (before === undefined) return before
    const isKnown = before.threads.some(({ id }) => id === thread.id)
    return {
      ...before,
      threads: isKnown
        ? before.threads.map((other) => (other.id === thread.id ? thread : other))
        : [...before.threads, thread],
    }
  })
}

export function useSendComment() {
  const { planId, session } = usePlanContext()
  const client = useQueryClient()
  return {
    thread: async (body: CreateThread): Promise<Thread> => {
      const thread = await call(createThread, { params: { planId }, body })
      putThread(client, planId, session.located(thread))
      return thread
    },
    reply: async (threadId: string, body: CreateComment): Promise<Thread> => {
      const thread = await call(createComment, { params: { threadId }, body })
      putThread(client, planId, session.located(thread))
      return thread
    },
    edit: async (
      threadId: string,
      commentId: string,
      body: { body: string; mentions: string[]; notBsn?: string },
    ): Promise<Thread> => {
      const thread = await call(updateComment, { params: { threadId, commentId }, body })
      putThread(client, planId, session.located(thread))
      return thread
    },
  }
}

export function useThreadActions() {
  const { planId, session } = usePlanContext()
  const client = useQueryClient()
  const onError = (error: Error) => showToast({ text: error.message, tone: 'bad' })
  const onSuccess = (thread: Thread) => putThread(client, planId, session.located(thread))
  return {
    update: useMutation({
      mutationFn: ({
        threadId,
        ...body
      }: {
        threadId: string
        resolved?: boolean
        toDiscuss?: boolean
      }) => call(updateThread, { params: { threadId }, body }),
      onSuccess,
      onError,
    }),
    like: useMutation({
      mutationFn: ({
        threadId,
        commentId,
        liked,
      }: {
        threadId: string
        commentId: string
        liked: boolean
      }) => call(likeComment, { params: { threadId, commentId }, body: { liked } }),
      onSuccess,
      onError,
    }),
    remove: useMutation({
      mutationFn: ({ threadId, commentId }: { threadId: string; commentId: string }) =>
        call(deleteComment, { params: { threadId, commentId } }),
      onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.threads(planId) }),
    }),
  }
}

/** Marks threads as seen at once. A refusal is ignored: the next look tries again. */
export function useMarkSeen() {
  const { planId } = usePlanContext()
  const client = useQueryClient()
  return (ids: readonly string[]) => {
    const key = queryKeys.threads(planId)
    const seq = client.getQueryData<Threads>(key)?.seq
    client.setQueryData<Threads>(
      key,
      (before) =>
        before && {
          ...before,
          threads: before.threads.map((thread) =>
            ids.includes(thread.id) ? { ...thread, isUnread: false } : thread,
          ),
        },
    )
    void call(markSeen, {
      params: { planId },
      body: { threads: [...ids], ...(seq === undefined || seq === 0 ? {} : { seq }) },
    }).catch(() => undefined)
  }
}

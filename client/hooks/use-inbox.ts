import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  getInbox,
  type Inbox,
  type InboxKind,
  markInboxSeen,
  updateInbox,
} from '#shared/api/inbox.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** One small request for all plans together, and only while the page is looked at; the events of an open plan come sooner. */
const askAgainMs = 20_000

export function useInbox({ isEnabled = true }: { isEnabled?: boolean } = {}) {
  return useQuery({
    queryKey: queryKeys.inbox,
    enabled: isEnabled,
    queryFn: ({ signal }) => call(getInbox, { signal }),
    refetchInterval: askAgainMs,
  })
}

/** What is shown keeps its mark until it is looked at again. */
export function useMarkInboxSeen() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(markInboxSeen),
    onSuccess: () => {
      client.setQueryData<Inbox>(queryKeys.inbox, (known) => known && { ...known, unread: 0 })
      // Something happened in a plan: its state in the list is another too.
      return client.invalidateQueries({ queryKey: queryKeys.plans })
    },
  })
}

export function useUpdateInbox() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (muted: InboxKind[]) => call(updateInbox, { body: { muted } }),
    onSuccess: (inbox) => client.setQueryData(queryKeys.inbox, inbox),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import {
  getInbox,
  type Inbox,
  type InboxKind,
  inboxStreamPath,
  markInboxSeen,
  updateInbox,
} from '#shared/api/inbox.ts'
import { call } from '../api.ts'
import { browserClock } from '../sync/clock.ts'
import { followInbox, type InboxMode } from '../sync/transport/follow-inbox.ts'
import { queryKeys } from './query-keys.ts'

/** With a stream only to be sure, because a hint between servers may be lost; without one, for all plans together. */
const askAgainMs: Record<InboxMode, number> = { live: 5 * 60_000, slow: 60_000 }

export function useInbox({ isEnabled = true }: { isEnabled?: boolean } = {}) {
  return useQuery({
    queryKey: queryKeys.inbox,
    enabled: isEnabled,
    queryFn: ({ signal }) => call(getInbox, { signal }),
  })
}

/**
 * The same, kept up to date by hints of the server. A browser allows six lines to a server for all its tabs together, so
 * only a page that is looked at has one.
 */
export function useLiveInbox() {
  const client = useQueryClient()
  const [mode, setMode] = useState<InboxMode>('slow')
  useEffect(() => {
    const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.inbox })
    let stop: (() => void) | null = null
    function follow(): void {
      stop = followInbox({
        open: () => new EventSource(inboxStreamPath),
        clock: browserClock,
        random: Math.random,
        onChanged: refresh,
        onMode: setMode,
      })
    }
    function look(): void {
      const isShown = document.visibilityState === 'visible'
      if (isShown && stop === null) {
        follow()
        refresh()
      } else if (!isShown && stop !== null) {
        stop()
        stop = null
      }
    }
    if (document.visibilityState === 'visible') follow()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      stop?.()
    }
  }, [client])
  return useQuery({
    queryKey: queryKeys.inbox,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<Inbox>(queryKeys.inbox)
      return withMarksOf(known, await call(getInbox, { signal }))
    },
    refetchInterval: askAgainMs[mode],
  })
}

/**
 * A list that comes while it is looked at keeps the marks of what was new a moment ago. What was not in it is new, also
 * when marking the others as seen overtook it.
 */
function withMarksOf(known: Inbox | undefined, inbox: Inbox): Inbox {
  if (known === undefined) return inbox
  const before = new Map(known.items.map((item) => [item.id, item.isUnread]))
  return {
    ...inbox,
    items: inbox.items.map((item) => ({
      ...item,
      isUnread: item.isUnread || (before.get(item.id) ?? true),
    })),
  }
}

/** Takes the marks away that stayed while the list was looked at. */
export function useTakeInboxMarks(): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    client.setQueryData<Inbox>(queryKeys.inbox, (known) =>
      known?.unread === 0
        ? { ...known, items: known.items.map((item) => ({ ...item, isUnread: false })) }
        : known,
    )
  }, [client])
}

/** When the newest that is shown came about; null if nothing is. */
export const newestOf = ({ items }: Pick<Inbox, 'items'>): string | null =>
  items.map(({ at }) => at).reduce<string | null>((a, b) => (a === null || b > a ? b : a), null)

/**
 * Marks up to the newest that is shown, so that what the page has not fetched yet stays unread. What
 * is shown keeps its mark until it is looked at again.
 */
export function useMarkInboxSeen() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (until: string) => call(markInboxSeen, { body: { until } }),
    onSuccess: (_, until) => {
      client.setQueryData<Inbox>(
        queryKeys.inbox,
        (known) =>
          known && {
            ...known,
            unread: known.items.filter(({ isUnread, at }) => isUnread && at > until).length,
          },
      )
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

import type { Query, QueryClient } from '@tanstack/react-query'
import * as deviceText from '#client/text/device.ts'
import type { Me } from '#shared/api/me.ts'
import { listOfPages, type PlanPages } from './hooks/plan-pages.ts'
import { queryKeys } from './hooks/query-keys.ts'
import { browserClock } from './sync/clock.ts'
import {
  cachedMe,
  cacheMe,
  cacheValue,
  formatName,
  planName,
  plansName,
} from './sync/device/offline-cache.ts'
import { removeCopiesOfOthers } from './sync/device/remove-local-copies.ts'
import { dropOldRescues } from './sync/device/rescues.ts'
import { showToast } from './ui/toasts.ts'

/** Caches the server's answers about the user, their plans and the forms of those plans, for use without a connection. */
export function keepOnDevice(client: QueryClient): void {
  sayWhatWasDropped()
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    if (event.query.queryKey[0] === queryKeys.me[0]) keepPerson(client)
    else keepAnswer(event.query, confirmedMe(client))
  })
}

/** Null until the server named the user: an answer must not be stored under another user. */
function confirmedMe(client: QueryClient): Me | null {
  const state = client.getQueryState<Me | null>(queryKeys.me)
  return state === undefined || state.dataUpdatedAt === 0 ? null : (state.data ?? null)
}

function keepPerson(client: QueryClient): void {
  if (client.getQueryData<Me | null>(queryKeys.me) === null) return cacheMe(null)
  const me = confirmedMe(client)
  if (me === null) return
  cacheMe(me)
  void removeCopiesOfOthers(me.id)
  for (const query of client.getQueryCache().getAll()) keepAnswer(query, me)
}

function keepAnswer({ queryKey, state }: Pick<Query, 'queryKey' | 'state'>, me: Me | null): void {
  const name = nameOf(queryKey)
  if (me !== null && name !== null && state.data !== undefined && state.dataUpdatedAt > 0)
    cacheValue(
      me.id,
      name,
      name === plansName ? listOfPages(state.data as PlanPages).plans : state.data,
    )
}

function nameOf([kind, id, part]: readonly unknown[]): string | null {
  // A search result is not the list of the user's plans.
  if (kind === queryKeys.plans[0]) return id === 'list' && part === '' ? plansName : null
  if (kind === 'plan' && typeof id === 'string' && part === undefined) return planName(id)
  // Only a form that is pinned by version: the newest form may be another one tomorrow.
  return kind === queryKeys.formats[0] && typeof id === 'string' && typeof part === 'number'
    ? formatName(id, part)
    : null
}

function sayWhatWasDropped(): void {
  const me = cachedMe()
  for (const { userId, title } of dropOldRescues(browserClock.now())) {
    if (userId === me?.id)
      showToast({
        text: deviceText.copyExpired(title),
        tone: 'bad',
      })
  }
}

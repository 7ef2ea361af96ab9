import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { AppError } from '#shared/errors.ts'
import { isOffline } from '../api.ts'

/** A network that drops requests without an answer counts as no network. */
const silentMs = 4_000

type OrKept<T, Data> = {
  client: QueryClient
  queryKey: QueryKey
  ask: () => Promise<T>
  /** The cached value on this device, in the shape of the query. */
  kept: () => Data | null
}

/**
 * Asks the server. If the server can't be reached, the query gets the cached value of this device, marked as stale. The same
 * happens if the server refuses the plan: the page of the plan then explains what becomes of the local copy.
 */
export async function orKept<T, Data = T>({
  client,
  queryKey,
  ask,
  kept,
}: OrKept<T, Data>): Promise<T> {
  const show = () => {
    if (client.getQueryData(queryKey) !== undefined) return
    const value = kept()
    if (value !== null) client.setQueryData(queryKey, value, { updatedAt: 0 })
  }
  const timer = setTimeout(show, silentMs)
  try {
    return await ask()
  } catch (error) {
    if (
      isOffline(error) ||
      (error instanceof AppError && (error.code === 'no-access' || error.code === 'plan-not-found'))
    )
      show()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { AppError } from '#shared/errors.ts'
import { isOffline } from '../api.ts'

/** A network that swallows requests is no network either. */
const silentMs = 4_000

type OrKept<T, Data> = {
  client: QueryClient
  queryKey: QueryKey
  ask: () => Promise<T>
  /** What this device kept of it, as the query holds it. */
  kept: () => Data | null
}

/**
 * Asks the server; when it can't be reached, what this device kept is shown, as something that still has to be asked.
 * Also when the server refuses the plan: then what is kept here is all there is, and its page says what becomes of it.
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

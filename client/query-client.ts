import { notifyManager, QueryClient } from '@tanstack/react-query'
import { AppError, errorTable } from '#shared/errors.ts'
import { isOffline } from './api.ts'

function canRetry(error: unknown): boolean {
  return isOffline(error) || !(error instanceof AppError) || errorTable[error.code].status >= 500
}

// Notify at the end of the task, not in a later one: a ticked box would otherwise flip back until then.
notifyManager.setScheduler(queueMicrotask)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // 'online' would leave a page loading for ever, without a message, when the device has no network.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 5_000,
      retry: (count, error) => count < 2 && canRetry(error),
      retryDelay: (count) => 400 * 2 ** count,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as uiText from '#client/text/ui.ts'
import { isOffline } from '../api.ts'
import { Button } from './button.tsx'
import { ErrorState } from './error-state.tsx'
import { Loading } from './loading.tsx'

type QueryViewProps<Data> = {
  query: UseQueryResult<Data>
  loadingLabel?: string
  children: (data: Data) => ReactNode
}

/** The four states of a query. Loaded data stays on the screen if a refresh fails. */
export function QueryView<Data>({ query, loadingLabel, children }: QueryViewProps<Data>) {
  const retry = () => void query.refetch()
  if (query.data === undefined) {
    if (query.isError)
      return <ErrorState error={query.error} onRetry={retry} isRetrying={query.isFetching} />
    return <Loading {...(loadingLabel === undefined ? {} : { label: loadingLabel })} />
  }
  return (
    <>
      {query.isError && (
        <div className="notice" role="status">
          {isOffline(query.error) ? uiText.offlineShown : uiText.refreshFailed(query.error.message)}
          <Button kind="quiet" isPending={query.isFetching} onPress={retry}>
            {uiText.tryAgain}
          </Button>
        </div>
      )}
      {children(query.data)}
    </>
  )
}

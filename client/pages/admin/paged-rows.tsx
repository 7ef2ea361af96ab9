import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '#client/ui/button.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import './admin.css'

type PagedRowsProps<Page> = {
  query: UseInfiniteQueryResult<InfiniteData<Page>>
  loadingLabel: string
  /** How many there are. */
  totalText: (total: number) => string
  moreLabel: string
  /** The rows of a page. */
  children: (page: Page) => ReactNode
}

/** A list of the installation: how many there are, and a page more at a time. */
export function PagedRows<Page extends { total: number }>({
  query,
  loadingLabel,
  totalText,
  moreLabel,
  children,
}: PagedRowsProps<Page>) {
  return (
    <QueryView query={query} loadingLabel={loadingLabel}>
      {({ pages }) => (
        <>
          <p role="status">{totalText(pages[0]?.total ?? 0)}</p>
          <ul className="admin-rows">{pages.flatMap(children)}</ul>
          {query.hasNextPage && (
            <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {moreLabel}
            </Button>
          )}
        </>
      )}
    </QueryView>
  )
}

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '#client/ui/button.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { counted } from '#shared/counted.ts'
import './admin.css'

type PagedRowsProps<Page> = {
  query: UseInfiniteQueryResult<InfiniteData<Page>>
  /** The word for a row, and for several. */
  one: string
  many: string
  /** The rows of a page. */
  children: (page: Page) => ReactNode
}

/** A list of the installation: how many there are, and a page more at a time. */
export function PagedRows<Page extends { total: number }>({
  query,
  one,
  many,
  children,
}: PagedRowsProps<Page>) {
  return (
    <QueryView query={query} loadingLabel={`Bezig met ophalen van de ${many}`}>
      {({ pages }) => (
        <>
          <p role="status">{counted(pages[0]?.total ?? 0, one, many)}</p>
          <ul className="admin-rows">{pages.flatMap(children)}</ul>
          {query.hasNextPage && (
            <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {`Meer ${many} tonen`}
            </Button>
          )}
        </>
      )}
    </QueryView>
  )
}

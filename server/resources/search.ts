import { handerOf } from '#server/auth/guard.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { type SearchDeps, searchPlans as search } from '#server/plans/search/search-plans.ts'
import type { Clock } from '#server/runtime.ts'
import { searchPlans } from '#shared/api/search.ts'

export type SearchDependencies = SearchDeps & { clock: Clock }

export function mountSearch(router: Router, { clock, ...deps }: SearchDependencies): void {
  const searching = createRateLimit({ clock, limit: 'searches' })
  router.signedIn(searchPlans, ({ actor, query }) => {
    searching.mustTake(actor.userId)
    return search(deps, {
      userId: actor.userId,
      ofCoordinator: handerOf(actor),
      query: query.q,
    })
  })
}

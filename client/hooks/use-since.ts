import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type ChangesSinceVisit,
  getChangesSinceVisit,
  markVisit,
} from '#shared/api/changes-since-visit.ts'
import { call } from '../api.ts'
import { usePlanContext } from './plan-context.ts'
import { queryKeys } from './query-keys.ts'

/** Fetched once per opening: changes made while the user watches are no news. */
export function useSince() {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.since(planId),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call(getChangesSinceVisit, { params: { planId }, signal }),
  })
}

export function useMarkVisit() {
  const { planId } = usePlanContext()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (seq: number) => call(markVisit, { params: { planId }, body: { seq } }),
    onSuccess: () =>
      client.setQueryData<ChangesSinceVisit>(
        queryKeys.since(planId),
        (before) =>
          before && { ...before, visitedAt: new Date().toISOString(), lines: [], more: 0 },
      ),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getSince, markVisit, type Since } from '#shared/api/since.ts'
import { call } from '../api.ts'
import { usePlanContext } from './plan-context.ts'
import { queryKeys } from './query-keys.ts'

/** Asked once for each opening: what is done while one looks on is no news. */
export function useSince() {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.since(planId),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call(getSince, { params: { planId }, signal }),
  })
}

export function useMarkVisit() {
  const { planId } = usePlanContext()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (seq: number) => call(markVisit, { params: { planId }, body: { seq } }),
    onSuccess: () =>
      client.setQueryData<Since>(
        queryKeys.since(planId),
        (before) =>
          before && { ...before, visitedAt: new Date().toISOString(), lines: [], more: 0 },
      ),
  })
}

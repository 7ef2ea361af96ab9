import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { followNewerForm, getNewerForm } from '#shared/api/newer-form.ts'
import { call } from '../api.ts'
import { invalidatePlan, queryKeys } from './query-keys.ts'

/** What a plan would be with the newest version of its form; null if it follows that. */
export function useNewerForm(planId: string) {
  return useQuery({
    queryKey: queryKeys.newerForm(planId),
    // About the plan as it is at this moment.
    gcTime: 0,
    queryFn: async ({ signal }) => (await call(getNewerForm, { params: { planId }, signal })).newer,
  })
}

export function useFollowNewerForm(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (version: number) =>
      call(followNewerForm, { params: { planId }, body: { version } }),
    onSuccess: () => invalidatePlan(client, planId),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { EndPlanSchema } from '#shared/api/ending.ts'
import { endPlan, getEnding } from '#shared/api/ending.ts'
import { call } from '../api.ts'
import { invalidatePlan, queryKeys } from './query-keys.ts'

export function useEnding(planId: string, isEnabled: boolean) {
  return useQuery({
    enabled: isEnabled,
    queryKey: queryKeys.ending(planId),
    queryFn: async ({ signal }) => (await call(getEnding, { params: { planId }, signal })).ending,
  })
}

export function useEndPlan(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof EndPlanSchema>) =>
      call(endPlan, { params: { planId }, body }),
    // The ending changes every screen of the plan, and the list of plans.
    onSettled: () => invalidatePlan(client, planId),
  })
}

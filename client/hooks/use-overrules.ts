import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createOverrule, listOverrules, withdrawOverrule } from '#shared/api/readiness.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

export function useOverrules(planId: string, { isEnabled = true }: { isEnabled?: boolean } = {}) {
  return useQuery({
    enabled: isEnabled,
    queryKey: queryKeys.overrules(planId),
    queryFn: async ({ signal }) =>
      (await call(listOverrules, { params: { planId }, signal })).overrules,
  })
}

export function useOverrule(planId: string) {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: queryKeys.overrules(planId) }),
      client.invalidateQueries({ queryKey: queryKeys.problems(planId) }),
    ])
  const give = useMutation({
    mutationFn: (body: { key: string; reason: string }) =>
      call(createOverrule, { params: { planId }, body }),
    onSettled: refresh,
  })
  const takeBack = useMutation({
    mutationFn: (overruleId: string) => call(withdrawOverrule, { params: { planId, overruleId } }),
    onSettled: refresh,
  })
  return { give, takeBack }
}

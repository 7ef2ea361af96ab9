import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { adoptVersion, chooseRequirement, listRequirements } from '#shared/api/requirements.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** Whose each requirement of the form is, and whether it holds up this plan. */
export function useRequirements(
  planId: string,
  { isEnabled = true }: { isEnabled?: boolean } = {},
) {
  return useQuery({
    enabled: isEnabled,
    queryKey: queryKeys.requirements(planId),
    queryFn: async ({ signal }) =>
      (await call(listRequirements, { params: { planId }, signal })).requirements,
  })
}

export function useChooseRequirement(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, isRequired }: { id: string; isRequired: boolean }) =>
      (
        await call(chooseRequirement, {
          params: { planId, requirementId: id },
          body: { isRequired },
        })
      ).requirements,
    onSuccess: (requirements) => {
      client.setQueryData(queryKeys.requirements(planId), requirements)
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.problems(planId) }),
        client.invalidateQueries({ queryKey: queryKeys.agreement(planId) }),
      ]),
  })
}

/** Adopts the presented version without the akkoord of some seats. */
export function useAdopt(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { versionId: string; reason: string }) =>
      call(adoptVersion, { params: { planId }, body }),
    onSuccess: (agreement) => {
      client.setQueryData(queryKeys.agreement(planId), agreement)
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.plan(planId) }),
        client.invalidateQueries({ queryKey: queryKeys.plans }),
      ]),
  })
}

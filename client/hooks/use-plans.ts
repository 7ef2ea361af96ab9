import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type CreatePlan, createPlan, deletePlan, getFormat, getPlan, listFormats, listPlans } from '#shared/api/plans.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** A form that is pinned by version never changes. */
const formatStaleMs = 60 * 60 * 1000

export function usePlans() {
  return useQuery({ queryKey: queryKeys.plans, queryFn: async ({ signal }) => (await call(listPlans, { signal })).plans })
}

export function usePlan(planId: string) {
  return useQuery({ queryKey: queryKeys.plan(planId), queryFn: ({ signal }) => call(getPlan, { params: { planId }, signal }) })
}

export function useFormats() {
  return useQuery({ queryKey: queryKeys.formats, staleTime: formatStaleMs, queryFn: async ({ signal }) => (await call(listFormats, { signal })).formats })
}

export function useFormat(formatId: string | null, version?: number) {
  return useQuery({
    queryKey: queryKeys.format(formatId ?? '', version),
    enabled: formatId !== null,
    staleTime: formatStaleMs,
    queryFn: ({ signal }) => call(getFormat, { params: { formatId: formatId ?? '' }, query: version === undefined ? {} : { version }, signal }),
  })
}

export function useCreatePlan() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CreatePlan) => call(createPlan, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.plans }),
  })
}

export function useDeletePlan() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (planId: string) => call(deletePlan, { params: { planId } }),
    onSuccess: (_, planId) => {
      client.removeQueries({ queryKey: queryKeys.plan(planId) })
      return client.invalidateQueries({ queryKey: queryKeys.plans })
    },
  })
}

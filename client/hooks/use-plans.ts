import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Me } from '#shared/api/me.ts'
import {
  type CreatePlan,
  createPlan,
  deletePlan,
  getFormat,
  getPlan,
  listFormats,
  listPlans,
  updatePlan,
} from '#shared/api/plans.ts'
import { limits } from '#shared/limits.ts'
import { call } from '../api.ts'
import { cachedFormat, cachedMe, cachedPlan, cachedPlans } from '../sync/device/offline-cache.ts'
import { orKept } from './or-kept.ts'
import { listOfPages, onePage, type PlanPages } from './plan-pages.ts'
import { queryKeys } from './query-keys.ts'

/** A form that is pinned by version never changes. */
const formatStaleMs = 60 * 60 * 1000

/** The id of the signed-in user, or of the last one when there was a connection. */
function keptFor<T>(client: QueryClient, read: (userId: string) => T | null): T | null {
  const me = client.getQueryData<Me | null>(queryKeys.me)
  const userId = me === undefined ? cachedMe()?.id : me?.id
  return userId === undefined ? null : read(userId)
}

/** The plans, a page at a time; with search words, the plans that the server finds. */
export function usePlans(search = '') {
  const client = useQueryClient()
  const queryKey = queryKeys.planList(search)
  return useInfiniteQuery({
    queryKey,
    // Typing search words must not remove the list, nor the scroll position in it.
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      orKept<PlanPages['pages'][number], PlanPages>({
        client,
        queryKey,
        ask: () =>
          call(listPlans, {
            query: {
              q: search,
              limit: limits.plansPerPage.max,
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
            signal,
          }),
        kept: () => {
          const plans = search === '' ? keptFor(client, cachedPlans) : null
          return plans === null ? null : onePage(plans)
        },
      }),
    getNextPageParam: ({ next }) => next ?? null,
    select: listOfPages,
  })
}

export function usePlan(planId: string) {
  const client = useQueryClient()
  const queryKey = queryKeys.plan(planId)
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      orKept({
        client,
        queryKey,
        ask: () => call(getPlan, { params: { planId }, signal }),
        kept: () => keptFor(client, (userId) => cachedPlan(userId, planId)),
      }),
  })
}

export function useFormats() {
  return useQuery({
    queryKey: queryKeys.formats,
    staleTime: formatStaleMs,
    queryFn: async ({ signal }) => (await call(listFormats, { signal })).formats,
  })
}

export function useFormat(formatId: string | null, version?: number) {
  const client = useQueryClient()
  const id = formatId ?? ''
  const queryKey = queryKeys.format(id, version)
  return useQuery({
    queryKey,
    enabled: formatId !== null,
    staleTime: formatStaleMs,
    queryFn: ({ signal }) =>
      orKept({
        client,
        queryKey,
        ask: () =>
          call(getFormat, {
            params: { formatId: id },
            query: version === undefined ? {} : { version },
            signal,
          }),
        kept: () =>
          version === undefined
            ? null
            : keptFor(client, (userId) => cachedFormat(userId, id, version)),
      }),
  })
}

export function useCreatePlan() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CreatePlan) => call(createPlan, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.plans }),
  })
}

export function useUpdatePlan(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readersSeeComments: boolean }) =>
      call(updatePlan, { params: { planId }, body }),
    // The answer to an earlier request could arrive after this one, with the old state.
    onMutate: () => client.cancelQueries({ queryKey: queryKeys.plan(planId), exact: true }),
    onSuccess: (plan) => client.setQueryData(queryKeys.plan(planId), plan),
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

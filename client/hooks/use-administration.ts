import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  endAccountSessions,
  forgetAccount,
  getAccount,
  getInstallation,
  giveCoordinator,
  listAccounts,
  listManagedPlans,
} from '#shared/api/administration.ts'
import { makeLinkForAnyone } from '#shared/api/handed-links.ts'
import { proposeMerge, withdrawMerge } from '#shared/api/merges.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

const firstPage: string | null = null
const cursorOf = (page: string | null) => (page === null ? {} : { cursor: page })

/** The accounts of the installation, a page at a time. */
export function useAccounts(q: string) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.administration, 'people', q],
    placeholderData: keepPreviousData,
    initialPageParam: firstPage,
    queryFn: ({ pageParam, signal }) =>
      call(listAccounts, { query: { q, ...cursorOf(pageParam) }, signal }),
    getNextPageParam: ({ next }) => next ?? null,
  })
}

export function useAccount(userId: string) {
  return useQuery({
    queryKey: [...queryKeys.administration, 'person', userId],
    queryFn: ({ signal }) => call(getAccount, { params: { userId }, signal }),
  })
}

export function useManagedPlans({ q, isOrphaned }: { q: string; isOrphaned: boolean }) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.administration, 'plans', q, isOrphaned],
    placeholderData: keepPreviousData,
    initialPageParam: firstPage,
    queryFn: ({ pageParam, signal }) =>
      call(listManagedPlans, {
        query: { q, orphaned: isOrphaned ? 'true' : 'false', ...cursorOf(pageParam) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? null,
  })
}

export function useInstallation() {
  return useQuery({
    queryKey: [...queryKeys.administration, 'installation'],
    queryFn: ({ signal }) => call(getInstallation, { signal }),
  })
}

/** Everything on these pages may have changed by any of these. */
function useChange<Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.administration }),
  })
}

export const useMakeLink = () =>
  useChange((email: string) => call(makeLinkForAnyone, { body: { email } }))

export const useEndSessionsOf = () =>
  useChange((userId: string) => call(endAccountSessions, { params: { userId } }))

export const useForget = () =>
  useChange(({ userId, name }: { userId: string; name: string }) =>
    call(forgetAccount, { params: { userId }, body: { name } }),
  )

export const useGiveCoordinator = () =>
  useChange(({ planId, email }: { planId: string; email: string }) =>
    call(giveCoordinator, { params: { planId }, body: { email } }),
  )

export const useProposeMerge = () =>
  useChange(({ userId, email }: { userId: string; email: string }) =>
    call(proposeMerge, { params: { userId }, body: { email } }),
  )

export const useWithdrawMerge = () =>
  useChange((mergeId: string) => call(withdrawMerge, { params: { mergeId } }))

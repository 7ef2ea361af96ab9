import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  createOutcomeLink,
  listOutcomeLinks,
  readOutcome,
  revokeOutcomeLink,
} from '#shared/api/outcome-links.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** The links to the outcomes of a plan, and the version that they show. */
export function useOutcomeLinks(planId: string) {
  return useQuery({
    queryKey: queryKeys.outcomeLinks(planId),
    queryFn: ({ signal }) => call(listOutcomeLinks, { params: { planId }, signal }),
  })
}

export function useOutcomeLinkActions(planId: string) {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: queryKeys.outcomeLinks(planId) })
  return {
    create: useMutation({
      mutationFn: (label: string) =>
        call(createOutcomeLink, { params: { planId }, body: { label } }),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (linkId: string) => call(revokeOutcomeLink, { params: { planId, linkId } }),
      onSettled,
    }),
  }
}

/** Never cached on the device: a revoked link must not go on working from a copy. */
export function useOutcome(token: string) {
  return useQuery({
    queryKey: queryKeys.outcome(token),
    enabled: token !== '',
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) => call(readOutcome, { params: { token }, signal }),
  })
}

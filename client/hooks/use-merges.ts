import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { confirmMerge, declineMerge, listOwnMerges } from '#shared/api/merges.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** The proposal to merge this account with another one of the same person. */
export function useOwnMerges() {
  return useQuery({
    queryKey: queryKeys.merges,
    queryFn: async ({ signal }) => (await call(listOwnMerges, { signal })).merges,
  })
}

/** After a merge the plans, questions and ways in of this account are others. */
export function useConfirmMerge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (mergeId: string) => call(confirmMerge, { params: { mergeId } }),
    onSuccess: () => client.invalidateQueries(),
  })
}

export function useDeclineMerge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (mergeId: string) => call(declineMerge, { params: { mergeId } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.merges }),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listNotices, readNotice } from '#shared/api/me.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'
import { useMe } from './use-me.ts'

/** What this person must still be told about their account. Asked at each visit, and never kept on the device. */
export function useNotices() {
  const me = useMe({ asks: false }).data
  return useQuery({
    queryKey: queryKeys.notices,
    enabled: me !== null && me !== undefined,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await call(listNotices, { signal })).notices,
  })
}

export function useReadNotice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (noticeId: string) => call(readNotice, { params: { noticeId } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.notices }),
  })
}

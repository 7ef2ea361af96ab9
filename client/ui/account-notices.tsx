import { formatRecent } from '#client/text/moment.ts'
import * as uiText from '#client/text/ui.ts'
import { listNotices, type Notice, readNotice } from '#shared/api/me.ts'
import { Button } from './button.tsx'
import './button.css'
import './toast.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api.ts'
import { queryKeys } from '../hooks/query-keys.ts'
import { useMe } from '../hooks/use-me.ts'

/** Stays until the user dismisses it: somebody else may have signed in as this user. Its live region exists from the start. */
export function AccountNotices() {
  const notices = useNotices().data ?? []
  const read = useReadNotice()
  return (
    <div role="status" className="toasts__list">
      {notices.map((notice) => (
        <div key={notice.id} className="toast buttons-on-dark">
          <span className="toast__text">{textOf(notice)}</span>
          <Button
            kind="quiet"
            isPending={read.isPending && read.variables === notice.id}
            onPress={() => read.mutate(notice.id)}
          >
            {uiText.seen}
          </Button>
        </div>
      ))}
    </div>
  )
}

function textOf(notice: Notice): string {
  const { at, by } = notice
  const when = formatRecent(at, new Date())
  if (notice.kind === 'accounts-merged')
    return uiText.accountMerged(when, notice.other.name, by.name)
  return uiText.signedInWithLink(by.name, notice.plan?.title ?? null, when)
}

/** Unread notices about the user's account. Fetched at each visit and never stored on the device. */
function useNotices() {
  const me = useMe({ asks: false }).data
  return useQuery({
    queryKey: queryKeys.notices,
    enabled: me !== null && me !== undefined,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await call(listNotices, { signal })).notices,
  })
}

function useReadNotice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (noticeId: string) => call(readNotice, { params: { noticeId } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.notices }),
  })
}

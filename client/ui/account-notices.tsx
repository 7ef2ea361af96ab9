import { formatRecent } from '#client/text/moment.ts'
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
            Gezien
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
    return `Uw account is ${when} samengevoegd met uw andere account, ${notice.other.name}. ${by.name} stelde dat voor. Wilde u dat niet? Vraag het ${by.name}.`
  const { plan } = notice
  const where = plan === null ? '' : ` voor ${plan.title}`
  return `Er is als u ingelogd met een link die ${by.name} doorgaf${where}: ${when}. Was u dat niet? Vraag het ${by.name}.`
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

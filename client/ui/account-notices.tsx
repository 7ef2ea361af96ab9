import type { Notice } from '#shared/api/me.ts'
import { useNotices, useReadNotice } from '../hooks/use-notices.ts'
import { formatMoment } from '../text/moment.ts'
import { Button } from './button.tsx'
import './button.css'
import './toast.css'

/** Stays until it is read: someone else may have signed in as this person. Its live region is there from the start. */
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

function textOf({ at, by, plan }: Notice): string {
  const when = formatMoment(at, new Date())
  const where = plan === null ? '' : ` voor ${plan.title}`
  return `Er is als u ingelogd met een link die ${by.name} doorgaf${where}: ${when}. Was u dat niet? Vraag het ${by.name}.`
}

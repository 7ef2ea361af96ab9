import { lazy, Suspense, useEffect } from 'react'
import { attachmentCounts, attachmentKey } from '#client/hooks/attachment-counts.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useAttachments } from '#client/hooks/use-attachments.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { askedAttachments } from './asked-attachments.ts'

const AttachmentsDialog = lazy(() =>
  import('./attachments-dialog.tsx').then((loaded) => ({ default: loaded.AttachmentsDialog })),
)

/** The one place that knows the attachments of the plan: their numbers for all places, and the dialog of one. */
export function AttachmentsHost() {
  const { planId } = usePlanContext()
  const { data } = useAttachments(planId)
  const asked = useSource(askedAttachments)
  useEffect(() => {
    const counts = new Map<string, number>()
    for (const { target } of data ?? []) {
      const key = attachmentKey(target)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    attachmentCounts.set(counts)
  }, [data])
  useEffect(
    () => () => {
      attachmentCounts.set(new Map())
      askedAttachments.set(null)
    },
    [],
  )
  return (
    asked !== null && (
      <Suspense>
        <AttachmentsDialog target={asked.target} name={asked.name} />
      </Suspense>
    )
  )
}

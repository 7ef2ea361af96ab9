import { lazy, Suspense, useState } from 'react'
import * as formText from '#client/text/newer-form.ts'
import { Button } from '#client/ui/button.tsx'
import { can } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import './newer-form-notice.css'

const NewerFormDialog = lazy(() =>
  import('./newer-form-dialog.tsx').then((module) => ({ default: module.NewerFormDialog })),
)

/**
 * Above a plan whose form has a newer version, for its coordinator and only while the plan can follow it. Renders nothing
 * for any other plan.
 */
export function NewerFormNotice({ plan }: { plan: Plan }) {
  const [isOpen, setOpen] = useState(false)
  const { id, role, status, format } = plan
  const isNewer = format.newest !== undefined && format.newest > format.version
  if (!isNewer || status !== 'concept' || !can(role, 'manage')) return null
  return (
    <section className="notice notice--quiet newer-form-notice" aria-label={formText.title}>
      <p>{formText.noticeText}</p>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        {formText.action}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <NewerFormDialog planId={id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  )
}

import type { ReactNode } from 'react'
import { PageHeading } from '../ui/page-heading.tsx'
import { Shell } from '../ui/shell.tsx'

/** A page in place of the plan: what happened, and what to do now. The focus goes to its heading. */
export function PlanNotice({ title, actions, children }: { title: string; actions: ReactNode; children: ReactNode }) {
  return (
    <Shell width="form">
      <div className="state">
        <PageHeading title={title} className="state__title" takesFocus />
        <div className="state__text">{children}</div>
        <div className="state__actions">{actions}</div>
      </div>
    </Shell>
  )
}

import type { ReactNode } from 'react'

type EmptyStateProps = { title: string; children: ReactNode; actions?: ReactNode }

/** Says why there is nothing, and what to do now. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="state">
      <h2 className="state__title">{title}</h2>
      <div className="state__text">{children}</div>
      {actions !== undefined && <div className="state__actions">{actions}</div>}
    </div>
  )
}

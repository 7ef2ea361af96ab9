import type { ReactNode } from 'react'
import { PageHeading } from './page-heading.tsx'
import './state.css'

type EmptyStateProps = {
  title: string
  children: ReactNode
  actions?: ReactNode
  /** True if it fills the page: its title is then the heading of the page and takes the focus. */
  isPage?: boolean
}

/** Explains why there is no content, and names the next step. */
export function EmptyState({ title, children, actions, isPage = false }: EmptyStateProps) {
  return (
    <div className="state">
      {isPage ? (
        <PageHeading title={title} className="state__title" takesFocus />
      ) : (
        <h2 className="state__title">{title}</h2>
      )}
      <div className="state__text">{children}</div>
      {actions !== undefined && <div className="state__actions">{actions}</div>}
    </div>
  )
}

import type { ReactNode } from 'react'
import { PageHeading } from './page-heading.tsx'
import './state.css'

type EmptyStateProps = {
  title: string
  children: ReactNode
  actions?: ReactNode
  /** The whole page is this: then its title is the page's heading, and takes the focus. */
  isPage?: boolean
}

/** Says why there is nothing, and what to do now. */
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

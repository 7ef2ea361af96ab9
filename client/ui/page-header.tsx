import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { PageHeading } from './page-heading.tsx'
import './page-header.css'

type PageHeaderProps = {
  title: string
  lead?: ReactNode
  back?: { href: string; label: string }
  actions?: ReactNode
  takesFocus?: boolean
}

export function PageHeader({ title, lead, back, actions, takesFocus = false }: PageHeaderProps) {
  return (
    <div className="page-header">
      <div className="page-header__text">
        {back !== undefined && (
          <Link href={back.href} className="page-header__back">
            <ChevronLeft className="icon" aria-hidden="true" />
            {back.label}
          </Link>
        )}
        <PageHeading title={title} takesFocus={takesFocus} />
        {lead !== undefined && <p className="page-header__lead">{lead}</p>}
      </div>
      {actions !== undefined && <div className="button-row">{actions}</div>}
    </div>
  )
}

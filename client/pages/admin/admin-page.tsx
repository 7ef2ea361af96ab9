import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useMe } from '#client/hooks/use-me.ts'
import * as adminText from '#client/text/admin.ts'
import * as placeText from '#client/text/places.ts'
import { ErrorState } from '#client/ui/error-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { AppError } from '#shared/errors.ts'
import './admin.css'

const parts = [
  { href: '/beheer', label: adminText.people },
  { href: '/beheer/plannen', label: adminText.plans },
  { href: '/beheer/installatie', label: adminText.thisWijktafel },
] as const

/** The frame of the pages for administrators. The server refuses other users anyway; this only saves their requests. */
export function AdminPage({ lead, children }: { lead: string; children: ReactNode }) {
  const me = useMe().data
  const [location] = useLocation()
  if (me !== null && me !== undefined && !me.isAdmin)
    return (
      <Shell>
        <ErrorState isPage error={new AppError('admin-only')} />
      </Shell>
    )
  return (
    <Shell>
      <PageHeader
        title={adminText.title}
        back={{ href: '/', label: placeText.plans }}
        lead={lead}
      />
      <nav className="admin-nav" aria-label={adminText.partsLabel}>
        {parts.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            className="admin-nav__link"
            aria-current={location === href ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </Shell>
  )
}

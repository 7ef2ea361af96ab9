import { useEffect, useRef } from 'react'
import type { Version } from '#shared/api/versions.ts'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { addressOfView } from '../../panels/history/view-address.ts'
import { formatDay } from '../../text/moment.ts'
import { ButtonLink } from '../../ui/button.tsx'
import './version-banner.css'

/** Says above a version that it is one, so that nobody takes it for the plan. */
export function VersionBanner({ version, of }: { version: Version; of: number }) {
  const { planId } = usePlanContext()
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version that is opened is where one is now
  useEffect(() => title.current?.focus({ preventScroll: true }), [version.id])
  return (
    <section className="version-banner" aria-label="Over deze versie">
      <h2 className="version-banner__title" ref={title} tabIndex={-1}>
        U bekijkt versie {version.number} van {of}: {version.name}
      </h2>
      <p className="version-banner__text">
        Vastgelegd op {formatDay(version.createdAt)} door {version.createdBy.name}. Tekst en
        bedragen kunnen niet meer veranderen.
      </p>
      <div className="button-row screen-only">
        <ButtonLink kind="primary" href={addressOfView(planId, { kind: 'plan' })}>
          Terug naar het plan
        </ButtonLink>
        <ButtonLink href={addressOfView(planId, { kind: 'compare', from: version.id, to: null })}>
          Vergelijken met nu
        </ButtonLink>
      </div>
      <details className="version-banner__hash">
        <summary>Controlegetal van deze versie</summary>
        <p>
          Hiermee kan iedereen nagaan dat een tekst deze versie is (SHA-256):
          <br />
          <code>{version.hash}</code>
        </p>
      </details>
    </section>
  )
}

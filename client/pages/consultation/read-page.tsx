import { useSearch } from 'wouter'
import { useReadPage } from '#client/hooks/use-consultation.ts'
import * as consultationText from '#client/text/consultation.ts'
import { Brand } from '#client/ui/brand.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { PageHeading } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import type { ReadPage as Page } from '#shared/api/read-links.ts'
import { AppError } from '#shared/errors.ts'
import { formatMoment, formatUntil } from '#shared/text/moment.ts'
import { ReadBlocks } from './read-blocks.tsx'
import './read-page.css'

/** For a reader with a reading link and without an account. It makes no other request to the server. */
export function ReadPage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const page = useReadPage(token)
  const isOver =
    token === '' ||
    (page.error instanceof AppError && ['read-link-invalid', 'not-found'].includes(page.error.code))
  return (
    <>
      <header className="shell__header">
        <Brand />
      </header>
      <main id="inhoud" tabIndex={-1} className="shell__main">
        {isOver ? (
          <LinkOver />
        ) : (
          <>
            {page.data === undefined && (
              <PageHeading className="visually-hidden" title={consultationText.readPage} />
            )}
            <QueryView query={page} loadingLabel={consultationText.loadingPlan}>
              {(found) => <Document page={found} />}
            </QueryView>
          </>
        )}
      </main>
    </>
  )
}

function Document({ page }: { page: Page }) {
  return (
    <>
      <p className="notice notice--quiet read-page__note">
        {consultationText.readLead(formatMoment(page.asOf), formatUntil(page.expiresAt))}
      </p>
      <article className="read-page">
        <PageHeading className="read-page__title" title={page.title} />
        {page.subtitle !== null && <p className="read-page__subtitle">{page.subtitle}</p>}
        {page.head.length > 0 && (
          <dl className="read-page__facts">
            {page.head.map((line) => (
              <div key={line.label} className="read-page__fact">
                <dt>{line.label}</dt>
                <dd>{line.value}</dd>
              </div>
            ))}
          </dl>
        )}
        <ReadBlocks blocks={page.blocks} />
      </article>
    </>
  )
}

function LinkOver() {
  return (
    <>
      <PageHeader
        title={consultationText.readLinkEnded}
        lead={consultationText.readLinkEndedLead}
      />
      <div className="card stack">
        <p>{consultationText.readLinkEndedText}</p>
      </div>
    </>
  )
}

import { useSearch } from 'wouter'
import { useReadPage } from '#client/hooks/use-consultation.ts'
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
              <PageHeading className="visually-hidden" title="Plan lezen" />
            )}
            <QueryView query={page} loadingLabel="Bezig met ophalen van het plan">
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
        U leest de tekst zoals die op {formatMoment(page.asOf)} ter consultatie is gelegd. Deze link
        werkt {formatUntil(page.expiresAt)}. Geef uw reactie aan degene die u de link stuurde.
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
        title="Deze leeslink werkt niet meer"
        lead="De consultatie is gesloten, of de link is ingetrokken."
      />
      <div className="card stack">
        <p>Wilt u het plan toch lezen? Vraag het degene die u de link stuurde.</p>
      </div>
    </>
  )
}

import type { ReactNode } from 'react'
import { Brand } from '#client/ui/brand.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { PageHeading } from '#client/ui/page-heading.tsx'
import type { ReadPageContent } from '#shared/api/read-links.ts'
import { PictureAddress, ReadBlocks } from './read-blocks.tsx'
import './read-page.css'

/** A page for readers without an account: nothing of the program but its name. */
export function ReadFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="shell__header read-header">
        <Brand />
      </header>
      <main id="inhoud" tabIndex={-1} className="shell__main">
        {children}
      </main>
    </>
  )
}

type ReadDocumentProps = {
  page: ReadPageContent
  note: ReactNode
  pictureAddress: (fileId: string) => string
}

export function ReadDocument({ page, note, pictureAddress }: ReadDocumentProps) {
  return (
    <>
      <div className="notice notice--quiet read-page__about">{note}</div>
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
        <PictureAddress value={pictureAddress}>
          <ReadBlocks blocks={page.blocks} />
        </PictureAddress>
      </article>
    </>
  )
}

/** In place of a document that can't be read with this link. */
export function NothingToRead({
  title,
  lead,
  next,
}: {
  title: string
  lead: string
  next: string
}) {
  return (
    <>
      <PageHeader title={title} lead={lead} />
      <div className="card stack">
        <p>{next}</p>
      </div>
    </>
  )
}

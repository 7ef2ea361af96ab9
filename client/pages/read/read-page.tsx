import { useSearch } from 'wouter'
import { addressOf } from '#client/api.ts'
import { useReadPage } from '#client/hooks/use-consultation.ts'
import * as consultationText from '#client/text/consultation.ts'
import { formatMoment, formatUntil } from '#client/text/moment.ts'
import { PageHeading } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { readPicture } from '#shared/api/read-links.ts'
import { AppError } from '#shared/errors.ts'
import { NothingToRead, ReadDocument, ReadFrame } from './read-document.tsx'

/** For a reader with a reading link and without an account. It makes no other request to the server but for pictures. */
export function ReadPage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const page = useReadPage(token)
  const isOver =
    token === '' ||
    (page.error instanceof AppError && ['read-link-invalid', 'not-found'].includes(page.error.code))
  return (
    <ReadFrame>
      {isOver ? (
        <NothingToRead
          title={consultationText.readLinkEnded}
          lead={consultationText.readLinkEndedLead}
          next={consultationText.readLinkEndedText}
        />
      ) : (
        <>
          {page.data === undefined && (
            <PageHeading className="visually-hidden" title={consultationText.readPage} />
          )}
          <QueryView query={page} loadingLabel={consultationText.loadingPlan}>
            {(found) => (
              <ReadDocument
                pictureAddress={(fileId) => addressOf(readPicture.path, { token, fileId })}
                page={found}
                note={
                  <p>
                    {consultationText.readLead(
                      formatMoment(found.asOf),
                      formatUntil(found.expiresAt),
                    )}
                  </p>
                }
              />
            )}
          </QueryView>
        </>
      )}
    </ReadFrame>
  )
}

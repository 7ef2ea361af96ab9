import { useSearch } from 'wouter'
import { addressOf } from '#client/api.ts'
import { useOutcome } from '#client/hooks/use-outcome-links.ts'
import { outcomeGone, outcomeNote, outcomePageTexts } from '#client/text/outcome-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { PageHeading } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { readOutcomePicture } from '#shared/api/outcome-links.ts'
import { AppError } from '#shared/errors.ts'
import { NothingToRead, ReadDocument, ReadFrame } from './read-document.tsx'

/**
 * The outcomes of a plan, for a reader with a link and without an account (R8). It makes no other
 * request to the server but for pictures.
 */
export function OutcomePage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const page = useOutcome(token)
  const gone = token === '' ? outcomeGone.revoked : goneBy(page.error)
  return (
    <ReadFrame>
      {gone !== null ? (
        <NothingToRead {...gone} />
      ) : (
        <>
          {page.data === undefined && (
            <PageHeading className="visually-hidden" title={outcomePageTexts.title} />
          )}
          <QueryView query={page} loadingLabel={outcomePageTexts.loading}>
            {(found) => (
              <ReadDocument
                pictureAddress={(fileId) => addressOf(readOutcomePicture.path, { token, fileId })}
                page={found}
                note={
                  <>
                    <p>{outcomeNote(found)}</p>
                    <Button kind="quiet" onPress={() => window.print()}>
                      {outcomePageTexts.print}
                    </Button>
                  </>
                }
              />
            )}
          </QueryView>
        </>
      )}
    </ReadFrame>
  )
}

function goneBy(error: Error | null) {
  if (!(error instanceof AppError)) return null
  if (error.code === 'no-outcome') return outcomeGone.nothing
  return ['outcome-link-invalid', 'not-found'].includes(error.code) ? outcomeGone.revoked : null
}

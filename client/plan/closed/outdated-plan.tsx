import { useEffect, useState } from 'react'
import { appUpdate } from '#client/app-update.ts'
import { useSource } from '#client/hooks/use-source.ts'
import type { WholeView } from '#client/sync/session/session.ts'
import { Button } from '#client/ui/button.tsx'
import { downloadText } from '#client/ui/download.ts'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { PageHeading } from '#client/ui/page-heading.tsx'
import { Shell } from '#client/ui/shell.tsx'

/** The client is older than the server (PROTOCOL OF4): fetches the newer one automatically, once, and then explains. */
export function OutdatedPlan({ session }: { session: WholeView }) {
  const hasUnsaved = useSource(session.hasUnsaved)
  const [isRenewing, setRenewing] = useState(true)
  useEffect(() => {
    void appUpdate.renew().then(setRenewing)
  }, [])
  if (isRenewing)
    return (
      <Shell>
        <PageHeading title="Wijktafel wordt vernieuwd" className="visually-hidden" takesFocus />
        <Loading label="Bezig met ophalen van de nieuwe versie van Wijktafel" lines={9} />
      </Shell>
    )
  const mustTakeCopy = hasUnsaved && !session.isKept()
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title="Er is een nieuwe versie van Wijktafel"
        actions={
          <>
            {hasUnsaved && (
              <Button onPress={() => downloadText(session.rescueCopy())}>
                Kopie van uw werk downloaden
              </Button>
            )}
            <Button kind="primary" onPress={() => window.location.reload()}>
              Pagina opnieuw laden
            </Button>
          </>
        }
      >
        {mustTakeCopy ? (
          <p>
            Een deel van wat u typte is nog niet opgeslagen, en dit apparaat kan het niet bewaren.
            Download eerst een kopie en laad daarna de pagina opnieuw.
          </p>
        ) : (
          <p>
            De pagina is vernieuwd, maar er is een nog nieuwere versie nodig. Sluit alle tabbladen
            van Wijktafel en open het plan opnieuw. Blijft dit staan, waarschuw dan de beheerder.
          </p>
        )}
        {hasUnsaved && !mustTakeCopy && (
          <p>
            Wat nog niet was opgeslagen staat op dit apparaat en wordt verstuurd zodra het plan weer
            opent.
          </p>
        )}
      </EmptyState>
    </Shell>
  )
}

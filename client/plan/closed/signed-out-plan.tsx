import type { PlanSession } from '#client/sync/session/session.ts'
import { useSource } from '../../hooks/use-source.ts'
import { signInPath } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { downloadText } from '../../ui/download.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Shell } from '../../ui/shell.tsx'

/** The session ended while the plan was open: sign in and go on, with all that was typed. */
export function SignedOutPlan({ session }: { session: PlanSession }) {
  const hasUnsaved = useSource(session.hasUnsaved)
  const staysHere = hasUnsaved && !session.isKept()
  const signIn = signInPath(window.location.pathname + window.location.search)
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title="U bent niet meer ingelogd"
        actions={
          staysHere ? (
            <>
              <Button onPress={() => downloadText(session.rescueCopy())}>
                Kopie van uw werk downloaden
              </Button>
              {/* Leaving this page would lose what is only here. */}
              <a className="button button--secondary" href={signIn} target="_blank" rel="noopener">
                Inloggen in een nieuw tabblad
              </a>
              <Button kind="primary" onPress={() => session.reconnect()}>
                Verder werken
              </Button>
            </>
          ) : (
            <ButtonLink kind="primary" href={signIn}>
              Opnieuw inloggen
            </ButtonLink>
          )
        }
      >
        {staysHere ? (
          <p>
            Dit apparaat kan uw tekst niet bewaren, en een deel is nog niet opgeslagen. Laat deze
            pagina open, log in een ander tabblad in en kies daarna Verder werken.
          </p>
        ) : (
          <p>
            {hasUnsaved
              ? 'Wat nog niet was opgeslagen staat op dit apparaat. Het wordt verstuurd zodra u hier weer bent ingelogd.'
              : 'Alles wat u typte is opgeslagen. Vraag een nieuwe inloglink aan; daarna komt u hier terug.'}
          </p>
        )}
      </EmptyState>
    </Shell>
  )
}

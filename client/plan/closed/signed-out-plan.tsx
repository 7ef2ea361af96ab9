import { useSource } from '#client/hooks/use-source.ts'
import { signInPath } from '#client/session.ts'
import { type FollowedPlan, wholeView } from '#client/sync/session/session.ts'
import { constant } from '#client/sync/source.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { downloadText } from '#client/ui/download.ts'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { Shell } from '#client/ui/shell.tsx'
import '#client/ui/button.css'

/** A reader of parts has no unsaved work. */
const nothing = constant(false)

/** The session ended while the plan was open: the user signs in and goes on, with all their edits. */
export function SignedOutPlan({ session }: { session: FollowedPlan }) {
  const plan = wholeView(session)
  const hasUnsaved = useSource(plan?.hasUnsaved ?? nothing)
  const staysHere = hasUnsaved && plan?.isKept() === false
  const signIn = signInPath(window.location.pathname + window.location.search)
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title="U bent niet meer ingelogd"
        actions={
          staysHere ? (
            <>
              <Button onPress={() => plan !== null && downloadText(plan.rescueCopy())}>
                Kopie van uw werk downloaden
              </Button>
              {/* Leaving this page would lose the unsaved work. */}
              <a className="button" href={signIn} target="_blank" rel="noopener">
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

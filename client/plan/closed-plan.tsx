import { type ErrorCode, errorTable } from '#shared/errors.ts'
import { useSource } from '../hooks/use-source.ts'
import { signInPath } from '../session.ts'
import type { PlanSession } from '../sync/session.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { downloadText } from '../ui/download.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Shell } from '../ui/shell.tsx'

type ClosedPlanProps = { code: ErrorCode; session: PlanSession; reopen: () => void }

const titles: Partial<Record<ErrorCode, string>> = {
  'not-signed-in': 'U bent niet meer ingelogd',
  'no-access': 'U heeft geen toegang tot dit plan',
  'read-only': 'U heeft geen toegang tot dit plan',
  'plan-not-found': 'Dit plan is er niet meer',
  'client-too-old': 'Er is een nieuwe versie van Wijktafel',
  'other-epoch': 'Dit plan is teruggezet uit een reservekopie',
  'too-large': 'Uw wijziging is te groot',
}

/** The end of a connection: what happened, what can be done, and one's own work where it is not on the server. */
export function ClosedPlan({ code, session, reopen }: ClosedPlanProps) {
  const hasUnsaved = useSource(session.hasUnsaved)
  const offersCopy = hasUnsaved || code === 'other-epoch'
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title={titles[code] ?? 'Het plan is gesloten'}
        actions={
          <>
            {offersCopy && <Button onPress={() => downloadText(session.rescueCopy())}>Kopie van uw werk downloaden</Button>}
            <NextStep code={code} session={session} reopen={reopen} />
          </>
        }
      >
        <p>{errorTable[code].text}</p>
        {hasUnsaved && <p>Een deel van wat u typte is nog niet opgeslagen. Download een kopie voordat u verdergaat.</p>}
        {code === 'other-epoch' && !hasUnsaved && <p>Alles wat u typte was opgeslagen, maar het kan in het teruggezette plan ontbreken. Vergelijk het met uw kopie.</p>}
      </EmptyState>
    </Shell>
  )
}

function NextStep({ code, session, reopen }: ClosedPlanProps) {
  switch (code) {
    case 'not-signed-in':
      return (
        <ButtonLink kind="primary" href={signInPath(window.location.pathname + window.location.search)}>
          Opnieuw inloggen
        </ButtonLink>
      )
    case 'no-access':
    case 'read-only':
    case 'plan-not-found':
      return (
        <ButtonLink kind="primary" href="/">
          Naar uw plannen
        </ButtonLink>
      )
    case 'client-too-old':
      return (
        <Button kind="primary" onPress={() => window.location.reload()}>
          Pagina opnieuw laden
        </Button>
      )
    case 'other-epoch':
      return (
        <Button
          kind="primary"
          onPress={() => {
            session.forgetLocalCopy()
            reopen()
          }}
        >
          Teruggezet plan openen
        </Button>
      )
    default:
      return (
        <Button kind="primary" onPress={reopen}>
          Plan opnieuw openen
        </Button>
      )
  }
}

import { type ErrorCode, errorTable } from '#shared/errors.ts'
import { useSource } from '../hooks/use-source.ts'
import type { PlanSession } from '../sync/session.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { downloadText } from '../ui/download.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Shell } from '../ui/shell.tsx'
import { LostPlan } from './closed/lost-plan.tsx'
import { OutdatedPlan } from './closed/outdated-plan.tsx'
import { RestoredPlan } from './closed/restored-plan.tsx'
import { SignedOutPlan } from './closed/signed-out-plan.tsx'

type ClosedPlanProps = { code: ErrorCode; session: PlanSession; reopen: () => void }

/** The end of a connection: what happened, what can be done, and one's own work where it is not on the server. */
export function ClosedPlan({ code, session, reopen }: ClosedPlanProps) {
  switch (code) {
    case 'not-signed-in':
      return <SignedOutPlan session={session} />
    case 'no-access':
    case 'plan-not-found':
      return <LostPlan code={code} session={session} />
    case 'client-too-old':
      return <OutdatedPlan session={session} />
    case 'other-epoch':
      return <RestoredPlan session={session} reopen={reopen} />
    default:
      return <StoppedPlan code={code} session={session} reopen={reopen} />
  }
}

const titles: Partial<Record<ErrorCode, string>> = {
  'read-only': 'U kunt dit plan niet wijzigen',
  'too-large': 'Uw wijziging is te groot',
}

function StoppedPlan({ code, session, reopen }: ClosedPlanProps) {
  const hasUnsaved = useSource(session.hasUnsaved)
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title={titles[code] ?? 'Het plan is gesloten'}
        actions={
          <>
            {hasUnsaved && <Button onPress={() => downloadText(session.rescueCopy())}>Kopie van uw werk downloaden</Button>}
            {code === 'read-only' ? (
              <ButtonLink kind="primary" href="/">
                Naar uw plannen
              </ButtonLink>
            ) : (
              <Button kind="primary" onPress={reopen}>
                Plan opnieuw openen
              </Button>
            )}
          </>
        }
      >
        <p>{errorTable[code].text}</p>
        {hasUnsaved && <p>Een deel van wat u typte is nog niet opgeslagen. Download een kopie voordat u verdergaat.</p>}
      </EmptyState>
    </Shell>
  )
}

import type { ErrorCode } from '#shared/errors.ts'
import type { FollowedPlan } from '../sync/session/session.ts'
import { LostPlan } from './closed/lost-plan.tsx'
import { OutdatedPlan } from './closed/outdated-plan.tsx'
import { RestoredPlan } from './closed/restored-plan.tsx'
import { SignedOutPlan } from './closed/signed-out-plan.tsx'
import { StoppedPlan } from './closed/stopped-plan.tsx'

type ClosedPlanProps = { code: ErrorCode; session: FollowedPlan; reopen: () => void }

/** The end of a connection: what happened, what can be done, and one's own work where it is not on the server. */
export function ClosedPlan({ code, session, reopen }: ClosedPlanProps) {
  if (code === 'not-signed-in') return <SignedOutPlan session={session} />
  // Anyone who reads parts has no work here that is to be saved.
  if (session.kind === 'parts') return <LostPlan code={code} session={session} />
  switch (code) {
    case 'no-access':
    case 'parts-only':
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

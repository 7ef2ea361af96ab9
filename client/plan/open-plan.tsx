import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { pictureTexts } from '#client/text/picture-texts.ts'
import { can } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Me } from '#shared/api/me.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { partsOfFormat } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { endsPlan } from '#shared/protocol/events.ts'
import { checkSession } from '../check-session.ts'
import { createEventRefresh } from '../hooks/event-refresh.ts'
import { useLeaveWarning } from '../hooks/use-leave-warning.ts'
import { usePartsSession } from '../hooks/use-parts-session.ts'
import { usePlanPictures } from '../hooks/use-plan-pictures.ts'
import { usePlanSession } from '../hooks/use-plan-session.ts'
import { useShortcuts } from '../hooks/use-shortcuts.ts'
import { useSource } from '../hooks/use-source.ts'
import { onTabsTold } from '../session-tabs.ts'
import {
  type EditableSession,
  type FollowedPlan,
  type PartsView,
  wholeView,
} from '../sync/session/session.ts'
import { Loading } from '../ui/loading.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Shell } from '../ui/shell.tsx'
import { showToast } from '../ui/toasts.ts'
import { LostPlan } from './closed/lost-plan.tsx'
import { OutdatedPlan } from './closed/outdated-plan.tsx'
import { RestoredPlan } from './closed/restored-plan.tsx'
import { SignedOutPlan } from './closed/signed-out-plan.tsx'
import { StoppedPlan } from './closed/stopped-plan.tsx'
import { PlanScreen } from './plan-screen.tsx'
import type { SheetId } from './sheets.ts'
import { useAccessCheck } from './use-access-check.ts'

/** `isRefused`: the server refused the plan, and the data of the plan comes from this device. */
type OpenPlanProps = { me: Me; plan: Plan; format: Format; isRefused: boolean; sheet: SheetId }

export function OpenPlan(props: OpenPlanProps) {
  const { plan, format } = props
  const { sections } = plan
  const chosen = sections === null ? null : sections.join(' ')
  const shown = useMemo(
    () => partsOfFormat(format, chosen === null ? null : chosen.split(' ')),
    [format, chosen],
  )
  return chosen === null ? (
    <WholePlan {...props} />
  ) : (
    <PlanInParts key={chosen} {...props} format={shown} />
  )
}

function PlanInParts({ me, plan, format, ...shown }: OpenPlanProps) {
  const { session, reopen } = usePartsSession({ plan, format, me })
  return session === null ? (
    <Opening />
  ) : (
    <LivePlan plan={plan} session={session} reopen={reopen} {...shown} />
  )
}

function WholePlan({ me, plan, format, ...shown }: OpenPlanProps) {
  const { session, reopen } = usePlanSession({ planId: plan.id, format, me })
  return session === null ? (
    <Opening />
  ) : (
    <LivePlan plan={plan} session={session} reopen={reopen} {...shown} />
  )
}

function Opening({ isWaiting = false }: { isWaiting?: boolean }) {
  return (
    <Shell>
      <PageHeading title="Plan openen" className="visually-hidden" />
      {isWaiting ? (
        <p className="notice" role="status">
          Er is nog geen verbinding met de server. Het plan gaat vanzelf open zodra de verbinding er
          is. Blijft dit staan, controleer dan uw internet.
        </p>
      ) : (
        <Loading label="Bezig met openen van het plan" lines={9} />
      )}
    </Shell>
  )
}

function LivePlan({
  plan,
  session,
  reopen,
  isRefused,
  sheet,
}: {
  plan: Plan
  session: PartsView | EditableSession
  reopen: () => void
  isRefused: boolean
  sheet: SheetId
}) {
  const isLoaded = useSource(session.isLoaded)
  const connection = useSource(session.connection)
  const role = useSource(session.role) ?? plan.role
  const [isDeleted, setDeleted] = useState(false)
  const mayWrite = can(role, 'write') && !isEnded(plan.status)
  const edit = session.kind === 'whole' && mayWrite ? session : null
  useLeaveWarning(wholeView(session))
  useShortcuts(edit)
  useEffect(
    () =>
      wholeView(session)?.onEvent(({ event }) => {
        if (endsPlan[event.type]) setDeleted(true)
      }),
    [session],
  )
  useFreshByEvents(session)
  usePlanPictures(session, sayRefused)
  useSessionCheck(session)
  const isChecking = useAccessCheck({ session, role, reopen })

  if (isDeleted) return <ClosedPlan code="plan-not-found" session={session} reopen={reopen} />
  if (isChecking) return <Opening />
  if (connection.kind === 'closed')
    return <ClosedPlan code={connection.code} session={session} reopen={reopen} />
  if (!isLoaded || (isRefused && connection.kind !== 'live'))
    return <Opening isWaiting={connection.kind === 'waiting'} />
  return <PlanScreen plan={plan} session={session} role={role} edit={edit} wantedSheet={sheet} />
}

/**
 * Checks the session of a plan whose connection was closed because the session ended. It reconnects if the same user is
 * signed in: by a newer link used in this browser, or again in another tab while this page holds unsaved work.
 */
function useSessionCheck(session: FollowedPlan): void {
  const connection = useSource(session.connection)
  const isOver = connection.kind === 'closed' && connection.code === 'not-signed-in'
  useEffect(() => {
    if (!isOver) return
    const check = () =>
      void checkSession().then((isSame) => {
        if (isSame) session.reconnect()
      })
    check()
    return onTabsTold(check)
  }, [isOver, session])
}

/**
 * Refreshes the queries of this screen by the events of the plan. After a reconnect the text is synchronised, but missed
 * events are not repeated, so all queries that they could have made stale are fetched again (EV2). The browser's `online`
 * event is not enough: it misses a short wifi drop. If no event was missed, nothing is fetched: after a restart five
 * hundred pages reconnect at once.
 */
function useFreshByEvents(session: FollowedPlan): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = createEventRefresh({ client, planId: session.planId })
    let wasAway = session.connection.get().kind === 'waiting'
    const stopEvents = wholeView(session)?.onEvent(refresh.onEvent)
    const stopConnection = session.connection.subscribe(() => {
      const now = session.connection.get()
      if (now.kind === 'waiting') wasAway = true
      if (now.kind !== 'live' || !wasAway) return
      wasAway = false
      if (now.hasMissed) refresh.onGap()
    })
    return () => {
      stopEvents?.()
      stopConnection()
      refresh.stop()
    }
  }, [client, session])
}

const sayRefused = (reason: string) =>
  void showToast({ text: pictureTexts.refused(reason), tone: 'bad' })

type ClosedPlanProps = { code: ErrorCode; session: FollowedPlan; reopen: () => void }

/** The screen of a closed connection: the cause, the next step, and the user's work that is not on the server. */
function ClosedPlan({ code, session, reopen }: ClosedPlanProps) {
  if (code === 'not-signed-in') return <SignedOutPlan session={session} />
  // A user who reads parts has no unsaved work here.
  if (session.kind === 'parts') return <LostPlan code={code} session={session} />
  switch (code) {
    case 'no-access':
    case 'parts-only':
    case 'plan-not-found':
    case 'plan-lost':
      return <LostPlan code={code} session={session} />
    case 'client-too-old':
      return <OutdatedPlan session={session} />
    case 'other-epoch':
      return <RestoredPlan session={session} reopen={reopen} />
    default:
      return <StoppedPlan code={code} session={session} reopen={reopen} />
  }
}

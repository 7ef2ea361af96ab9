import { useEffect, useMemo, useState } from 'react'
import { can } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Me } from '#shared/api/me.ts'
import type { Plan } from '#shared/api/plans.ts'
import { partsOfFormat } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import { endsPlan } from '#shared/protocol/events.ts'
import { useFreshByEvents } from '../hooks/use-fresh-by-events.ts'
import { useLeaveWarning } from '../hooks/use-leave-warning.ts'
import { usePartsSession } from '../hooks/use-parts-session.ts'
import { usePlanSession } from '../hooks/use-plan-session.ts'
import { useSessionCheck } from '../hooks/use-session-check.ts'
import { useShortcuts } from '../hooks/use-shortcuts.ts'
import { useSource } from '../hooks/use-source.ts'
import { editable, type FollowedPlan } from '../sync/session/session.ts'
import { Loading } from '../ui/loading.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Shell } from '../ui/shell.tsx'
import { ClosedPlan } from './closed-plan.tsx'
import { PlanScreen } from './plan-screen.tsx'
import { useAccessCheck } from './use-access-check.ts'

/** `isRefused`: the server says no, and what is known of the plan comes from this device. */
type OpenPlanProps = { me: Me; plan: Plan; format: Format; isRefused: boolean }

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

function PlanInParts({ me, plan, format, isRefused }: OpenPlanProps) {
  const { session, reopen } = usePartsSession({ plan, format, me })
  return session === null ? (
    <Opening />
  ) : (
    <LivePlan plan={plan} session={session} reopen={reopen} isRefused={isRefused} />
  )
}

function WholePlan({ me, plan, format, isRefused }: OpenPlanProps) {
  const { session, reopen } = usePlanSession({ planId: plan.id, format, me })
  return session === null ? (
    <Opening />
  ) : (
    <LivePlan plan={plan} session={session} reopen={reopen} isRefused={isRefused} />
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
}: {
  plan: Plan
  session: FollowedPlan
  reopen: () => void
  isRefused: boolean
}) {
  const isLoaded = useSource(session.isLoaded)
  const connection = useSource(session.connection)
  const role = useSource(session.role) ?? plan.role
  const [isDeleted, setDeleted] = useState(false)
  const edit = editable(session)
  useLeaveWarning(edit)
  useShortcuts(edit)
  useEffect(
    () =>
      edit?.onEvent(({ event }) => {
        if (endsPlan[event.type]) setDeleted(true)
      }),
    [edit],
  )
  useFreshByEvents(session)
  useSessionCheck(session)
  const isChecking = useAccessCheck({ session, role, reopen })

  if (isDeleted) return <ClosedPlan code="plan-not-found" session={session} reopen={reopen} />
  if (isChecking) return <Opening />
  if (connection.kind === 'closed')
    return <ClosedPlan code={connection.code} session={session} reopen={reopen} />
  if (!isLoaded || (isRefused && connection.kind !== 'live'))
    return <Opening isWaiting={connection.kind === 'waiting'} />
  return (
    <PlanScreen
      plan={plan}
      session={session}
      role={role}
      canWrite={can(role, 'write') && plan.sections === null && !isEnded(plan.status)}
    />
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Role, roleExplanations, roleLabels } from '#shared/access.ts'
import { getPlan, type Plan } from '#shared/api/plans.ts'
import { call } from '../api.ts'
import { queryKeys } from '../hooks/query-keys.ts'
import { useSource } from '../hooks/use-source.ts'
import { browserClock } from '../sync/clock.ts'
import { type FollowedPlan, wholeView } from '../sync/session/session.ts'
import { downloadText } from '../ui/download.ts'
import { showToast } from '../ui/toasts.ts'

/** A connection that is closed again within this time, with the same role, is refused: retrying would never end. */
const tooSoonMs = 5_000

/**
 * Handles a connection that was closed because access changed (PROTOCOL 4403): fetches the current role and reopens the
 * plan with it. True while the request runs. Unsent edits are offered as a copy, because they can no longer be sent.
 */
export function useAccessCheck({
  session,
  role,
  reopen,
}: {
  session: FollowedPlan
  role: Role
  reopen: () => void
}): boolean {
  const queries = useQueryClient()
  const connection = useSource(session.connection)
  const last = useRef<{ at: number; role: Role } | null>(null)
  const [isRefused, setRefused] = useState(false)
  const isAccess =
    connection.kind === 'closed' &&
    (connection.code === 'no-access' ||
      connection.code === 'parts-only' ||
      connection.code === 'read-only')

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each time the access changes, with the role of before
  useEffect(() => {
    if (!isAccess) return
    let isCurrent = true
    const open = wholeView(session)
    const copy = open?.hasUnsaved.get() === true ? open.rescueCopy() : null
    call(getPlan, { params: { planId: session.planId } })
      .then((plan) => {
        if (!isCurrent) return
        const before = last.current
        if (
          before !== null &&
          before.role === plan.role &&
          browserClock.elapsed() - before.at < tooSoonMs
        )
          return setRefused(true)
        last.current = { at: browserClock.elapsed(), role: plan.role }
        const known = queries.getQueryData<Plan>(queryKeys.plan(session.planId))
        queries.setQueryData(queryKeys.plan(session.planId), plan)
        if (plan.role !== role)
          showToast({
            text: `Uw rechten zijn gewijzigd: u bent nu ${roleLabels[plan.role].toLowerCase()}. ${roleExplanations[plan.role]}`,
          })
        if (copy !== null && plan.role !== role)
          showToast({
            text: 'Niet alles wat u typte was al opgeslagen.',
            tone: 'bad',
            action: { label: 'Kopie downloaden', onPress: () => downloadText(copy) },
          })
        setRefused(false)
        // Other parts mount another screen, which opens them itself.
        if (known?.sections?.join() === plan.sections?.join()) reopen()
      })
      .catch(() => isCurrent && setRefused(true))
    return () => {
      isCurrent = false
    }
  }, [isAccess, session])
  return isAccess && !isRefused
}

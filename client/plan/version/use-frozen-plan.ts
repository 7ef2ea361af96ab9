import { useEffect, useMemo, useState } from 'react'
import type { PlanContextValue } from '#client/hooks/plan-context.ts'
import { useFormat } from '#client/hooks/use-plans.ts'
import { useDayContent, useVersionContent } from '#client/hooks/use-versions.ts'
import type { ContentSource } from '#client/panels/history/view-address.ts'
import { placesOf } from '#client/sync/place.ts'
import { openFrozenSession } from '#client/sync/session/frozen-session.ts'
import type { FrozenView } from '#client/sync/session/session.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { focusPlaceSoon } from '../focus/focus.ts'
import { reveal } from '../reading/reveal.ts'

export type FrozenPlan =
  | { kind: 'none' }
  | { kind: 'loading' }
  | { kind: 'failed'; error: unknown; retry: () => void }
  | { kind: 'ready'; context: PlanContextValue }

/** A version, or the plan at the end of a day, as a read-only plan with its own form. */
export function useFrozenPlan(live: PlanContextValue, view: ContentSource): FrozenPlan {
  const version = useVersionContent(view.kind === 'version' ? view.versionId : null)
  const day = useDayContent(view.kind === 'day' ? view.day : null)
  const content = view.kind === 'day' ? day : version
  const format = useFormat(content.data?.format.id ?? null, content.data?.format.version)
  const [session, setSession] = useState<FrozenView | null>(null)
  const { planId } = live
  useEffect(() => {
    if (content.data === undefined || format.data === undefined) return
    // A version is the form alone, also one from before that: the plan of a past day is whole.
    const shown = view.kind === 'version' ? formOf(format.data) : format.data
    const opened = openFrozenSession({ planId, format: shown, content: content.data })
    setSession(opened)
    return () => {
      setSession(null)
      opened.close()
    }
  }, [planId, content.data, format.data, view.kind])
  const context = useMemo((): PlanContextValue | null => {
    if (session === null) return null
    const { format: own } = session
    const goTo: PlanContextValue['goTo'] = (target) => {
      reveal(target)
      focusPlaceSoon(placesOf(target, own))
    }
    return { ...live, session, format: own, role: 'reader', edit: null, goTo, showPlace: reveal }
  }, [live, session])
  if (view.kind !== 'version' && view.kind !== 'day') return { kind: 'none' }
  const failed = [content, format].find((query) => query.isError && query.data === undefined)
  if (failed !== undefined)
    return { kind: 'failed', error: failed.error, retry: () => void failed.refetch() }
  return context === null ? { kind: 'loading' } : { kind: 'ready', context }
}

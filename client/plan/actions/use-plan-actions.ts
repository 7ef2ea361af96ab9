import { useEffect, useEffectEvent, useRef } from 'react'
import { useLocation } from 'wouter'
import { findStore } from '#client/hooks/find-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { constant } from '#client/sync/source.ts'
import { sheetsOf } from '../sheets.ts'
import type { Side } from '../use-side.ts'
import { type ActionDialog, type ShownAction, shownActions } from './plan-actions.ts'

const nothingToUndo = constant({ canUndo: false, canRedo: false })

/** The actions of the page for its menu and its list of actions; their keys work as long as this is mounted. */
export function usePlanActions(side: Side, open: (dialog: ActionDialog) => void): ShownAction[] {
  const { planId, role, parts, edit, sheet, format } = usePlanContext()
  const [, navigate] = useLocation()
  const canFind = useSource(findStore.canFind)
  const { canUndo, canRedo } = useSource(edit?.undo.state ?? nothingToUndo)
  const origin = useOrigin()
  const actions = shownActions({
    planId,
    role,
    isWhole: parts === null,
    edit,
    canUndo,
    canRedo,
    canFind,
    sheet,
    hasYear: sheetsOf(format).length > 1,
    side,
    navigate,
    open,
    origin,
  })
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = actions.find(({ keys }) => keys?.on?.(event) === true)
    if (action === undefined) return
    event.preventDefault()
    if (!action.isDisabled) action.run()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return actions
}

/** The last element of the plan itself that had the focus. */
function useOrigin(): () => Element | null {
  const last = useRef<Element | null>(null)
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.closest('main') !== null)
        last.current = event.target
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [])
  return () => (last.current?.isConnected === true ? last.current : null)
}

import { useEffect } from 'react'
import type { EditableSession } from '../sync/session/session.ts'

/** Undo and redo outside the text editors, which have their own keys on the same stack. */
export function useShortcuts(session: EditableSession | null): void {
  useEffect(() => {
    if (session === null) return
    const onKey = (event: KeyboardEvent) => {
      const step = undoStepOf(event)
      if (step === null || event.defaultPrevented || hasOwnUndo(event.target)) return
      event.preventDefault()
      if (step === 'undo') session.undo.undo()
      else session.undo.redo()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [session])
}

function undoStepOf(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
  return key === 'y' && !event.shiftKey ? 'redo' : null
}

/**
 * An input that writes on blur holds text that the plan does not have yet, so the undo of the browser applies. An input that
 * writes on every key declares that with `data-undo="plan"`.
 */
function hasOwnUndo(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target.closest('[data-undo=plan]') !== null) return false
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type))
  )
}

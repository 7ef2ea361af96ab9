import { lazy, Suspense, useEffect } from 'react'
import type { ActionDialog, ShownAction } from './plan-actions.ts'

// Loaded on use, and the list of actions a moment after the plan: what is typed after its key must not end up in the plan.
const loadPalette = () => import('./palette.tsx')
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })))
const HelpDialog = lazy(() =>
  import('./help-dialog.tsx').then((module) => ({ default: module.HelpDialog })),
)
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
)

/** Long enough for the plan itself to be there, in ms. */
const loadAfterMs = 3_000

type ActionDialogsProps = {
  actions: readonly ShownAction[]
  open: ActionDialog | null
  setOpen: (dialog: ActionDialog | null) => void
}

/** The list of actions, the keys and the help. */
export function ActionDialogs({ actions, open, setOpen }: ActionDialogsProps) {
  useEffect(() => {
    // Without a connection it is loaded when it is asked for.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), loadAfterMs)
    return () => clearTimeout(timer)
  }, [])
  const close = () => setOpen(null)
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette isOpen actions={actions} onClose={close} />}
      {open === 'help' && (
        <HelpDialog isOpen onClose={close} onPalette={() => setOpen('palette')} />
      )}
      {open === 'shortcuts' && <ShortcutsDialog isOpen actions={actions} onClose={close} />}
    </Suspense>
  )
}

import { targetOf } from '../hooks/comment-ui-store.ts'
import { keepBsnException } from '../hooks/keep-bsn-exception.ts'
import { useSource } from '../hooks/use-source.ts'
import { BsnDialog } from '../ui/bsn-dialog.tsx'
import { heldText, keepHeld, removeHeldText } from './bsn-guard.ts'

/** Asks what to do with a number in a text. A pasted number is not in the text yet, a typed number is. */
export function HeldTextDialog({ planId }: { planId: string }) {
  const held = useSource(heldText)
  if (held === null) return null
  const close = () => {
    heldText.set(null)
    setTimeout(() => !held.view.isDestroyed && held.view.focus())
  }
  return (
    <BsnDialog
      onRemove={() => {
        removeHeldText(held)
        close()
      }}
      onKeep={(reason) => {
        const target = targetOf(held.place)
        if (target !== null) keepBsnException({ planId, target, reason })
        keepHeld(held)
        close()
      }}
      onClose={close}
    />
  )
}

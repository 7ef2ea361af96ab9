import { useSource } from '../hooks/use-source.ts'
import { BsnDialog } from '../ui/bsn-dialog.tsx'
import { heldPaste, takePaste } from './bsn-guard.ts'

/** Asks what to do with a paste that is held. */
export function HeldPasteDialog() {
  const held = useSource(heldPaste)
  if (held === null) return null
  const finish = (isBsn: boolean) => {
    takePaste(held, isBsn)
    setTimeout(() => held.view.focus())
  }
  return <BsnDialog onRemove={() => finish(true)} onKeep={() => finish(false)} onClose={() => heldPaste.set(null)} />
}

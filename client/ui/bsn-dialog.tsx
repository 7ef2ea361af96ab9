import * as uiText from '#client/text/ui.ts'
import { BsnNotice } from './bsn-notice.tsx'
import { Dialog } from './dialog.tsx'

type BsnDialogProps = {
  onRemove: () => void
  onKeep: (reason: string) => void
  onClose: () => void
}

/** Holds text that was typed or pasted in the plan until its writer answers. */
export function BsnDialog({ onRemove, onKeep, onClose }: BsnDialogProps) {
  return (
    <Dialog title={uiText.looksLikeBsn} isOpen onClose={onClose}>
      <BsnNotice onRemove={onRemove} onKeep={onKeep} />
    </Dialog>
  )
}

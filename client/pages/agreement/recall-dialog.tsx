import { useAgreeing } from '#client/hooks/use-agreement.ts'
import * as agreementText from '#client/text/agreement.ts'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'

type RecallDialogProps = {
  planId: string
  versionNumber: number
  isCorrection: boolean
  onClose: () => void
}

/** Withdraws a round that was opened too early or for a version with a mistake. */
export function RecallDialog({ planId, versionNumber, isCorrection, onClose }: RecallDialogProps) {
  const { recall } = useAgreeing(planId)
  return (
    <ConfirmDialog
      title={agreementText.recallTitle}
      isOpen
      onClose={onClose}
      confirmLabel={agreementText.recall}
      onConfirm={async () => {
        await recall.mutateAsync()
        focusHeadingWhenLost()
        showToast({ text: agreementText.isRecalled(versionNumber) })
      }}
    >
      <p>{agreementText.recallLead(isCorrection, versionNumber)}</p>
    </ConfirmDialog>
  )
}

import { useAgreeing } from '#client/hooks/use-agreement.ts'
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
      title="Akkoordronde intrekken"
      isOpen
      onClose={onClose}
      confirmLabel="Ronde intrekken"
      onConfirm={async () => {
        await recall.mutateAsync()
        focusHeadingWhenLost()
        showToast({ text: `Versie ${versionNumber} ligt niet meer ter akkoord.` })
      }}
    >
      <p>
        {isCorrection
          ? 'Wat eerder is ingediend, geldt weer. Niemand'
          : 'Het plan wordt weer een concept en niemand'}{' '}
        hoeft nog op versie {versionNumber} te antwoorden: de links in de mail hierover werken niet
        meer. De versie blijft te lezen bij Geschiedenis, en wie al had geantwoord, staat in het
        logboek. Om verder te gaan legt u een nieuwe versie voor.
      </p>
    </ConfirmDialog>
  )
}

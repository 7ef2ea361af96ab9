import { useState } from 'react'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { useAdopt } from '#client/hooks/use-requirements.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { formatList } from '#shared/format-list.ts'

type AdoptDialogProps = {
  planId: string
  round: NonNullable<Agreement['current']>
  missing: readonly string[]
  onClose: () => void
}

/** Adopts a version that not everyone agreed with; the dialog names who did not, and asks why. */
export function AdoptDialog({ planId, round, missing, onClose }: AdoptDialogProps) {
  const adopt = useAdopt(planId)
  const begun = useBegunText(`${planId}/adopt/${round.versionId}`)
  const { text: reason, setText: setReason } = begun
  const [isChecked, setChecked] = useState(false)
  const isShort = reason.trim().length < 3
  const send = () => {
    setChecked(true)
    if (isShort) return
    adopt.mutate(
      { versionId: round.versionId, reason },
      {
        onSuccess: () => {
          begun.forget()
          onClose()
          focusHeadingWhenLost()
          showToast({ text: agreementText.isAdopted(round.number) })
        },
      },
    )
  }
  return (
    <Dialog
      title={agreementText.adoptTitle(round.number)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" isPending={adopt.isPending} onPress={send}>
            {agreementText.adopt}
          </Button>
        </>
      }
    >
      <p>{agreementText.adoptLead(formatList(missing))}</p>
      <TextAreaField
        id="adopt-reason"
        label={agreementText.adoptReason}
        description={agreementText.reasonIsShared}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
        {...(isChecked && isShort ? { error: agreementText.giveReason } : {})}
      />
      <RefusalText error={adopt.error} />
    </Dialog>
  )
}

import { useState } from 'react'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { DateField } from '#client/ui/date-field.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement, Asked } from '#shared/api/agreement.ts'
import { AppError } from '#shared/errors.ts'
import { WhoIsAsked } from './who-is-asked.tsx'

type PresentDialogProps = {
  planId: string
  agreement: Agreement
  /** What the dialog does: a first version, a next one, or a correction. */
  label: string
  onClose: () => void
  onAsked: (asked: readonly Asked[]) => void
}

export function PresentDialog({ planId, onClose, agreement, label, onAsked }: PresentDialogProps) {
  const { current } = agreement
  const { present } = useAgreeing(planId)
  const [name, setName] = useState('')
  const [deadline, setDeadline] = useState('')
  const [isEditorial, setEditorial] = useState(false)
  const fields = present.error instanceof AppError ? present.error.fields : []
  const send = () =>
    present.mutate(
      {
        isEditorial,
        ...(name.trim() === '' ? {} : { name }),
        ...(deadline === '' ? {} : { deadline }),
      },
      {
        onSuccess: (agreement) => {
          onClose()
          if (agreement.status === 'approval') onAsked(agreement.asked)
          showToast({
            text: agreementText.isPresented(
              agreement.current?.number,
              agreement.status === 'adopted',
            ),
          })
        },
      },
    )
  return (
    <Dialog
      title={label}
      isOpen
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" isPending={present.isPending} onPress={send}>
            {agreementText.presentAndAsk}
          </Button>
        </>
      }
    >
      <p>{agreementText.presentLead}</p>
      {!isEditorial && <WhoIsAsked planId={planId} seats={agreement.next} />}
      <TextField
        id="present-name"
        label={agreementText.versionName}
        maxLength={120}
        value={name}
        onChange={setName}
      />
      {!isEditorial && (
        <DateField
          id="present-deadline"
          label={agreementText.answerUntil}
          description={agreementText.answerUntilHint}
          value={deadline}
          onChange={setDeadline}
          error={fields.find((field) => field.path === 'deadline')?.message}
        />
      )}
      {current !== null && (
        <label className="check">
          <input
            type="checkbox"
            checked={isEditorial}
            onChange={(event) => setEditorial(event.target.checked)}
          />
          <span>
            {agreementText.onlySpelling}
            <small>{agreementText.onlySpellingText(current.number)}</small>
          </span>
        </label>
      )}
      <RefusalText error={present.error} />
    </Dialog>
  )
}

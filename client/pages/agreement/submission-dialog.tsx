import { useState } from 'react'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { useFormat } from '#client/hooks/use-plans.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { DateField } from '#client/ui/date-field.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Submission } from '#shared/api/submission.ts'
import { AppError, type FieldError } from '#shared/errors.ts'
import '#client/ui/field.css'

export function SubmissionDialog({
  plan,
  corrects,
  onClose,
}: {
  plan: Plan
  /** What was submitted before; null the first time. */
  corrects: Submission | null
  onClose: () => void
}) {
  const { submit } = useAgreeing(plan.id)
  const format = useFormat(plan.format.id, plan.format.version).data
  const [recipient, setRecipient] = useState(corrects?.recipient ?? '')
  const [handedInOn, setHandedInOn] = useState('')
  const [isOnly, setOnly] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const [otherThan, setOtherThan] = useState<readonly string[]>([])
  // Applications with a similar name, which the server asks about; they stay while one is ticked.
  const [near, setNear] = useState<readonly FieldError[]>([])
  const needsStatement = format?.submission?.onePer !== undefined
  const send = () => {
    setChecked(true)
    if (recipient.trim().length < 2 || (needsStatement && !isOnly)) return
    submit.mutate(
      {
        recipient,
        isOnlyApplication: isOnly,
        otherThan: [...otherThan],
        ...(handedInOn === '' ? {} : { handedInOn }),
      },
      {
        onError: (error) => {
          if (isNear(error))
            setNear((known) => [
              ...known,
              ...error.fields.filter(({ path }) => !known.some((one) => one.path === path)),
            ])
        },
        onSuccess: () => {
          onClose()
          showToast({
            text: agreementText.isSubmitted(corrects !== null),
          })
        },
      },
    )
  }
  return (
    <Dialog
      title={corrects === null ? agreementText.submitPlan : agreementText.submitCorrection}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" isPending={submit.isPending} onPress={send}>
            {agreementText.recordSubmission}
          </Button>
        </>
      }
    >
      <p>{agreementText.submissionLead}</p>
      {corrects !== null && (
        <p>
          {agreementText.correctionLead(corrects.versionNumber, formatDay(corrects.handedInOn))}
        </p>
      )}
      <TextField
        id="recipient"
        label={agreementText.recipient}
        isRequired
        maxLength={200}
        value={recipient}
        onChange={setRecipient}
        error={isChecked && recipient.trim().length < 2 ? agreementText.giveRecipient : undefined}
      />
      <DateField
        id="handedInOn"
        label={agreementText.submittedOn}
        description={agreementText.submittedOnHint}
        value={handedInOn}
        onChange={setHandedInOn}
      />
      {needsStatement && (
        <div>
          <label className="check">
            <input
              type="checkbox"
              checked={isOnly}
              aria-describedby="only-error"
              onChange={(event) => setOnly(event.target.checked)}
            />
            <span>
              {agreementText.noOtherApplication}
              <small>{agreementText.noOtherApplicationText}</small>
            </span>
          </label>
          <p id="only-error" className="field__error" role="alert">
            {isChecked && !isOnly && agreementText.confirmNoOther}
          </p>
        </div>
      )}
      {near.map(({ path, message }) => (
        <label className="check" key={path}>
          <input
            type="checkbox"
            checked={otherThan.includes(path)}
            onChange={(event) =>
              setOtherThan((ids) =>
                event.target.checked ? [...ids, path] : ids.filter((id) => id !== path),
              )
            }
          />
          <span>
            {agreementText.isOtherDistrict}
            <small>{agreementText.otherApplication(message)}</small>
          </span>
        </label>
      ))}
      <RefusalText error={submit.error} namesFields={!isNear(submit.error)} />
    </Dialog>
  )
}

const isNear = (error: Error | null): error is AppError =>
  error instanceof AppError && error.code === 'near-application'

import { useId, useState } from 'react'
import type { BegunTextState } from '#client/hooks/use-begun-text.ts'
import * as actionText from '#client/text/actions.ts'
import * as panelText from '#client/text/panels.ts'
import { Button } from '#client/ui/button.tsx'
import { RadioCards } from '#client/ui/radio-cards.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import type { Verdict } from '#shared/agreement/standing.ts'
import './answer-form.css'

export type Answered = { verdict: Verdict; remark: string }

type AnswerFormProps = {
  /** The remark; its owner forgets it once the answer is recorded. */
  begun: BegunTextState
  sendLabel: string
  isPending: boolean
  error: string | null
  onSend: (answer: Answered) => void
  onCancel?: () => void
}

const cards = [
  { value: 'agreed', title: panelText.agreed },
  {
    value: 'agreed-with-remark',
    title: panelText.agreedWithRemark,
    text: panelText.agreedWithRemarkText,
  },
  {
    value: 'not-agreed',
    title: panelText.notAgreed,
    text: panelText.notAgreedText,
  },
] as const

/** The three answers. None is preselected: neither silence nor a slip of the hand is an akkoord. */
export function AnswerForm({
  begun,
  sendLabel,
  isPending,
  error,
  onSend,
  onCancel,
}: AnswerFormProps) {
  const id = useId()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const { text: remark, setText: setRemark } = begun
  const [isChecked, setChecked] = useState(false)
  const needsRemark = verdict === 'agreed-with-remark' || verdict === 'not-agreed'
  const isRemarkMissing = needsRemark && remark.trim() === ''
  return (
    <form
      noValidate
      className="answer-form"
      onSubmit={(event) => {
        event.preventDefault()
        setChecked(true)
        if (verdict === null)
          return document
            .querySelector<HTMLElement>(`#${CSS.escape(`${id}-antwoord`)} input`)
            ?.focus()
        if (isRemarkMissing) return document.getElementById(`${id}-opmerking`)?.focus()
        onSend({ verdict, remark: needsRemark ? remark : '' })
      }}
    >
      <RadioCards
        id={`${id}-antwoord`}
        label={panelText.yourAnswer}
        isRequired
        value={verdict}
        onChange={setVerdict}
        cards={cards}
        {...(isChecked && verdict === null ? { error: panelText.chooseAnswer } : {})}
      />
      {needsRemark && (
        <TextAreaField
          id={`${id}-opmerking`}
          label={verdict === 'not-agreed' ? panelText.whyNotAgreed : panelText.yourRemark}
          isRequired
          maxLength={2000}
          value={remark}
          onChange={setRemark}
          error={
            isChecked && isRemarkMissing
              ? verdict === 'not-agreed'
                ? panelText.giveWhyNotAgreed
                : panelText.giveRemark
              : undefined
          }
        />
      )}
      <div role="alert">{error !== null && <p className="error-text">{error}</p>}</div>
      <div className="button-row">
        <Button kind="primary" type="submit" isLarge isPending={isPending}>
          {sendLabel}
        </Button>
        {onCancel !== undefined && <Button onPress={onCancel}>{actionText.cancel}</Button>}
      </div>
    </form>
  )
}

import { useId, useState } from 'react'
import type { BegunTextState } from '#client/hooks/use-begun-text.ts'
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
  { value: 'agreed', title: 'Akkoord' },
  {
    value: 'agreed-with-remark',
    title: 'Akkoord met opmerking',
    text: 'U bent akkoord. De opmerking staat erbij.',
  },
  {
    value: 'not-agreed',
    title: 'Niet akkoord',
    text: 'Schrijf op waarom. Het plan wordt dan nog niet vastgesteld.',
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
        label="Uw antwoord"
        isRequired
        value={verdict}
        onChange={setVerdict}
        cards={cards}
        {...(isChecked && verdict === null ? { error: 'Kies een antwoord.' } : {})}
      />
      {needsRemark && (
        <TextAreaField
          id={`${id}-opmerking`}
          label={verdict === 'not-agreed' ? 'Waarom bent u niet akkoord?' : 'Uw opmerking'}
          isRequired
          maxLength={2000}
          value={remark}
          onChange={setRemark}
          error={
            isChecked && isRemarkMissing
              ? verdict === 'not-agreed'
                ? 'Schrijf op waarom u niet akkoord bent.'
                : 'Schrijf uw opmerking op.'
              : undefined
          }
        />
      )}
      <div role="alert">{error !== null && <p className="error-text">{error}</p>}</div>
      <div className="button-row">
        <Button kind="primary" type="submit" isLarge isPending={isPending}>
          {sendLabel}
        </Button>
        {onCancel !== undefined && <Button onPress={onCancel}>Annuleren</Button>}
      </div>
    </form>
  )
}

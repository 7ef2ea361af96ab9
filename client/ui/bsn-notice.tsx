import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { NotBsnSchema } from '#shared/comments/body.ts'
import { errorTable } from '#shared/errors.ts'
import { findBsn } from '#shared/privacy/bsn.ts'
import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'
import './bsn-notice.css'

type BsnNoticeProps = {
  /** Takes the numbers out of the text. */
  onRemove: () => void
  /** It is none, for this reason. */
  onKeep: (reason: string) => void
  isPending?: boolean
}

/** Holds a text that looks as if it has a BSN in it, until its writer says what to do (domain.md T7). */
export function BsnNotice({ onRemove, onKeep, isPending = false }: BsnNoticeProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [reason, setReason] = useState<string | null>(null)
  const [error, setError] = useState<string>()
  useFocusOnce(box)
  const keep = () => {
    const checked = NotBsnSchema.safeParse({ notBsn: reason ?? '' })
    if (checked.success) onKeep(checked.data.notBsn)
    else setError(checked.error.issues[0]?.message ?? 'Geef een reden op.')
  }
  return (
    <div className="bsn-notice" role="alert" ref={box} tabIndex={-1}>
      <p>{errorTable['bsn-found'].text}</p>
      {reason === null ? (
        <div className="button-row">
          <Button kind="primary" onPress={onRemove}>
            Verwijderen
          </Button>
          <Button onPress={() => setReason('')}>Het is geen BSN</Button>
        </div>
      ) : (
        <div className="bsn-notice__reason">
          <TextField
            id={`${id}-reden`}
            label="Waarom is het geen BSN?"
            isRequired
            value={reason}
            onChange={setReason}
            maxLength={200}
            autoComplete="off"
            {...(error === undefined ? {} : { error })}
          />
          <div className="button-row">
            <Button kind="primary" isPending={isPending} onPress={keep}>
              Doorgaan
            </Button>
            <Button onPress={() => setReason(null)}>Terug</Button>
          </div>
        </div>
      )}
    </div>
  )
}

function useFocusOnce(box: RefObject<HTMLElement | null>): void {
  useEffect(() => box.current?.focus(), [box])
}

export function withoutBsn(text: string): string {
  return findBsn(text)
    .toReversed()
    .reduce((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text)
}

import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as uiText from '#client/text/ui.ts'
import { NotBsnSchema } from '#shared/comments/body.ts'
import { errorTable } from '#shared/errors.ts'
import { findBsn } from '#shared/privacy/bsn.ts'
import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'
import './bsn-notice.css'

type BsnNoticeProps = {
  /** Removes the numbers from the text. */
  onRemove: () => void
  /** The user declared that the number is not a BSN, with this reason. */
  onKeep: (reason: string) => void
  isPending?: boolean
}

/** Holds a text that may contain a BSN until its writer answers (domain.md T7). */
export function BsnNotice({ onRemove, onKeep, isPending = false }: BsnNoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useFocusOnce(box)
  return (
    <div className="bsn-notice" role="alert" ref={box} tabIndex={-1}>
      <p>{errorTable['bsn-found'].text}</p>
      <NotBsnAnswer onKeep={onKeep} isPending={isPending}>
        <Button kind="primary" onPress={onRemove}>
          {actionText.remove}
        </Button>
      </NotBsnAnswer>
    </div>
  )
}

type NotBsnAnswerProps = Pick<BsnNoticeProps, 'onKeep' | 'isPending'> & {
  /** Names the held text, where a screen holds several. */
  about?: string
  /** The other answers, before this one. */
  children?: ReactNode
}

/** The answer that a number is not a BSN: the button, and then the reason, without which the answer does not count. */
export function NotBsnAnswer({ about, onKeep, isPending = false, children }: NotBsnAnswerProps) {
  const id = useId()
  const [reason, setReason] = useState<string | null>(null)
  const [error, setError] = useState<string>()
  const keep = () => {
    const checked = NotBsnSchema.safeParse({ notBsn: reason ?? '' })
    if (checked.success) onKeep(checked.data.notBsn)
    else setError(checked.error.issues[0]?.message ?? uiText.giveReason)
  }
  if (reason === null)
    return (
      <div className="button-row">
        {children}
        <Button
          {...(about === undefined ? {} : { 'aria-label': uiText.isNoBsnOf(about) })}
          onPress={() => setReason('')}
        >
          {uiText.isNoBsn}
        </Button>
      </div>
    )
  return (
    <div className="bsn-notice__reason">
      <TextField
        id={`${id}-reden`}
        label={uiText.whyNoBsn}
        isRequired
        value={reason}
        onChange={setReason}
        maxLength={200}
        autoComplete="off"
        {...(error === undefined ? {} : { error })}
      />
      <div className="button-row">
        <Button kind="primary" isPending={isPending} onPress={keep}>
          {uiText.goOn}
        </Button>
        <Button onPress={() => setReason(null)}>{uiText.back}</Button>
      </div>
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

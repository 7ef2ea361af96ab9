import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { useMembers } from '#client/hooks/use-members.ts'
import { useSetValue } from '#client/hooks/use-set-value.ts'
import type { BegunThread } from '#client/sync/device/begun-texts.ts'
import * as actionText from '#client/text/actions.ts'
import * as commentsText from '#client/text/comments.ts'
import { BsnNotice, withoutBsn } from '#client/ui/bsn-notice.tsx'
import { Button } from '#client/ui/button.tsx'
import { BodySchema } from '#shared/comments/body.ts'
import { AppError } from '#shared/errors.ts'
import { hasBsn } from '#shared/privacy/bsn.ts'
import { begunName } from './begun-name.ts'
import { MentionList, useMentions } from './mention-list.tsx'
import { mentionedIn, type Named, withoutName } from './mentions.ts'
import './composer.css'
import '#client/ui/field.css'

export type Written = { body: string; mentions: string[]; notBsn?: string }

type ComposerProps = {
  /** The name under which the text is kept until it is sent. */
  draftKey: string
  label: string
  sendLabel: string
  initial?: string
  /** The people whom `initial` mentions. */
  mentioned?: readonly Named[]
  /** For a new thread: its place and words, so that the box can be opened again. */
  thread?: BegunThread
  /** Rejects when the comment is not sent; the text then stays. */
  onSend: (written: Written) => Promise<void>
  onCancel: () => void
  children?: ReactNode
}

export function Composer({
  draftKey,
  label,
  sendLabel,
  initial = '',
  mentioned = [],
  thread,
  onSend,
  onCancel,
  children,
}: ComposerProps) {
  const { planId } = usePlanContext()
  const begun = useBegunText(`${begunName.inPlan(planId)}${draftKey}`, { initial, thread })
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const { text } = begun
  const [state, setState] = useState<
    { kind: 'idle' | 'sending' | 'bsn' } | { kind: 'failed'; message: string }
  >({ kind: 'idle' })
  const members = useMembers(planId).data ?? []
  useSetValue(area, text, change)
  const mentions = useMentions({ members, mentioned, area, text, onChange: change })
  useEffect(() => {
    const element = area.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])

  function change(next: string) {
    begun.setText(next)
    if (state.kind === 'failed') setState({ kind: 'idle' })
  }
  const close = () => {
    begun.forget()
    onCancel()
  }
  const send = async (notBsn?: string) => {
    if (state.kind === 'sending') return
    const checked = BodySchema.safeParse(text)
    if (!checked.success)
      return setState({ kind: 'failed', message: checked.error.issues[0]?.message ?? '' })
    if (notBsn === undefined && hasBsn(text)) return setState({ kind: 'bsn' })
    setState({ kind: 'sending' })
    try {
      await onSend({
        body: checked.data,
        mentions: [
          ...mentionedIn(checked.data, members, mentions.chosen),
          ...withoutName(initial, mentioned).map(({ userId }) => userId),
        ],
        ...(notBsn === undefined ? {} : { notBsn }),
      })
      begun.forget()
    } catch (error) {
      if (error instanceof AppError && error.code === 'bsn-found') setState({ kind: 'bsn' })
      else
        setState({
          kind: 'failed',
          message: error instanceof Error ? error.message : commentsText.sendFailedKept,
        })
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    }
    if (event.key === 'Escape' && text.trim() === initial.trim()) {
      event.stopPropagation()
      close()
    }
  }
  return (
    <form
      className="composer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label className="composer__label" htmlFor={id}>
        {label}
      </label>
      <textarea
        {...mentions.props}
        id={id}
        ref={area}
        className="composer__text"
        rows={3}
        value={text}
        aria-describedby={`${id}-hulp ${id}-fout`}
        aria-invalid={state.kind === 'failed' || undefined}
        onChange={(event) => {
          change(event.target.value)
          mentions.onCaret()
        }}
        onKeyDown={onKeyDown}
        onSelect={mentions.onCaret}
        onBlur={mentions.close}
      />
      <MentionList {...mentions} />
      <p className="composer__help" id={`${id}-hulp`}>
        {commentsText.howToSend}
      </p>
      {children}
      <div role="alert" id={`${id}-fout`}>
        {state.kind === 'failed' && <p className="field__error">{state.message}</p>}
      </div>
      {state.kind === 'bsn' ? (
        <BsnNotice
          onRemove={() => {
            change(withoutBsn(text))
            setState({ kind: 'idle' })
            area.current?.focus()
          }}
          onKeep={(reason) => void send(reason)}
        />
      ) : (
        <div className="button-row">
          <Button kind="primary" type="submit" isPending={state.kind === 'sending'}>
            {sendLabel}
          </Button>
          <Button onPress={close}>{actionText.cancel}</Button>
        </div>
      )}
    </form>
  )
}

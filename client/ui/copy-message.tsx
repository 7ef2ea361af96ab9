import { useRef } from 'react'
import * as uiText from '#client/text/ui.ts'
import { CopyButton } from './copy-button.tsx'
import './copy-message.css'
import './field.css'

type CopyMessageProps = {
  id: string
  /** The label above the message: "Bericht voor Marieke Tol". */
  label: string
  subject: string
  text: string
  /** The address of the receiver; with it the message can be opened in the mail program of this computer. */
  email?: string | null
}

/** A message that the user copies and sends to another person by themselves. */
export function CopyMessage({ id, label, subject, text, email = null }: CopyMessageProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  return (
    <div className="copy-message">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={box}
        className="field__input field__input--area copy-message__text"
        rows={10}
        readOnly
        value={text}
      />
      <div className="button-row">
        <CopyButton
          aria-label={uiText.copyMessageOf(label)}
          text={text}
          box={box}
          label={uiText.copyMessage}
          said={{ copied: uiText.messageIsCopied, selected: uiText.messageIsSelected }}
        />
        {email !== null && (
          <a
            className="link"
            href={`mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`}
          >
            {uiText.openInMail}
          </a>
        )}
      </div>
    </div>
  )
}

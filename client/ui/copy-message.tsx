import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy-text.ts'
import './copy-message.css'
import './field.css'

type CopyMessageProps = {
  id: string
  /** What is shown above it: "Bericht voor Marieke Tol". */
  label: string
  subject: string
  text: string
  /** Of whom it is for; with it the mail program of this computer can be opened. */
  email?: string | null
}

/** A message for someone else, to be sent by the person who reads it here. */
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
        <Button
          aria-label={`Bericht kopiëren: ${label}`}
          onPress={() =>
            void copyText(text, box.current, {
              copied: 'Het bericht is gekopieerd.',
              selected: 'Het bericht is geselecteerd.',
            })
          }
        >
          <Copy className="icon" aria-hidden="true" />
          Bericht kopiëren
        </Button>
        {email !== null && (
          <a
            className="link"
            href={`mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`}
          >
            In uw mailprogramma openen
          </a>
        )}
      </div>
    </div>
  )
}

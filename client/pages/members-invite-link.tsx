import { Copy } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatDay } from '../text/moment.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toasts.ts'

type InviteLinkProps = { invite: { url: string; expiresAt: string; isMailed: boolean }; email: string; onDone: () => void }

export function InviteLink({ invite, email, onDone }: InviteLinkProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="invite-link">
      <h3 className="card__subtitle" ref={heading} tabIndex={-1}>
        {invite.isMailed ? `De uitnodiging is gemaild naar ${email}` : 'De uitnodiging is klaar'}
      </h3>
      <p>
        {invite.isMailed ? 'Komt de mail niet aan? Stuur dan deze link.' : 'Er is geen mail verstuurd. Stuur deze link zelf door.'} Hij is voor één persoon, werkt één keer en is geldig tot{' '}
        {formatDay(invite.expiresAt)}. De link staat hier alleen nu.
      </p>
      <div className="invite-link__row">
        <TextField id="invite-url" label="Persoonlijke link" isBare isReadOnly type="url" value={invite.url} inputRef={input} />
        <Button kind="primary" onPress={() => void copy(invite.url, input.current)}>
          <Copy className="icon" aria-hidden="true" />
          Link kopiëren
        </Button>
      </div>
      <div className="button-row">
        <Button onPress={onDone}>Nog iemand uitnodigen</Button>
      </div>
    </div>
  )
}

/** The clipboard interface is missing on plain http, where many installations are tried first; selecting still works. */
async function copy(text: string, input: HTMLInputElement | null) {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: 'De link is gekopieerd.' })
  } catch {
    input?.focus()
    input?.select()
    const isCopied = document.execCommand('copy')
    showToast({ text: isCopied ? 'De link is gekopieerd.' : 'De link is geselecteerd. Kopieer hem met Ctrl+C.' })
  }
}

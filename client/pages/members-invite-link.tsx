import { useEffect, useRef } from 'react'
import { formatDay } from '../text/moment.ts'
import { Button } from '../ui/button.tsx'
import { CopyLink } from '../ui/copy-link.tsx'
import './invite-link.css'

type InviteLinkProps = {
  invite: { url: string; expiresAt: string; isMailed: boolean }
  email: string
  onDone: () => void
}

export function InviteLink({ invite, email, onDone }: InviteLinkProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="invite-link">
      <h3 className="card__subtitle" ref={heading} tabIndex={-1}>
        {invite.isMailed ? `De uitnodiging is gemaild naar ${email}` : 'De uitnodiging is klaar'}
      </h3>
      <p>
        {invite.isMailed
          ? 'Komt de mail niet aan? Stuur dan deze link.'
          : 'Er is geen mail verstuurd. Stuur deze link zelf door.'}{' '}
        Hij is voor één persoon, werkt één keer en is geldig tot {formatDay(invite.expiresAt)}. De
        link staat hier alleen nu.
      </p>
      <CopyLink id="invite-url" label="Persoonlijke link" url={invite.url} />
      <div className="button-row">
        <Button onPress={onDone}>Nog iemand uitnodigen</Button>
      </div>
    </div>
  )
}

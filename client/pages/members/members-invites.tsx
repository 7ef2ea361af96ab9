import { useState } from 'react'
import { useWithdrawInvite } from '#client/hooks/use-members.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { roleLabels } from '#shared/access.ts'
import type { Invite } from '#shared/api/members.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Format } from '#shared/format/schema.ts'
import { partsText } from './member-parts.tsx'
import './people.css'

export function OpenInvites({
  planId,
  format,
  invites,
}: {
  planId: string
  format: Format | null
  invites: readonly Invite[]
}) {
  const [withdrawing, setWithdrawing] = useState<Invite | null>(null)
  const withdraw = useWithdrawInvite(planId)
  if (invites.length === 0)
    return <p className="muted">Er staan geen uitnodigingen open. Nodig hierboven iemand uit.</p>
  return (
    <>
      <ul className="people" aria-labelledby="invites-title">
        {invites.map((invite) => (
          <li key={invite.id} className="person person--invite">
            <div>
              <p className="person__name">{nameOf(invite)}</p>
              <p className="person__detail">
                {roleLabels[invite.role]}
                {invite.discipline !== null && ` · ${disciplines[invite.discipline].label}`}
              </p>
              {invite.sections !== null && format !== null && (
                <p className="person__detail">{partsText(format, invite.sections)}</p>
              )}
            </div>
            <p className="person__detail person__when">Geldig tot {formatDay(invite.expiresAt)}</p>
            <div className="person__action">
              <Button
                kind="quiet"
                onPress={() => setWithdrawing(invite)}
                aria-label={`Uitnodiging intrekken: ${nameOf(invite)}, ${roleLabels[invite.role]}`}
              >
                Intrekken
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title="Uitnodiging intrekken?"
        isOpen={withdrawing !== null}
        onClose={() => setWithdrawing(null)}
        confirmLabel="Intrekken"
        onConfirm={async () => {
          if (withdrawing === null) return
          await withdraw.mutateAsync(withdrawing.id)
          focusHeadingWhenLost()
          showToast({ text: 'De uitnodiging is ingetrokken.' })
        }}
      >
        <p>De link werkt daarna niet meer. U kunt altijd een nieuwe uitnodiging maken.</p>
      </ConfirmDialog>
    </>
  )
}

function nameOf(invite: Invite): string {
  return invite.email ?? 'Persoonlijke link'
}

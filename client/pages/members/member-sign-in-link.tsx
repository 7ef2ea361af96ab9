import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#client/api.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { makeMemberLink } from '#shared/api/handed-links.ts'
import type { Member } from '#shared/api/members.ts'
import '../sign-in/bullets.css'
import { RefusalText } from '#client/ui/refusal-text.tsx'

/** A link for a member who can't sign in any more; the coordinator passes it on. It is shown only once. */
export function MemberSignInLink({ planId, member }: { planId: string; member: Member }) {
  const [isOpen, setOpen] = useState(false)
  const make = useMutation({
    mutationFn: () => call(makeMemberLink, { params: { planId, userId: member.userId } }),
  })
  const close = () => {
    setOpen(false)
    make.reset()
  }
  return (
    <>
      <Button
        kind="quiet"
        onPress={() => setOpen(true)}
        aria-label={`Inloglink voor ${member.name} maken`}
      >
        Inloglink
      </Button>
      <Dialog
        title={`Inloglink voor ${member.name}`}
        isOpen={isOpen}
        onClose={close}
        actions={
          make.data === undefined ? (
            <>
              <Button onPress={close}>Annuleren</Button>
              <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate()}>
                Inloglink maken
              </Button>
            </>
          ) : (
            <Button onPress={close}>Klaar</Button>
          )
        }
      >
        {make.data === undefined ? (
          <>
            <p>
              Kan {member.name} niet meer inloggen? Maak dan een link en geef die alleen aan{' '}
              {member.name} door. Wie de link opent, werkt in het plan als {member.name}.
            </p>
            <ul className="bullets">
              <li>De link werkt één keer en is een dag geldig.</li>
              <li>Hij opent alleen plannen waarvan u coördinator bent.</li>
              <li>
                {member.name} ziet dat u de link gaf, en het staat in het controlespoor en bij elk
                akkoord.
              </li>
              <li>Eerdere doorgegeven links van {member.name} stoppen zodra deze is gebruikt.</li>
            </ul>
          </>
        ) : (
          <>
            <p>
              Geef deze link alleen aan {member.name}. Hij werkt één keer, tot{' '}
              {formatDay(make.data.expiresAt)}. De link staat hier alleen nu.
            </p>
            <CopyLink id={`sign-in-link-${member.userId}`} label="Inloglink" url={make.data.url} />
          </>
        )}
        <RefusalText error={make.error} />
      </Dialog>
    </>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#client/api.ts'
import { Button } from '#client/ui/button.tsx'
import { HandedLinkDialog } from '#client/ui/handed-link-dialog.tsx'
import { makeMemberLink } from '#shared/api/handed-links.ts'
import type { Member } from '#shared/api/members.ts'
import '../sign-in/bullets.css'

type MemberLinkProps = { planId: string; member: Member }

/** The button that makes one, beside a member who is being invited again. */
export function MemberSignInLink(props: MemberLinkProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        kind="quiet"
        onPress={() => setOpen(true)}
        aria-label={`Inloglink voor ${props.member.name} maken`}
      >
        Inloglink
      </Button>
      <MemberLinkDialog {...props} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}

/** A link for a member who can't sign in any more; the coordinator passes it on. */
export function MemberLinkDialog({
  planId,
  member,
  ...shown
}: MemberLinkProps & { isOpen: boolean; onClose: () => void }) {
  const { mutate, ...link } = useMutation({
    mutationFn: () => call(makeMemberLink, { params: { planId, userId: member.userId } }),
  })
  const { name } = member
  return (
    <HandedLinkDialog
      name={name}
      {...shown}
      link={link}
      makeLabel="Inloglink maken"
      onMake={() => mutate()}
    >
      <p>
        Kan {name} niet meer inloggen? Maak dan een link en geef die alleen aan {name} door. Wie de
        link opent, werkt in het plan als {name}.
      </p>
      <ul className="bullets">
        <li>De link werkt één keer en is een dag geldig.</li>
        <li>Hij opent alleen plannen waarvan u coördinator bent.</li>
        <li>{name} ziet dat u de link gaf, en het staat in het logboek en bij elk akkoord.</li>
        <li>Eerdere doorgegeven links van {name} stoppen zodra deze is gebruikt.</li>
      </ul>
    </HandedLinkDialog>
  )
}

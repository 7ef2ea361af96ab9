import { useState } from 'react'
import { useMakeLink } from '#client/hooks/use-administration.ts'
import * as adminText from '#client/text/admin.ts'
import { Button } from '#client/ui/button.tsx'
import { HandedLinkDialog } from '#client/ui/handed-link-dialog.tsx'
import type { AccountDetails } from '#shared/api/administration.ts'
import '../sign-in/bullets.css'

/** A link for a person who can't sign in any more; the administrator passes it on. */
export function PersonLink({ person }: { person: AccountDetails }) {
  const { mutate, ...link } = useMakeLink()
  const { name } = person
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{adminText.makeLink}</Button>
      <HandedLinkDialog
        name={name}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        link={link}
        makeLabel={adminText.makeLinkShort}
        onMake={() => mutate(person.email)}
      >
        <p>{adminText.linkLead(name)}</p>
        <ul className="bullets">
          <li>{adminText.linkWorksOnce}</li>
          <li>{adminText.linkOpens(name)}</li>
          <li>{adminText.linkIsShown(name)}</li>
          <li>{adminText.linkReplaces(name)}</li>
        </ul>
      </HandedLinkDialog>
    </>
  )
}

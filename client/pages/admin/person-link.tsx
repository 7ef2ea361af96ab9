import { useState } from 'react'
import { useMakeLink } from '#client/hooks/use-administration.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import type { AccountDetails } from '#shared/api/administration.ts'
import '../sign-in/bullets.css'

/** A link for a person who can't sign in any more; the administrator passes it on. It is shown only once. */
export function PersonLink({ person }: { person: AccountDetails }) {
  const [isOpen, setOpen] = useState(false)
  const make = useMakeLink()
  const close = () => {
    setOpen(false)
    make.reset()
  }
  return (
    <>
      <Button onPress={() => setOpen(true)}>Inloglink maken</Button>
      <Dialog
        title={`Inloglink voor ${person.name}`}
        isOpen={isOpen}
        onClose={close}
        actions={
          make.data === undefined ? (
            <>
              <Button onPress={close}>Annuleren</Button>
              <Button
                kind="primary"
                isPending={make.isPending}
                onPress={() => make.mutate(person.email)}
              >
                Link maken
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
              Kan {person.name} niet meer inloggen? Geef de link alleen aan {person.name} door. Wie
              de link opent, werkt als {person.name}.
            </p>
            <ul className="bullets">
              <li>De link werkt één keer en is een dag geldig.</li>
              <li>
                Hij opent alle plannen van {person.name}. Nieuwe plannen maken, uitnodigen, een
                passkey toevoegen of beheren kan ermee niet.
              </li>
              <li>
                {person.name} ziet dat u de link gaf, en het staat in het controlespoor van die
                plannen en bij elk akkoord.
              </li>
              <li>Eerdere doorgegeven links van {person.name} stoppen zodra deze is gebruikt.</li>
            </ul>
          </>
        ) : (
          <>
            <p>
              Geef deze link alleen aan {person.name}. Hij werkt één keer, tot{' '}
              {formatDay(make.data.expiresAt)}. De link staat hier alleen nu.
            </p>
            <CopyLink id="admin-sign-in-link" label="Inloglink" url={make.data.url} />
          </>
        )}
        <RefusalText error={make.error} />
      </Dialog>
    </>
  )
}

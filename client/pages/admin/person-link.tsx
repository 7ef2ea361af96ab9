import { useMakeLink } from '#client/hooks/use-administration.ts'
import { Button } from '#client/ui/button.tsx'
import { HandedLinkDialog } from '#client/ui/handed-link-dialog.tsx'
import type { AccountDetails } from '#shared/api/administration.ts'
import '../sign-in/bullets.css'

/** A link for a person who can't sign in any more; the administrator passes it on. */
export function PersonLink({ person }: { person: AccountDetails }) {
  const { mutate, ...link } = useMakeLink()
  const { name } = person
  return (
    <HandedLinkDialog
      name={name}
      trigger={(open) => <Button onPress={open}>Inloglink maken</Button>}
      link={link}
      makeLabel="Link maken"
      onMake={() => mutate(person.email)}
    >
      <p>
        Kan {name} niet meer inloggen? Geef de link alleen aan {name} door. Iedereen die de link
        opent, werkt als {name}.
      </p>
      <ul className="bullets">
        <li>De link werkt één keer en is een dag geldig.</li>
        <li>
          Hij opent alle plannen van {name}. Nieuwe plannen maken, uitnodigen, een passkey toevoegen
          of beheren kan ermee niet.
        </li>
        <li>
          {name} ziet dat u de link gaf, en het staat in het logboek van die plannen en bij elk
          akkoord.
        </li>
        <li>Eerdere doorgegeven links van {name} stoppen zodra deze is gebruikt.</li>
      </ul>
    </HandedLinkDialog>
  )
}

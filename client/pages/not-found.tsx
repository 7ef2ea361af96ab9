import { ButtonLink } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Shell } from '../ui/shell.tsx'

export function NotFoundPage() {
  return (
    <Shell width="narrow">
      <PageHeader
        title="Deze pagina bestaat niet"
        lead="Misschien is de link niet helemaal overgenomen, of is het plan verwijderd."
      />
      <ButtonLink kind="primary" href="/">
        Naar uw plannen
      </ButtonLink>
    </Shell>
  )
}

import * as appText from '#client/text/app.ts'
import * as placeText from '#client/text/places.ts'
import { ButtonLink } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Shell } from '../ui/shell.tsx'

export function NotFoundPage() {
  return (
    <Shell width="narrow">
      <PageHeader title={appText.notFound} lead={appText.notFoundLead} />
      <ButtonLink kind="primary" href="/">
        {placeText.toPlans}
      </ButtonLink>
    </Shell>
  )
}

import * as placeText from '#client/text/places.ts'
import { ButtonLink } from '#client/ui/button.tsx'

/** Where somebody who is signed in already goes on from a page for signing in. */
export function SignedInWays() {
  return (
    <div className="button-row">
      <ButtonLink kind="primary" href="/">
        {placeText.toPlans}
      </ButtonLink>
      <ButtonLink href="/account">{placeText.account}</ButtonLink>
    </div>
  )
}

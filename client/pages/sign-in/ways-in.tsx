import { useOrganisation } from '#client/hooks/use-organisation.ts'
import { browserHasPasskeys } from '#client/hooks/use-passkeys.ts'
import * as signInText from '#client/text/sign-in.ts'
import type { Me } from '#shared/api/me.ts'
import { OrganisationButton } from '../organisation/organisation-button.tsx'
import { PasskeySignIn } from '../passkeys/passkey-sign-in.tsx'
import { Either } from './either.tsx'
import { RequestLink } from './request-link.tsx'

type WaysInProps = { returnPath: string | null; onSignedIn: (me: Me) => void }

/** A passkey first: it needs no mail and nobody else. */
export function WaysIn({ returnPath, onSignedIn }: WaysInProps) {
  const organisation = useOrganisation()
  return (
    <div className="card stack">
      {browserHasPasskeys() && (
        <>
          <PasskeySignIn onSignedIn={onSignedIn} />
          <Either />
        </>
      )}
      <RequestLink returnPath={returnPath} isPrimary={!browserHasPasskeys()} />
      {organisation !== null && (
        <>
          <Either />
          <OrganisationButton label={signInText.signInWith(organisation)} returnPath={returnPath} />
        </>
      )}
      <p className="muted">{signInText.noSuccess}</p>
    </div>
  )
}

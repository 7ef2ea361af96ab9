import { useCallback, useEffect } from 'react'
import { useLocation, useSearch } from 'wouter'
import { browserHasPasskeys, useAddPasskey, usePasskeys } from '#client/hooks/use-passkeys.ts'
import { safeReturnPath } from '#client/session.ts'
import { Button } from '#client/ui/button.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { Shell } from '#client/ui/shell.tsx'

export const welcomePath = (next: string) => `/welkom?return=${encodeURIComponent(next)}`

/**
 * Shown once, right after joining: otherwise a new member learns that they can't sign in again only on the day that they
 * need to. Skipped if no passkey can be offered, and if the server does not answer.
 */
export function WelcomePage() {
  const [, navigate] = useLocation()
  const next = safeReturnPath(new URLSearchParams(useSearch()).get('return')) ?? '/'
  const goOn = useCallback(() => navigate(next, { replace: true }), [navigate, next])
  const passkeys = usePasskeys({ isEnabled: browserHasPasskeys() })
  const add = useAddPasskey()
  const { data } = passkeys
  const isPassedOver =
    !browserHasPasskeys() ||
    passkeys.isError ||
    (data !== undefined && (!data.isPossible || data.passkeys.length > 0))
  useEffect(() => {
    if (isPassedOver) goOn()
  }, [isPassedOver, goOn])
  if (isPassedOver || data === undefined)
    return (
      <Shell width="narrow">
        <Loading label="Bezig met openen" />
      </Shell>
    )
  return (
    <Shell width="narrow">
      <PageHeader
        takesFocus
        title="Hoe komt u straks terug?"
        lead="Met een passkey logt u de volgende keer in met uw vingerafdruk, gezicht of pincode."
      />
      <div className="card stack">
        <p>
          {data.isMailConfigured
            ? 'Zonder passkey vraagt u steeds een inloglink aan met uw e-mailadres.'
            : 'Deze Wijktafel verstuurt geen mail. Zonder passkey heeft u steeds een link nodig van uw coördinator of de beheerder.'}
        </p>
        <RefusalText error={add.error} />
        <div className="button-row">
          <Button kind="primary" isLarge isPending={add.isPending} onPress={() => add.mutate()}>
            Passkey maken
          </Button>
          <Button isLarge onPress={goOn}>
            Nu niet
          </Button>
        </div>
        <p className="muted">
          Gebruiken anderen deze computer ook? Kies dan “Nu niet”. Maak later een passkey op uw
          eigen telefoon of computer, bij “Uw gegevens”.
        </p>
      </div>
    </Shell>
  )
}

import { useCallback, useEffect } from 'react'
import { useLocation, useSearch } from 'wouter'
import { browserHasPasskeys, useAddPasskey, usePasskeys } from '#client/hooks/use-passkeys.ts'
import { safeReturnPath } from '#client/session.ts'
import * as signInText from '#client/text/sign-in.ts'
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
        <Loading label={signInText.opening} />
      </Shell>
    )
  return (
    <Shell width="narrow">
      <PageHeader takesFocus title={signInText.comeBack} lead={signInText.comeBackLead} />
      <div className="card stack">
        <p>
          {data.isMailConfigured ? signInText.withoutPasskey : signInText.withoutPasskeyAndMail}
        </p>
        <RefusalText error={add.error} />
        <div className="button-row">
          <Button kind="primary" isLarge isPending={add.isPending} onPress={() => add.mutate()}>
            {signInText.passkeyMake}
          </Button>
          <Button isLarge onPress={goOn}>
            {signInText.notNow}
          </Button>
        </div>
        <p className="muted">{signInText.sharedComputer}</p>
      </div>
    </Shell>
  )
}

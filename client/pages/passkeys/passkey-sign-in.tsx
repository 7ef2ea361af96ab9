import { browserHasPasskeys, usePasskeySignIn } from '#client/hooks/use-passkeys.ts'
import { Button } from '#client/ui/button.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import type { Me } from '#shared/api/me.ts'

/** Sign-in with a passkey; renders nothing if the browser does not support passkeys. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const signIn = usePasskeySignIn(onSignedIn)
  if (!browserHasPasskeys()) return null
  return (
    <div className="card stack">
      <h2 className="card__title">Met een passkey</h2>
      <p>U gebruikt uw vingerafdruk, gezicht of pincode. Zo hoeft u niet op een link te wachten.</p>
      <RefusalText error={signIn.error} />
      <div className="button-row">
        <Button isLarge isPending={signIn.isPending} onPress={() => signIn.mutate()}>
          Inloggen met een passkey
        </Button>
      </div>
    </div>
  )
}

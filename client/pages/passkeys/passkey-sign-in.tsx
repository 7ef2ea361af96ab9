import { KeyRound } from 'lucide-react'
import { usePasskeySignIn } from '#client/hooks/use-passkeys.ts'
import * as signInText from '#client/text/sign-in.ts'
import { Button } from '#client/ui/button.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import type { Me } from '#shared/api/me.ts'

/** Sign-in with a passkey, for a browser that knows them. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const signIn = usePasskeySignIn(onSignedIn)
  return (
    <div className="stack stack--tight">
      <Button
        kind="primary"
        isLarge
        isWide
        isPending={signIn.isPending}
        onPress={() => signIn.mutate()}
      >
        <KeyRound className="icon" aria-hidden="true" />
        {signInText.passkeySignIn}
      </Button>
      <p className="muted">{signInText.passkeySignInHint}</p>
      <RefusalText error={signIn.error} />
    </div>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { meetsNeed } from '#shared/started-by.ts'
import { useMe, useSignOut } from '../hooks/use-me.ts'
import { passkeysQuery } from '../hooks/use-passkeys.ts'
import { ConfirmDialog } from './dialog.tsx'

type CarefulSignOut = {
  /** Signs out, or asks first if the user could not sign in again by themselves. */
  start: () => void
  isPending: boolean
  /** Rendered by the component that calls `start`. */
  dialog: ReactNode
}

/** Sign-out, with a warning for a user who has no mail and no passkey and so could not sign in again. */
export function useCarefulSignOut(): CarefulSignOut {
  const client = useQueryClient()
  const me = useMe({ asks: false }).data
  const signOut = useSignOut()
  const [isAsking, setAsking] = useState(false)

  async function start(): Promise<void> {
    const hasOwnSession = me !== null && me !== undefined && meetsNeed(me.reach, 'own')
    const ways = hasOwnSession
      ? await client
          .fetchQuery(passkeysQuery)
          // If the passkeys are unknown, signing out on a shared computer goes first.
          .catch(() => null)
      : null
    if (ways !== null && !ways.isMailConfigured && ways.passkeys.length === 0) setAsking(true)
    else signOut.mutate()
  }

  return {
    start: () => void start(),
    isPending: signOut.isPending,
    dialog: (
      <ConfirmDialog
        title="U kunt straks niet zelf terugkomen"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Toch uitloggen"
        onConfirm={() => signOut.mutateAsync()}
      >
        <p>
          Deze Wijktafel verstuurt geen e-mail en u heeft nog geen passkey. Na het uitloggen heeft u
          een link nodig van de coördinator van uw plan of van de beheerder.
        </p>
        <p>Een passkey maakt u bij “Uw gegevens”, in één minuut.</p>
      </ConfirmDialog>
    ),
  }
}

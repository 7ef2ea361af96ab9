import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import * as uiText from '#client/text/ui.ts'
import type { listOrganisationAccounts } from '#shared/api/oidc.ts'
import type { listPasskeys } from '#shared/api/passkeys.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { useMe, useSignOut } from '../hooks/use-me.ts'
import { organisationAccountsQuery } from '../hooks/use-organisation.ts'
import { passkeysQuery } from '../hooks/use-passkeys.ts'
import { ConfirmDialog } from './dialog.tsx'

function hasWayBack(
  { isMailConfigured, passkeys }: z.infer<typeof listPasskeys.response>,
  { accounts }: z.infer<typeof listOrganisationAccounts.response>,
): boolean {
  return isMailConfigured || passkeys.length > 0 || accounts.length > 0
}

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
      ? await Promise.all([
          client.fetchQuery(passkeysQuery),
          client.fetchQuery(organisationAccountsQuery),
        ])
          // If the ways in are unknown, signing out on a shared computer goes first.
          .catch(() => null)
      : null
    if (ways !== null && !hasWayBack(...ways)) setAsking(true)
    else signOut.mutate()
  }

  return {
    start: () => void start(),
    isPending: signOut.isPending,
    dialog: (
      <ConfirmDialog
        title={uiText.cannotComeBack}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel={uiText.signOutAnyway}
        onConfirm={() => signOut.mutateAsync()}
      >
        <p>{uiText.cannotComeBackText}</p>
        <p>{uiText.passkeyHint}</p>
      </ConfirmDialog>
    ),
  }
}

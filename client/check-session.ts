import * as deviceText from '#client/text/device.ts'
import type { Me } from '#shared/api/me.ts'
import { whoIsHere } from './api.ts'
import { queryKeys } from './hooks/query-keys.ts'
import { changePerson, countPersonChanges } from './hooks/use-me.ts'
import { leaveToSignIn } from './leave-to-sign-in.ts'
import { queryClient } from './query-client.ts'
import { cachedMe } from './sync/device/offline-cache.ts'
import { removeCopiesOfOthers } from './sync/device/remove-local-copies.ts'
import { showToast } from './ui/toasts.ts'

let checking: Promise<boolean> | null = null

/**
 * Asks the server for the signed-in user, after a request, a connection or another tab reported that the session may have
 * ended. If there is none, acknowledged work is removed from this device (OF6), unacknowledged work stays (OF7), and the
 * page goes to sign-in. Returns true if the same user is still signed in, for instance by a newer link, and can continue.
 */
export function checkSession(): Promise<boolean> {
  checking ??= check().finally(() => {
    checking = null
  })
  return checking
}

async function check(): Promise<boolean> {
  const changes = countPersonChanges()
  const before = queryClient.getQueryData<Me | null>(queryKeys.me) ?? cachedMe()
  const now = await whoIsHere().catch(() => undefined)
  // Without an answer the state of the session is unknown, and nothing is removed.
  if (now === undefined) return false
  // Somebody signed in meanwhile, and the answer is of before.
  if (changes !== countPersonChanges()) return check()
  if (now !== null) {
    const isSame = before === null || before.id === now.id
    if (isSame) queryClient.setQueryData(queryKeys.me, now)
    else changePerson(queryClient, now)
    return isSame
  }
  leaveToSignIn()
  await removeCopiesOfOthers('')
  if (before !== null) showToast({ text: deviceText.signedOutElsewhere })
  return false
}

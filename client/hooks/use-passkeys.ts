import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import * as deviceText from '#client/text/device.ts'
import type { Me } from '#shared/api/me.ts'
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from '#shared/api/passkeys.ts'
import { AppError } from '#shared/errors.ts'
import { call, OfflineError } from '../api.ts'
import { tellTabs } from '../session-tabs.ts'
import { deviceName } from '../text/device-name.ts'
import { showToast } from '../ui/toasts.ts'
import { passkeyRefusal } from './passkey-refusal.ts'
import { queryKeys } from './query-keys.ts'
import { changePerson } from './use-me.ts'

/** Whether this browser supports passkeys: an old browser and a page without https do not. */
export const browserHasPasskeys = () => globalThis.PublicKeyCredential !== undefined

export const passkeysQuery = queryOptions({
  queryKey: queryKeys.passkeys,
  queryFn: ({ signal }) => call(listPasskeys, { signal }),
})

export function usePasskeys({ isEnabled = true } = {}) {
  return useQuery({ ...passkeysQuery, enabled: isEnabled })
}

/** The device asks for a fingerprint, face or code in a window of its own, which the user may close. */
export function useAddPasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const { options } = await call(beginPasskey)
      const { startRegistration } = await webAuthn()
      const credential = await startRegistration({ optionsJSON: options }).catch(
        (error: unknown) => {
          throw passkeyRefusal(error, 'make')
        },
      )
      return call(addPasskey, {
        body: {
          name: deviceName(navigator.userAgent),
          credential: { ...credential, clientExtensionResults: {} },
        },
      })
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.passkeys }),
  })
}

export function useRenamePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      call(renamePasskey, { params: { passkeyId: id }, body: { name } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.passkeys }),
  })
}

export function useRemovePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call(removePasskey, { params: { passkeyId: id } }),
    onSuccess: () => showToast({ text: deviceText.passkeyRemoved }),
    // A passkey that another tab removed leaves the list as well.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.passkeys }),
  })
}

/** How a ceremony to sign in was begun: in the e-mail field, where a browser offers passkeys, or by a button. */
type Ceremony = { autofill: boolean; signal: AbortSignal; onChosen?: () => void }

/** Null if this browser or this address has no passkeys to offer in the e-mail field, or once `signal` aborts. */
async function signInByPasskey({ autofill, signal, onChosen }: Ceremony): Promise<Me | null> {
  const { browserSupportsWebAuthnAutofill, startAuthentication, WebAuthnAbortService } =
    await webAuthn()
  if (autofill && !(await browserSupportsWebAuthnAutofill())) return null
  const { options } = await call(beginPasskeySignIn)
  if (signal.aborted) return null
  if (options === null) {
    if (autofill) return null
    throw new AppError('passkey-not-here')
  }
  const cancel = () => WebAuthnAbortService.cancelCeremony()
  signal.addEventListener('abort', cancel)
  const credential = await startAuthentication({
    optionsJSON: options,
    useBrowserAutofill: autofill,
  })
    .catch((error: unknown) => {
      if (signal.aborted) return null
      throw passkeyRefusal(error, 'use')
    })
    .finally(() => signal.removeEventListener('abort', cancel))
  if (credential === null || signal.aborted) return null
  onChosen?.()
  return call(signInWithPasskey, {
    body: { credential: { ...credential, clientExtensionResults: {} } },
  })
}

/**
 * Sign-in with a passkey: by a button, and meanwhile by choosing one in the e-mail field. A browser
 * knows one ceremony at a time, so the button ends the one in the field; after a button that failed
 * the field offers passkeys again. A passkey that was chosen in the field before the button was
 * pressed counts: two sign-ins at once would end each other's session.
 */
export function usePasskeySignIn(onSignedIn: (me: Me) => void) {
  const client = useQueryClient()
  const done = (me: Me | null) => {
    if (me === null) return
    changePerson(client, me)
    tellTabs()
    onSignedIn(me)
  }
  const [refusal, setRefusal] = useState<Error | null>(null)
  const field = useRef<{ abort: () => void; chosen: Promise<Me | null> | null } | null>(null)
  const signIn = useMutation({
    mutationFn: () => {
      const chosen = field.current?.chosen
      // The handler of that ceremony reports its result.
      if (chosen) return chosen.then(() => null)
      field.current?.abort()
      setRefusal(null)
      return signInByPasskey({ autofill: false, signal: new AbortController().signal })
    },
    onSuccess: done,
  })
  const latest = useRef(done)
  useEffect(() => {
    latest.current = done
  })
  useEffect(() => {
    if (!browserHasPasskeys() || signIn.isPending) return
    const controller = new AbortController()
    const ceremony = { abort: () => controller.abort(), chosen: null as Promise<Me | null> | null }
    field.current = ceremony
    const result = signInByPasskey({
      autofill: true,
      signal: controller.signal,
      onChosen: () => {
        ceremony.chosen = result
      },
    })
    result.then(
      (me) => latest.current(me),
      // A user who chose a passkey is told why it failed. Other errors mean that the user signed in another way.
      (error: unknown) =>
        error instanceof AppError && ceremony.chosen !== null && setRefusal(error),
    )
    return () => {
      if (ceremony.chosen === null) controller.abort()
    }
  }, [signIn.isPending])
  return { ...signIn, error: signIn.error ?? refusal }
}

/** Loaded on use; a page that is older than the server, or has no network, can't load it any more. */
const webAuthn = () =>
  import('@simplewebauthn/browser').catch((cause: unknown) => {
    throw new OfflineError(cause)
  })

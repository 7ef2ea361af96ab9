import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { textLengths } from '../limits/text-lengths.ts'
import * as apiText from '../text/api.ts'
import { endpoint } from './endpoint.ts'
import { MeSchema } from './me.ts'

/** Names of WebAuthn Level 3 and its JSON forms, as browser libraries produce and accept them. */
const base64url = z.string().min(1).max(8_192)
const transports = z.array(z.string().max(32)).max(16)
const credential = z.object({
  id: base64url,
  type: z.literal('public-key'),
  transports: transports.optional(),
})
const answered = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(32).optional(),
  /** We request no extensions, so we read none. */
  clientExtensionResults: z.object({}),
}

export const CreationOptionsSchema = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
  timeout: z.number(),
  excludeCredentials: z.array(credential),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
})
export const RegistrationSchema = z.object({
  ...answered,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: transports.optional(),
  }),
})
export const RequestOptionsSchema = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.number(),
  userVerification: z.literal('required'),
})
export const AssertionSchema = z.object({
  ...answered,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})

export const PasskeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type Passkey = z.infer<typeof PasskeySchema>

const name = z
  .string()
  .transform(cleanLine)
  .pipe(z.string().min(1, apiText.namePasskey).max(textLengths.personName, apiText.nameTooLong))
const own = { kind: 'signedIn', session: 'own' } as const

export const listPasskeys = endpoint('GET', '/api/me/passkeys', {
  summary: "The user's passkeys, and the other sign-in methods of this installation",
  access: own,
  response: z.object({
    passkeys: z.array(PasskeySchema),
    /** False if the installation's address rules passkeys out: a bare IP address, or http. */
    isPossible: z.boolean(),
    isMailConfigured: z.boolean(),
  }),
})
export const beginPasskey = endpoint('POST', '/api/me/passkeys/options', {
  summary: 'Options with which a browser makes a passkey for the user',
  access: own,
  response: z.object({ options: CreationOptionsSchema }),
})
export const addPasskey = endpoint('POST', '/api/me/passkeys', {
  summary: 'Add the passkey that the browser made. It has the reach of the current session.',
  access: own,
  body: z.object({ name, credential: RegistrationSchema }),
  response: PasskeySchema,
  status: 201,
})
export const renamePasskey = endpoint('PATCH', '/api/me/passkeys/:passkeyId', {
  summary: 'Rename a passkey',
  access: own,
  body: z.object({ name }),
  response: z.object({}),
})
export const removePasskey = endpoint('DELETE', '/api/me/passkeys/:passkeyId', {
  summary:
    'Remove a passkey: it can no longer sign in. Sessions that it began stay open; end those separately.',
  access: own,
  response: z.object({}),
})
export const beginPasskeySignIn = endpoint('POST', '/api/sign-in/passkey/options', {
  summary: 'Options with which a browser signs in with a passkey',
  access: { kind: 'public' },
  /** Null if the installation's address rules passkeys out. */
  response: z.object({ options: RequestOptionsSchema.nullable() }),
})
export const signInWithPasskey = endpoint('POST', '/api/sign-in/passkey', {
  summary:
    'Sign in with a passkey: sets the session cookie and replaces the session of this browser',
  access: { kind: 'public' },
  body: z.object({ credential: AssertionSchema }),
  response: MeSchema,
})

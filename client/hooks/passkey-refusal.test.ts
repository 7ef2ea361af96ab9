import { expect, test } from 'vitest'
import { type PasskeyCeremony, passkeyRefusal } from './passkey-refusal.ts'

const named = (name: string) => Object.assign(new Error('In English'), { name })

/** The names of https://www.w3.org/TR/webauthn-3/#sctn-createCredential and #sctn-getAssertion. */
const refusals: readonly [string, PasskeyCeremony, string][] = [
  ['NotAllowedError', 'make', 'passkey-not-made'],
  ['NotAllowedError', 'use', 'passkey-not-used'],
  ['AbortError', 'make', 'passkey-not-made'],
  ['AbortError', 'use', 'passkey-not-used'],
  ['InvalidStateError', 'make', 'passkey-exists'],
  ['InvalidStateError', 'use', 'passkey-device'],
  ['ConstraintError', 'make', 'passkey-no-lock'],
  ['SecurityError', 'make', 'passkey-not-here'],
  ['SecurityError', 'use', 'passkey-not-here'],
  ['NotSupportedError', 'make', 'passkey-device'],
  ['UnknownError', 'make', 'passkey-device'],
  ['UnknownError', 'use', 'passkey-device'],
  ['EncodingError', 'make', 'passkey-device'],
  ['TypeError', 'make', 'passkey-device'],
]

test.each(refusals)('%s of a device that has to %s one is %s', (name, ceremony, code) => {
  expect(passkeyRefusal(named(name), ceremony)).toMatchObject({
    code,
    message: expect.not.stringContaining('English'),
  })
})

test('an error without a name of WebAuthn is of the device', () => {
  expect(passkeyRefusal('broken', 'make').code).toBe('passkey-device')
})

import { AppError, type ErrorCode } from '#shared/errors.ts'

/** What was asked of the device. */
export type PasskeyCeremony = 'make' | 'use'

/**
 * The refusal behind an error of a browser or device. WebAuthn gives one name to a window that was
 * closed, a time that ran out, a finger that was not recognised and a device without a passkey, so
 * that a website learns nothing about the device.
 */
export function passkeyRefusal(error: unknown, ceremony: PasskeyCeremony): AppError {
  return new AppError(codeOf(error, ceremony), { cause: error })
}

function codeOf(error: unknown, ceremony: PasskeyCeremony): ErrorCode {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return ceremony === 'make' ? 'passkey-not-made' : 'passkey-not-used'
    case 'InvalidStateError':
      return ceremony === 'make' ? 'passkey-exists' : 'passkey-device'
    case 'ConstraintError':
      return 'passkey-no-lock'
    case 'SecurityError':
      return 'passkey-not-here'
    default:
      return 'passkey-device'
  }
}

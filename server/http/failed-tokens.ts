import type { MonotonicClock } from '#server/runtime.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError } from '#shared/limits.ts'
import { createRateLimit } from './rate-limit.ts'
import { currentNetwork } from './request-origin.ts'

export interface FailedTokens {
  /**
   * The error for an invalid token: `code`, or the limit error if this network sent too many. Only
   * failures count, so an attacker who guesses tokens can't lock out the holder of a valid link.
   */
  refusal(
    kind: 'sign-in' | 'passkey' | 'oidc' | 'invite' | 'read' | 'sign' | 'check' | 'calendar',
    code: ErrorCode,
  ): AppError
}

export function createFailedTokens({ clock }: { clock: MonotonicClock }): FailedTokens {
  const limit = createRateLimit({ clock, limit: 'failedTokens' })
  return {
    refusal: (kind, code) =>
      limit.take(`${kind} ${currentNetwork()}`)
        ? new AppError(code)
        : new LimitError('failedTokens'),
  }
}

import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError } from '#shared/limits.ts'
import { currentNetwork } from './request-origin.ts'
import type { SharedRates } from './shared-rates.ts'

export interface FailedTokens {
  /**
   * The error for an invalid token: `code`, or the limit error if this network sent too many. Only
   * failures count, so an attacker who guesses tokens can't lock out the holder of a valid link.
   */
  refusal(
    kind:
      | 'sign-in'
      | 'passkey'
      | 'oidc'
      | 'invite'
      | 'read'
      | 'outcome'
      | 'sign'
      | 'check'
      | 'calendar',
    code: ErrorCode,
  ): Promise<AppError>
}

export function createFailedTokens(rates: SharedRates): FailedTokens {
  const limit = rates.of('failedTokens')
  return {
    refusal: async (kind, code) =>
      (await limit.take(`${kind} ${currentNetwork()}`))
        ? new AppError(code)
        : new LimitError('failedTokens'),
  }
}

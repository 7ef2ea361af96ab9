import type { MonotonicClock } from '#server/runtime.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError } from '#shared/limits.ts'
import { createRateLimit } from './rate-limit.ts'
import { currentNetwork } from './request-origin.ts'

export interface FailedTokens {
  /**
   * What a token that opens nothing is answered: `code`, or that there were too many from this network. Only failures
   * cost, so that someone who guesses can't keep out whoever has a good link.
   */
  refusal(
    kind: 'sign-in' | 'passkey' | 'invite' | 'read' | 'sign' | 'check',
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

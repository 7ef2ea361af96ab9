import { AppError } from '#shared/errors.ts'
import { findBsnInBodyInSteps } from '#shared/privacy/find-in-value.ts'
import type { Steps } from '#shared/steps.ts'

/**
 * Refuses a body that contains a likely BSN, for every endpoint: a text that must not be checked
 * has to opt out. Neither the error nor the log repeats a digit. Rejects with `bsn-found`.
 */
export function* refuseBsn(body: unknown): Steps<void> {
  const found = yield* findBsnInBodyInSteps(body)
  const fields = found.map((path) => ({ path, message: 'Dit lijkt op een BSN.' }))
  if (fields.length > 0) throw new AppError('bsn-found', { fields })
}

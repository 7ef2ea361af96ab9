import { AppError } from '#shared/errors.ts'
import { findBsnInBody } from '#shared/privacy/find-in-value.ts'

/**
 * Refuses a body that contains a likely BSN, for every endpoint: a text that must not be checked
 * has to opt out. Neither the error nor the log repeats a digit. Rejects with `bsn-found`.
 */
export function refuseBsn(body: unknown): void {
  const fields = findBsnInBody(body).map((path) => ({ path, message: 'Dit lijkt op een BSN.' }))
  if (fields.length > 0) throw new AppError('bsn-found', { fields })
}

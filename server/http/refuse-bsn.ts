import { AppError } from '#shared/errors.ts'
import { findBsnInBody } from '#shared/privacy/find-in-value.ts'

/**
 * Refuses a body in which something looks like a BSN, whatever endpoint it is for: a text that is not meant to be checked
 * has to say so, not the other way round. Neither the error nor the log repeats a digit. Rejects with `bsn-found`.
 */
export function refuseBsn(body: unknown): void {
  const fields = findBsnInBody(body).map((path) => ({ path, message: 'Dit lijkt op een BSN.' }))
  if (fields.length > 0) throw new AppError('bsn-found', { fields })
}

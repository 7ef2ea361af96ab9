import { createHash } from 'node:crypto'

/**
 * The stored form of a token with 256 random bits: enough to recognise it, and useless to a reader
 * of the database.
 */
export const hashOfToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')

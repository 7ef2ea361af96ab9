import { createHash } from 'node:crypto'

/** What is kept of a token with 256 random bits: enough to know it again, and no use to whoever reads the database. */
export const hashOfToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')

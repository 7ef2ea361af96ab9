import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The links in mails. `unsubscribe` needs no session: its token is signed and only names a user.
 */
export type Addresses = {
  plan(planId: string): string
  thread(planId: string, threadId: string): string
  /** A personal link to read a version and answer on it. */
  sign(token: string): string
  /** The page where a user chooses how often they get mail. */
  settings: string
  /** For people: a page that asks for confirmation. */
  leavePage(userId: string): string
  /** For mail programs (RFC 8058): a POST to it unsubscribes. */
  oneClick(userId: string): string
  /** The user a token names; null for a token that was not made here. */
  readToken(token: string): string | null
}

export function createAddresses({
  publicUrl,
  secret,
}: {
  publicUrl: string
  secret: string
}): Addresses {
  // A derived key: a signature made here is valid for nothing else that the secret signs.
  const key = createHmac('sha256', secret).update('unsubscribe').digest()
  const signatureOf = (userId: string) => createHmac('sha256', key).update(userId).digest()
  const tokenOf = (userId: string) => `${userId}.${signatureOf(userId).toString('base64url')}`
  return {
    plan: (planId) => `${publicUrl}/plan/${encodeURIComponent(planId)}`,
    thread: (planId, threadId) =>
      `${publicUrl}/plan/${encodeURIComponent(planId)}?reactie=${encodeURIComponent(threadId)}`,
    sign: (token) => `${publicUrl}/tekenen?token=${encodeURIComponent(token)}`,
    settings: `${publicUrl}/mail`,
    leavePage: (userId) => `${publicUrl}/afmelden?token=${encodeURIComponent(tokenOf(userId))}`,
    oneClick: (userId) => `${publicUrl}/api/unsubscribe/${encodeURIComponent(tokenOf(userId))}`,
    readToken(token) {
      const [userId = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = signatureOf(userId)
      return given.length === right.length && timingSafeEqual(given, right) ? userId : null
    },
  }
}

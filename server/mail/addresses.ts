import { createHmac, timingSafeEqual } from 'node:crypto'

/** Where links in letters lead. `unsubscribe` needs no session: its token is signed, and says for whom alone. */
export type Addresses = {
  plan(planId: string): string
  thread(planId: string, threadId: string): string
  /** A personal link to read a version and answer. */
  sign(token: string): string
  /** The page where a person chooses how often they get mail. */
  settings: string
  /** For people: a page that asks first. */
  leavePage(userId: string): string
  /** For mail programs (RFC 8058): a POST to it is enough. */
  oneClick(userId: string): string
  /** Who a token is for; null for one that was not made here. */
  readToken(token: string): string | null
}

export function createAddresses({
  publicUrl,
  secret,
}: {
  publicUrl: string
  secret: string
}): Addresses {
  // A key of its own: what is signed here can be taken for nothing else that the secret signs.
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

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { limits } from '#shared/limits.ts'

const bytesOf = { key: 32, nonce: 12, tag: 16 }

/**
 * An ID token names a person of the organisation, and is needed once: to end the session at the
 * provider when the user signs out. It is kept in the row of the session, encrypted with a key from
 * the token of that session, which is in the cookie of its user alone: a reader of the database has
 * nothing. Null for a token that is too long for the address in which it would be sent.
 */
export function sealIdToken(idToken: string, sessionToken: string): string | null {
  if (idToken.length > limits.idTokenHintLength.max) return null
  const nonce = randomBytes(bytesOf.nonce)
  const cipher = createCipheriv('aes-256-gcm', keyOf(sessionToken), nonce)
  const sealed = Buffer.concat([cipher.update(idToken, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Null for a text that this session token does not open. */
export function openIdToken(sealed: string, sessionToken: string): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64url')
    const nonce = bytes.subarray(0, bytesOf.nonce)
    const tag = bytes.subarray(bytesOf.nonce, bytesOf.nonce + bytesOf.tag)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(sessionToken), nonce)
    decipher.setAuthTag(tag)
    const text = decipher.update(bytes.subarray(bytesOf.nonce + bytesOf.tag))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function keyOf(sessionToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionToken, 'wijktafel', 'id-token', bytesOf.key))
}

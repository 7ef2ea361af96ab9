import type { Selectable } from 'kysely'
import type { Reach, SignInMethod } from '#shared/started-by.ts'

export type UserTable = {
  id: string
  name: string
  email: string
  /** 0 while nobody proved that the address is theirs: it is a claim of whoever typed it. */
  emailVerified: number
  image: string | null
  createdAt: string
  updatedAt: string
  isAdmin: number
}

export type SessionsTable = {
  id: string
  /** SHA-256 of the token: whoever reads the database or a backup can't use it. */
  token_hash: string
  user_id: string
  method: SignInMethod
  /** Who made the link or the invitation; null for the operator, and where nobody handed anything over. */
  handed_by: string | null
  reach: Reach
  created_at: number
  expires_at: number
}

/** What signs someone in without mail or anyone's help. Nothing here is secret: the key of a passkey never leaves its device. */
export type PasskeysTable = {
  id: string
  user_id: string
  /** base64url, as WebAuthn gives it. */
  credential_id: string
  /** COSE, base64url. */
  public_key: string
  /** Signatures of this key so far where its device counts them, else 0. */
  counter: number
  /** JSON: a list of words of WebAuthn. */
  transports: string
  /** Of the session in which it was added: `newcomer` until the address of the account is proven. */
  reach: Reach
  name: string
  created_at: number
  last_used_at: number | null
}

/** Challenges of WebAuthn that were answered and have not expired. */
export type UsedChallengesTable = { hash: string; expires_at: number }

/**
 * One-time links. `first`: for whoever reads the terminal of an installation without users. `address`: for whoever holds
 * an address, and proof of it. `change`: proof of an address for an account, in a browser that is signed in to it.
 * `handed`: into an account, and proof of nothing.
 */
export type SignInLinksTable = {
  id: string
  token_hash: string
  kind: 'first' | 'address' | 'change' | 'handed'
  /** How the session will have begun: `mail` when the link went to a mail server and to nobody else. */
  method: 'mail' | 'handed'
  email: string | null
  /** Of an account that is made when the link is used; null when there must be one. */
  name: string | null
  makes_admin: number
  user_id: string | null
  handed_by: string | null
  reach: Reach
  /** The plan in which a coordinator made it; null for an administrator's. */
  plan_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  /** Session that it began: the one that need not be told of it. */
  session_id: string | null
  /** When the person said to have read that it was used. */
  told_at: number | null
}
export type SignInLinkRow = Selectable<SignInLinksTable>

import type { Generated, Selectable } from 'kysely'
import type { Reach, SignInMethod } from '#shared/started-by.ts'

export type UserTable = {
  id: string
  name: string
  email: string
  /** 0 until the address is proven: until then it is only a claim. */
  emailVerified: number
  image: string | null
  createdAt: string
  updatedAt: string
  isAdmin: number
  /**
   * The account that this one was merged into: it holds what this one did, and nobody signs in to
   * this one any more. Null for every other account.
   */
  mergedInto: Generated<string | null>
  /** The folded name, by which lists are ordered; null for an account that no list shows. */
  sortName: Generated<string | null>
  /** The name and address of which `sortName` and the words were made; null before they were. */
  wordsOf: Generated<string | null>
}
export type UserRow = Selectable<UserTable>

/** By whose beginnings an account is found. Follows from `user` (account-words.ts). */
export type AccountWordsTable = { word: string; user_id: string }

export type SessionsTable = {
  id: string
  /** SHA-256 of the token: a reader of the database or a backup can't use it. */
  token_hash: string
  user_id: string
  method: SignInMethod
  /**
   * The user who made the link or the invitation; null for the operator, and if nobody handed
   * anything over.
   */
  handed_by: string | null
  /** For `oidc`: the issuer that identified the user. */
  issuer: string | null
  /** For `oidc`: its ID token, encrypted with the token of this session; null if it is not kept. */
  id_token: Generated<string | null>
  reach: Reach
  created_at: number
  expires_at: number
}

/** The account that a user of an organisation's identity provider opens. */
export type OidcAccountsTable = {
  id: string
  user_id: string
  issuer: string
  /** `sub`: never reassigned by its issuer, unlike an address. */
  subject: string
  /** The address or name from the provider, by which the user recognises it. */
  label: string
  /** As for a passkey: the reach of the session in which it was linked. */
  reach: Reach
  created_at: number
  last_used_at: number | null
}

/**
 * Signs a user in without mail and without anyone's help. Nothing here is secret: a passkey's
 * private key never leaves its device.
 */
export type PasskeysTable = {
  id: string
  user_id: string
  /** base64url, as in WebAuthn. */
  credential_id: string
  /** COSE, base64url. */
  public_key: string
  /** Signature counter of this key if its device has one, otherwise 0. */
  counter: number
  /** JSON: a list of WebAuthn transports. */
  transports: string
  /**
   * Reach of the session in which it was added: `newcomer` until the address of the account is
   * proven.
   */
  reach: Reach
  name: string
  created_at: number
  last_used_at: number | null
}

/** WebAuthn challenges and sign-ins at a provider that were answered and have not expired. */
export type UsedChallengesTable = { hash: string; expires_at: number }

/**
 * One-time links. `first`: for the reader of the terminal of an installation without users.
 * `address`: for the holder of an address, and proof of it. `change`: proof of an address for an
 * account, in a browser that is signed in to it. `handed`: into an account, and proof of nothing.
 */
export type SignInLinksTable = {
  id: string
  token_hash: string
  kind: 'first' | 'address' | 'change' | 'handed'
  /** How the session will begin: `mail` if the link was sent to a mail server and nowhere else. */
  method: 'mail' | 'handed'
  email: string | null
  /** For an account that is created when the link is used; null if the account must exist. */
  name: string | null
  makes_admin: number
  user_id: string | null
  handed_by: string | null
  reach: Reach
  /** The plan in which a coordinator made it; null for an administrator's link. */
  plan_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  /** The session that it began, which needs no notice about it. */
  session_id: string | null
  /** When the user confirmed the notice that the link was used. */
  told_at: number | null
}
export type SignInLinkRow = Selectable<SignInLinksTable>

/** A proposal of an administrator that two accounts are of one person; both have to confirm it. */
export type AccountMergesTable = {
  id: string
  kept_id: string
  /** The account that is merged into the other one. */
  closed_id: string
  proposed_by: string
  proposed_at: number
  expires_at: number
  kept_confirmed_at: number | null
  closed_confirmed_at: number | null
  /**
   * The coordinator whose handed link began the session in which the closed account confirmed; null
   * if its person signed in on their own.
   */
  vouched_by: string | null
  /** `void`: one of the two was forgotten meanwhile. Null while it is open, or after it expired. */
  outcome: 'merged' | 'declined' | 'withdrawn' | 'void' | null
  ended_at: number | null
  /** When the person confirmed the notice that their accounts were merged. */
  told_at: number | null
}
export type AccountMergeRow = Selectable<AccountMergesTable>

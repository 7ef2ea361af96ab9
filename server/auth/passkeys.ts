import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { z } from 'zod'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import {
  type AssertionSchema,
  CreationOptionsSchema,
  type Passkey,
  type RegistrationSchema,
  RequestOptionsSchema,
} from '#shared/api/passkeys.ts'
import { AppError } from '#shared/errors.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { type ChallengePurpose, type Challenges, challengeLifetimeMs } from './challenges.ts'
import { mustBeOpen, type Session, type Sessions } from './sessions.ts'

type CreationOptions = z.infer<typeof CreationOptionsSchema>
type RequestOptions = z.infer<typeof RequestOptionsSchema>
type Registration = z.infer<typeof RegistrationSchema>
type Assertion = z.infer<typeof AssertionSchema>

export type Passkeys = {
  /** False if browsers allow no passkeys at our address. */
  readonly isPossible: boolean
  list(userId: string): Promise<Passkey[]>
  begin(actor: Session): Promise<CreationOptions>
  /**
   * Rejects with `passkey-refused` for an invalid answer, and if the user has too many passkeys.
   */
  add(actor: Session, given: { name: string; credential: Registration }): Promise<Passkey>
  rename(userId: string, id: string, name: string): Promise<void>
  remove(userId: string, id: string): Promise<void>
  /** Null if browsers allow no passkeys at our address. */
  beginSignIn(): Promise<RequestOptions | null>
  /**
   * The token of a new session that replaces `current`. Rejects with `passkey-refused` or
   * `passkey-unknown`.
   */
  signIn(credential: Assertion, current: Session | null): Promise<{ token: string }>
}

const rpName = 'Wijktafel'

/**
 * The relying party id that passkeys are bound to (WebAuthn 5.1.2); null if browsers allow none:
 * for a bare IP address, and over http except on localhost.
 */
export function relyingPartyOf(publicUrl: string): string | null {
  const { hostname, protocol } = new URL(publicUrl)
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  return !isAddress && (protocol === 'https:' || hostname === 'localhost') ? hostname : null
}

/**
 * Passkeys, by WebAuthn: several per user, always with a fingerprint, face or code (user
 * verification), so that an unlocked practice PC lets nobody else in. The library verifies
 * signatures; this file decides whose key it is and how far it reaches: as far as the session in
 * which it was added, so that a newcomer's unproven address does not become proven by adding a key.
 */
export function createPasskeys({
  db,
  sessions,
  challenges,
  clock,
  ids,
  publicUrl,
  origins,
}: {
  db: Storage
  sessions: Sessions
  challenges: Challenges
  clock: Clock
  ids: Ids
  publicUrl: string
  /** The origin of our own pages. */
  origins: ReadonlySet<string>
}): Passkeys {
  const rpId = relyingPartyOf(publicUrl)

  function mustBePossible(): string {
    if (rpId === null) throw new AppError('passkey-refused')
    return rpId
  }

  /**
   * Every fault that the library finds gives the same refusal, so a forger learns nothing from it.
   */
  async function judge<T extends { verified: boolean }>(verify: () => Promise<T>): Promise<T> {
    const verdict = await verify().catch(() => null)
    if (verdict === null || !verdict.verified) throw new AppError('passkey-refused')
    return verdict
  }

  const expectations = (purpose: ChallengePurpose) => ({
    expectedChallenge: (challenge: string) => challenges.isOurs(challenge, purpose),
    expectedOrigin: [...origins],
    expectedRPID: mustBePossible(),
    requireUserVerification: true,
  })

  return {
    isPossible: rpId !== null,

    list: (userId) => readPasskeys(db, userId),

    async begin(actor) {
      const rows = await rowsOf(db, actor.userId).execute()
      return CreationOptionsSchema.parse(
        await generateRegistrationOptions({
          rpName,
          rpID: mustBePossible(),
          userID: new TextEncoder().encode(actor.userId),
          userName: actor.email,
          userDisplayName: actor.name,
          challenge: challenges.make({ kind: 'register', sessionId: actor.sessionId }),
          timeout: challengeLifetimeMs,
          attestationType: 'none',
          excludeCredentials: rows.map(({ credential_id }) => ({ id: credential_id })),
          authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        }),
      )
    },

    async add(actor, { name, credential }) {
      const { registrationInfo } = await judge(() =>
        verifyRegistrationResponse({
          ...expectations({ kind: 'register', sessionId: actor.sessionId }),
          response: credential as Parameters<typeof verifyRegistrationResponse>[0]['response'],
        }),
      )
      if (registrationInfo === undefined) throw new AppError('passkey-refused')
      const { id, publicKey, counter } = registrationInfo.credential
      const row = {
        id: ids.next(),
        user_id: actor.userId,
        credential_id: id,
        public_key: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: JSON.stringify(credential.response.transports ?? []),
        reach: actor.reach,
        name,
        created_at: clock.now(),
        last_used_at: null,
      }
      await sessions.write(async (trx) => {
        await mustBeOpen(trx, actor)
        await challenges.use(trx, challengeOf(credential))
        const { count } = await rowsOf(trx, actor.userId)
          .clearSelect()
          .select((select) => select.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        mustBeUnder('passkeysPerPerson', Number(count))
        const added = await trx
          .insertInto('passkeys')
          .values(row)
          .onConflict((conflict) => conflict.column('credential_id').doNothing())
          .executeTakeFirst()
        if (added.numInsertedOrUpdatedRows !== 1n) throw new AppError('passkey-refused')
      })
      return toPasskey(row)
    },

    async rename(userId, id, name) {
      const changed = await db
        .updateTable('passkeys')
        .set({ name })
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (changed.numUpdatedRows === 0n) throw new AppError('not-found')
    },

    async remove(userId, id) {
      const removed = await db
        .deleteFrom('passkeys')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (removed.numDeletedRows === 0n) throw new AppError('not-found')
    },

    async beginSignIn() {
      return rpId === null
        ? null
        : RequestOptionsSchema.parse(
            await generateAuthenticationOptions({
              rpID: rpId,
              challenge: challenges.make({ kind: 'sign-in' }),
              timeout: challengeLifetimeMs,
              userVerification: 'required',
            }),
          )
    },

    async signIn(credential, current) {
      const row = await db
        .selectFrom('passkeys')
        .selectAll()
        .where('credential_id', '=', credential.id)
        .executeTakeFirst()
      if (row === undefined) throw new AppError('passkey-unknown')
      const { authenticationInfo } = await judge(() =>
        verifyAuthenticationResponse({
          ...expectations({ kind: 'sign-in' }),
          response: credential as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
          credential: {
            id: row.credential_id,
            publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
            counter: row.counter,
          },
        }),
      )
      return sessions.write(async (trx, writer) => {
        await challenges.use(trx, challengeOf(credential))
        // The key may have been removed or taken over since it was read, so its reach is decided
        // here.
        const used = await trx
          .updateTable('passkeys')
          .set({ counter: authenticationInfo.newCounter, last_used_at: clock.now() })
          .where('id', '=', row.id)
          .returning(['user_id', 'reach'])
          .executeTakeFirst()
        if (used === undefined) throw new AppError('passkey-unknown')
        if (current !== null) await writer.end({ kind: 'one', sessionId: current.sessionId })
        const { user_id: userId, reach } = used
        return writer.begin({ userId, method: 'passkey', handedBy: null, reach })
      })
    },
  }
}

const rowsOf = (at: Storage | StorageTransaction, userId: string) =>
  at.selectFrom('passkeys').selectAll().where('user_id', '=', userId)

export async function readPasskeys(db: Storage, userId: string): Promise<Passkey[]> {
  const rows = await rowsOf(db, userId).orderBy('created_at').orderBy('id').execute()
  return rows.map(toPasskey)
}

/** The challenge that was signed; the library has already compared it with ours. */
function challengeOf({ response }: { response: { clientDataJSON: string } }): string {
  const { challenge } = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
  return String(challenge)
}

function toPasskey(row: {
  id: string
  name: string
  created_at: number
  last_used_at: number | null
}): Passkey {
  return {
    id: row.id,
    name: row.name,
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
  }
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#server/runtime.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'

/**
 * The purpose of a challenge: a challenge for signing in can't add a passkey, and the challenge of
 * one user is not valid for another.
 */
export type ChallengePurpose = { kind: 'sign-in' } | { kind: 'register'; sessionId: string }

export type Challenges = {
  make(purpose: ChallengePurpose): Uint8Array<ArrayBuffer>
  /** True if we issued this challenge (base64url) for this purpose and it has not expired. */
  isOurs(challenge: string, purpose: ChallengePurpose): boolean
  /**
   * Runs in the transaction that the answer leads to. Rejects with `passkey-refused` if the
   * challenge was answered before.
   */
  use(trx: StorageTransaction, challenge: string): Promise<void>
}

const nonceBytes = 16
const timeBytes = 6
const macBytes = 16
/**
 * Time a user has to find a key or a fingerprint; WebAuthn asks for at least five minutes (WCAG
 * 2.2.1).
 */
export const challengeLifetimeMs = 10 * 60 * 1000

/**
 * WebAuthn challenges that carry their own proof of origin, so that a visitor of the sign-in page
 * costs the server no stored state. An answered challenge is recorded until it expires, so it is
 * valid for one answer.
 */
export function createChallenges({ secret, clock }: { secret: string; clock: Clock }): Challenges {
  const key = createHmac('sha256', secret).update('webauthn challenge').digest()
  const macOf = (head: Uint8Array, purpose: ChallengePurpose) =>
    createHmac('sha256', key)
      .update(purpose.kind === 'sign-in' ? 'sign-in' : `register ${purpose.sessionId}`)
      .update(head)
      .digest()
      .subarray(0, macBytes)
  const expiryOf = (bytes: Buffer) => bytes.readUIntBE(nonceBytes, timeBytes)
  const bytesOf = (challenge: string) => Buffer.from(challenge, 'base64url')

  return {
    make(purpose) {
      const head = Buffer.alloc(nonceBytes + timeBytes)
      randomBytes(nonceBytes).copy(head)
      head.writeUIntBE(clock.now() + challengeLifetimeMs, nonceBytes, timeBytes)
      return new Uint8Array([...head, ...macOf(head, purpose)])
    },

    isOurs(challenge, purpose) {
      const bytes = bytesOf(challenge)
      if (bytes.length !== nonceBytes + timeBytes + macBytes) return false
      const head = bytes.subarray(0, nonceBytes + timeBytes)
      return (
        timingSafeEqual(bytes.subarray(nonceBytes + timeBytes), macOf(head, purpose)) &&
        expiryOf(bytes) > clock.now()
      )
    },

    async use(trx, challenge) {
      const bytes = bytesOf(challenge)
      const isFirst = await spendOnce(trx, {
        value: bytes.toString('base64url'),
        expiresAt: expiryOf(bytes),
        now: clock.now(),
      })
      if (!isFirst) throw new AppError('passkey-refused')
    },
  }
}

/**
 * False if this value was used before. Its hash is stored until it expires, also for other
 * processes.
 */
export async function spendOnce(
  trx: StorageTransaction,
  { value, expiresAt, now }: { value: string; expiresAt: number; now: number },
): Promise<boolean> {
  await trx.deleteFrom('used_challenges').where('expires_at', '<=', now).execute()
  const added = await trx
    .insertInto('used_challenges')
    .values({ hash: hashOfToken(value), expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

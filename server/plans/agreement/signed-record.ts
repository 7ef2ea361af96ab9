import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '#server/plans/versions/seal.ts'
import { lastLine } from '#server/storage/audit-trail.ts'
import type { VersionRecordRow } from '#server/storage/tables/agreement.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import type { StartedBy } from '#shared/started-by.ts'
import { presentedOf, type Round, type StoredAnswer, seatsOfRound, signedInByOf } from './rounds.ts'
import { digestOfAnswer } from './row-digests.ts'

/**
 * The installation's key. A signature can be verified by anyone with the public half, long after
 * the key was replaced.
 */
export type Signer = { keyId: string; privateKey: KeyObject }

/**
 * The signed record of a version: the hash of its content, each answer with its function and
 * organisation, and the end of the audit trail at that moment. It holds no names; the digest of
 * each answer binds its name.
 */
export type VersionRecord = {
  kind: 'wijktafel-version-record'
  planId: string
  versionId: string
  number: number
  hash: string
  seal: string
  code: string
  status: PlanStatus
  presentedAt: string
  signedAt: string
  seats: {
    seat: string
    label: string
    standing: string
    answer: null | {
      digest: string
      verdict: string
      position: string
      organisation: string
      onBehalfOf: string
      level: string
      onVersion: number
      at: string
      /**
       * The sign-in method of the session, without the name of the link's sender; null if it was
       * not recorded. Missing in records of earlier releases.
       */
      signedIn?: StartedBy['method'] | null
      /** The issuer that identified the person, when `signedIn` is `oidc`. */
      issuer?: string
      /**
       * Whether the sentence with function, organisation and mandate was confirmed. Missing in
       * records of earlier releases.
       */
      isConfirmed?: boolean
    }
  }[]
  audit: { number: number; hash: string }
}

/** Signs the state of the current round as it is at the end of the caller's transaction. */
export async function signRecord(
  trx: StorageTransaction,
  signer: Signer,
  given: {
    round: Round
    rounds: readonly Round[]
    answers: readonly StoredAnswer[]
    status: PlanStatus
    now: number
  },
): Promise<void> {
  const { round, rounds, answers, status, now } = given
  const audit = await lastLine(trx, round.plan_id)
  const upTo = rounds.slice(0, rounds.indexOf(round) + 1)
  const record: VersionRecord = {
    kind: 'wijktafel-version-record',
    planId: round.plan_id,
    versionId: round.version_id,
    number: round.number,
    hash: round.hash,
    seal: round.seal,
    code: round.code,
    status,
    presentedAt: new Date(round.presented_at).toISOString(),
    signedAt: new Date(now).toISOString(),
    seats: seatsOfRound(round).map(({ id, label }) => {
      const standing = standingOf(id, presentedOf(upTo), answers)
      return {
        seat: id,
        label,
        standing: standing.kind,
        answer: standing.kind === 'waiting' ? null : describe(standing.answer, rounds),
      }
    }),
    audit: { number: audit?.number ?? 0, hash: audit?.hash ?? '' },
  }
  const text = canonicalJson(record)
  const last = await trx
    .selectFrom('version_records')
    .select('number')
    .where('version_id', '=', round.version_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  await trx
    .insertInto('version_records')
    .values({
      version_id: round.version_id,
      number: (last?.number ?? 0) + 1,
      record: text.toString('utf8'),
      key_id: signer.keyId,
      signature: sign(null, text, signer.privateKey).toString('base64url'),
      at: now,
    })
    .execute()
}

function describe(answer: StoredAnswer, rounds: readonly Round[]) {
  const { verdict, position, organisation, on_behalf_of, level, at, version_id } = answer
  // An answer from before this field existed keeps its old form in the record.
  const isOfBefore = answer.statement === null && answer.signed_in_by === null
  const signedInBy = signedInByOf(answer)
  return {
    digest: digestOfAnswer(answer),
    verdict,
    position,
    organisation,
    onBehalfOf: on_behalf_of,
    level,
    onVersion: rounds.find((round) => round.version_id === version_id)?.number ?? 0,
    at: new Date(at).toISOString(),
    ...(isOfBefore
      ? {}
      : {
          signedIn: signedInBy?.method ?? null,
          ...(signedInBy?.issuer === undefined ? {} : { issuer: signedInBy.issuer }),
          isConfirmed: answer.statement !== null,
        }),
  }
}

export function isSignedBy(
  publicKey: string | KeyObject,
  { record, signature }: Pick<VersionRecordRow, 'record' | 'signature'>,
): boolean {
  return verify(null, Buffer.from(record, 'utf8'), publicKey, Buffer.from(signature, 'base64url'))
}

/** Letters and digits that can't be confused when read out over a phone: `WT-7F3K-29QD`. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export function codeFrom(secret: string): string {
  const bytes = createHash('sha256').update(secret).digest()
  const letters = [...bytes.subarray(0, 8)]
    .map((byte) => alphabet[byte % alphabet.length] ?? '0')
    .join('')
  return `WT-${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** Codes as people type them: without dashes, in lower case, with an O for a 0. */
export function readCode(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^WT/, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return letters.length === 8 ? `WT-${letters.slice(0, 4)}-${letters.slice(4)}` : null
}

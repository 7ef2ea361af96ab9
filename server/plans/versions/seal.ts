import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { VersionRow } from '#server/storage/tables/versions.ts'

/**
 * What makes a version checkable by anyone: docs/versions.md says the same in words, and a test computes it without this
 * file.
 */

/** JSON in the one form of RFC 8785, in UTF-8: equal values are equal bytes in every language. */
export function canonicalJson(value: unknown): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('There is no canonical form of nothing.')
  return Buffer.from(text, 'utf8')
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Binds name, number, author and time to the content, and each version to the one before: none can be changed or taken out alone. */
export function sealOf(
  version: Omit<VersionRow, 'content' | 'packing' | 'seal'>,
  previousSeal: string | null,
): string {
  const {
    id,
    plan_id,
    number,
    name,
    format_id,
    format_version,
    format_hash,
    epoch,
    seq,
    total_cents,
    hash,
    created_at,
    created_by,
  } = version
  return sha256Of(
    canonicalJson({
      id,
      planId: plan_id,
      number,
      name,
      format: { id: format_id, version: format_version, hash: format_hash },
      epoch,
      seq,
      totalCents: total_cents,
      hash,
      createdAt: new Date(created_at).toISOString(),
      createdBy: created_by,
      previous: previousSeal,
    }),
  )
}

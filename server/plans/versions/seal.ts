import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { Steps } from '#shared/steps.ts'

/**
 * Computes the values with which anyone can verify a version: docs/versions.md describes the same
 * in words, and a test computes it without this file.
 */

/**
 * JSON in the canonical form of RFC 8785, in UTF-8: equal values are equal bytes in every language.
 */
export function canonicalJson(value: unknown): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('There is no canonical form of nothing.')
  return Buffer.from(text, 'utf8')
}

/** The same for a whole plan, a row at a time. */
export function* canonicalJsonInSteps(value: unknown): Steps<Buffer> {
  const parts: Buffer[] = []
  let text = ''
  for (const piece of piecesOf(value, deepest)) {
    text += piece
    yield piece.length * letterUnits
    if (text.length < partLength) continue
    parts.push(Buffer.from(text, 'utf8'))
    text = ''
  }
  parts.push(Buffer.from(text, 'utf8'))
  return Buffer.concat(parts)
}

/**
 * The longest lists of a plan are at this depth or higher: rows, and the sums of groups. Deeper
 * values are written in one step.
 */
const deepest = 5
const partLength = 64 * 1024
const letterUnits = 0.05

function* piecesOf(value: unknown, depth: number): Generator<string, void, undefined> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield canonicalize(value) ?? 'null'
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield index === 0 ? '[' : ','
      yield* piecesOf(item, depth - 1)
    }
    yield value.length === 0 ? '[]' : ']'
  } else {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [index, [name, member]] of members.entries()) {
      yield `${index === 0 ? '{' : ','}${canonicalize(name) ?? ''}:`
      yield* piecesOf(member, depth - 1)
    }
    yield members.length === 0 ? '{}' : '}'
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Binds name, number, author and time to the content, and each version to the previous one: no
 * version can be changed or removed alone.
 */
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

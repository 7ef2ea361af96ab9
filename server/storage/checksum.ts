import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * SQLite keeps no checksum of its content: a flipped bit on disk inside a text would be read as
 * another letter. This detects damage, not malice: an attacker who can write the file can write
 * checksums too.
 */
export function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes)
}

/** The checksum of a change in a log: over its body, time, author and place in the log. */
export function checksumOfChange(
  { seq, at, actor, kind }: { seq: number; at: number; actor: string | null; kind: string },
  body: Uint8Array,
): number {
  return crc32(body, crc32(JSON.stringify([seq, at, actor, kind])))
}

/**
 * The checksum function for the triggers of SQLite; PostgreSQL has its own. It is short, because it
 * detects damage and careless edits, not forgery by an attacker who has this code.
 */
export function addRowSum(database: {
  function(
    name: string,
    options: { deterministic: boolean },
    call: (text: unknown) => string,
  ): unknown
}): void {
  database.function('row_sum', { deterministic: true }, sumOfRow)
}

export function sumOfRow(text: unknown): string {
  return createHash('sha256').update(String(text), 'utf8').digest('base64url').slice(0, 16)
}

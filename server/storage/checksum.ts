import { crc32 } from 'node:zlib'

/**
 * SQLite keeps no checksum of what it stores: a bit that a disk turned over inside a text would be read as another
 * letter. This finds damage, not malice: who can write the file can write this too.
 */
export function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes)
}

/** Of a change in a log: over its body, and over when it was, by whom and where in the log. */
export function checksumOfChange(
  { seq, at, actor, kind }: { seq: number; at: number; actor: string | null; kind: string },
  body: Uint8Array,
): number {
  return crc32(body, crc32(JSON.stringify([seq, at, actor, kind])))
}

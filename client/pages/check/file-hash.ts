import { digest } from 'lib0/hash/sha256'

/**
 * SHA-256 of a file, computed on this device: the file itself goes nowhere. The browser's own is faster, and is there on
 * https and on this machine only.
 */
export async function hashOfFile(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  const hash =
    typeof crypto.subtle === 'undefined'
      ? digest(new Uint8Array(bytes))
      : new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { LimitError, limits } from '#shared/limits.ts'

/** Joins a file that is made in parts, for an archive, whose checksums cover whole files. */
export async function joined(
  parts: AsyncIterable<Uint8Array>,
  mostBytes: number = limits.attachmentBytes.max,
): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const part of parts) {
    size += part.byteLength
    if (size > mostBytes) throw new LimitError('attachmentBytes')
    kept.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of kept) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { PlanContent } from '#shared/plan/content.ts'

/** A stored day: JSON in UTF-8, gzipped; the checksum of gzip detects damage. */
export function packContent(content: PlanContent): Promise<Buffer> {
  return promisify<Uint8Array, Buffer>(gzip)(Buffer.from(JSON.stringify(content), 'utf8'))
}

/** Throws if the bytes are damaged. */
export async function unpackContent(bytes: Uint8Array): Promise<PlanContent> {
  const text = await promisify<Uint8Array, Buffer>(gunzip)(bytes)
  return JSON.parse(text.toString('utf8')) as PlanContent
}

import type { Endpoint } from '#shared/api/endpoint.ts'
import { AppError } from '#shared/errors.ts'
import { readBytes } from './read-body.ts'
import { readMultipart, type SentFile } from './read-multipart.ts'

/** The boundaries and the head of the one part. */
const formBytes = 8_192

/** Empty for an endpoint without an upload. Rejects with the error of the endpoint, or with `bad-request`. */
export async function readUpload({ upload }: Endpoint, request: Request): Promise<SentFile> {
  if (upload === undefined) return { name: '', bytes: new Uint8Array() }
  const { maxBytes, tooLarge, form } = upload
  const bytes = await readBytes(request, maxBytes + (form === undefined ? 0 : formBytes))
  if (bytes === 'too-large') throw new AppError(tooLarge)
  if (bytes === 'broken') throw new AppError('bad-request')
  if (form === undefined) return { name: '', bytes }
  const sent = readMultipart(bytes, request.headers.get('content-type'))
  if (sent === null) throw new AppError('bad-request')
  if (sent.bytes.byteLength > maxBytes) throw new AppError(tooLarge)
  return sent
}

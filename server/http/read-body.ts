import * as requestsText from '#server/text/requests.ts'
import { AppError } from '#shared/errors.ts'
import { findBsnInBodyInSteps } from '#shared/privacy/find-in-value.ts'
import type { Steps } from '#shared/steps.ts'

/**
 * Reads a body of at most `maxBytes`, counted while it arrives: the length header is only a claim.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array | 'too-large' | 'broken'> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too-large'
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      bytes += chunk.value.byteLength
      if (bytes > maxBytes) {
        await reader.cancel().catch(() => {})
        return 'too-large'
      }
      chunks.push(chunk.value)
    }
    return new Uint8Array(Buffer.concat(chunks))
  } catch {
    return 'broken'
  }
}

/**
 * Reads a JSON body of at most `maxBytes`; an empty body is `{}`. Rejects with `too-large` or
 * `bad-request`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes)
  if (bytes === 'too-large') throw new AppError('too-large')
  if (bytes === 'broken') throw new AppError('bad-request')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-request', { cause })
  }
}

/**
 * Refuses a body that contains a likely BSN, for every endpoint: a text that must not be checked
 * has to opt out. Neither the error nor the log repeats a digit. Rejects with `bsn-found`.
 */
export function* refuseBsn(body: unknown): Steps<void> {
  const found = yield* findBsnInBodyInSteps(body)
  const fields = found.map((path) => ({ path, message: requestsText.looksLikeBsn }))
  if (fields.length > 0) throw new AppError('bsn-found', { fields })
}

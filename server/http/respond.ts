import type { z } from 'zod'
import type { Logger } from '#server/runtime.ts'
import { type Endpoint, FileAnswerSchema } from '#shared/api/endpoint.ts'
import { atOnce, type Steps } from '#shared/steps.ts'
import { streamOf } from './file-stream.ts'
import { isSmall, writeAnswer } from './write-answer.ts'

/** Runs a large piece of work in slices. */
export type Take = <T>(steps: Steps<T>) => Promise<T>

type Responding = {
  cookies: readonly string[]
  logger: Logger
  take: Take
  /** The tag of the file that the client has. */
  knownTag: string | null
}

/** The answer of a handler as a response: JSON, or a file. */
export async function respond(
  endpoint: Endpoint,
  answer: unknown,
  { cookies, logger, take, knownTag }: Responding,
): Promise<Response> {
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  if (endpoint.mediaType !== undefined) {
    const file = FileAnswerSchema.parse(answer)
    const { bytes, tag } = file
    setFileHeaders(headers, { ...file, mediaType: file.mediaType ?? endpoint.mediaType })
    if (tag !== undefined && knownTag === `"${tag}"`)
      return new Response(null, { status: 304, headers })
    const body =
      bytes instanceof Uint8Array
        ? (bytes as Uint8Array<ArrayBuffer>)
        : streamOf(bytes, { logger, route: endpoint.path })
    return new Response(body, { status: endpoint.status, headers })
  }
  const written = writeAnswer(endpoint.response, answer)
  const text = isSmall(answer) ? atOnce(written) : await take(written)
  return new Response(text, { status: endpoint.status, headers })
}

type FileHeaders = Omit<z.output<typeof FileAnswerSchema>, 'bytes'> & { mediaType: string }

function setFileHeaders(
  headers: Headers,
  { fileName, mediaType, isNameFree, isInline, tag }: FileHeaders,
): void {
  const name =
    isNameFree === true
      ? `filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, escapeMark)}`
      : `filename="${fileName}"`
  headers.set('content-type', mediaType)
  headers.set('content-disposition', `${isInline === true ? 'inline' : 'attachment'}; ${name}`)
  // Opened by itself, a file from a person is a page of our own address: it runs nothing and reads nothing there.
  headers.set('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  headers.set('cross-origin-resource-policy', 'same-origin')
  if (tag === undefined) return
  headers.set('etag', `"${tag}"`)
  // Kept by the browser, and asked for each time: a right that ended counts at once.
  headers.set('cache-control', 'private, no-cache')
}

const escapeMark = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`

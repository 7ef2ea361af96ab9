import { AppError } from '#shared/errors.ts'

/**
 * Reads a JSON body of at most `maxBytes`, counted while it arrives: the length header is only a
 * claim. An empty body is `{}`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new AppError('too-large')
  const text = await readText(request, maxBytes)
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-request', { cause })
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  const reader = request.body.getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      bytes += chunk.value.byteLength
      if (bytes > maxBytes) throw new AppError('too-large')
      text += decoder.decode(chunk.value, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    await reader.cancel().catch(() => {})
    throw error instanceof AppError ? error : new AppError('bad-request', { cause: error })
  }
}
